import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openHelmRepository } from '../../generator/download/helm-repository.ts';
import { createHttpClient } from '../../generator/download/http-client.ts';
import { readIndex } from '../../generator/download/index-file.ts';
import { printYaml } from '../../generator/plan/yaml.ts';
import { indexOf } from '../support/chart-servers.ts';
import { startServer } from '../support/loopback-server.ts';

const WHAT = 'index of https://charts.example.com';
const charts = [
  { name: 'kafka', version: '1.0.0' },
  { name: 'kafka', version: '2.0.0' },
  { name: 'kafka-ui', version: '3.0.0' },
];

test('reads an index as Helm writes it, and the same index as JSON', () => {
  const text = indexOf(charts);
  for (const index of [readIndex(WHAT, text), readIndex(WHAT, JSON.stringify(parse(text)))]) {
    expect(index.versions('kafka')).toEqual(['1.0.0', '2.0.0']);
    expect(index.versions('kafka-ui')).toEqual(['3.0.0']);
    expect(index.entry('kafka', '2.0.0')).toMatchObject({ version: '2.0.0', urls: ['kafka-2.0.0.tgz'] });
    expect(index.entry('kafka', '2.0.0').digest).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('reads other ways to write the same', () => {
  const text = [
    'entries:   # charts',
    '    "kafka":',
    '        -   name: kafka',
    "            version: '1.10'",
    '            urls: [https://charts.example.com/kafka-1.10.tgz]',
    '    loki:',
    '    - version: 2.0.0',
    '      urls: [loki.tgz]',
    '',
  ].join('\r\n');
  const index = readIndex(WHAT, text);
  expect(index.versions('loki')).toEqual(['2.0.0']);
  expect(index.entry('loki', '2.0.0')).toEqual({ version: '2.0.0', urls: ['loki.tgz'], digest: undefined });
  expect(index.versions('kafka')).toEqual(['1.10']);
});

test('names the chart that was meant, and what an index lacks', () => {
  const index = readIndex(WHAT, indexOf(charts));
  expect(() => index.versions('kafak')).toThrow('has no chart "kafak"; did you mean "kafka"?');
  expect(() => readIndex(WHAT, 'entries: {}\n').versions('kafka')).toThrow('has no chart "kafka"');
  expect(() => readIndex(WHAT, '<html>Welcome</html>')).toThrow('cannot be used: it has no entries');
  expect(() => readIndex(WHAT, '{"entries": ')).toThrow('it is no JSON');
  expect(() => readIndex(WHAT, 'entries:\n  kafka:\n  - version: 1.0.0\n').entry('kafka', '1.0.0')).toThrow(
    'has no URL',
  );
});

test('a bomb of aliases is refused, and is nothing to those who want another chart', () => {
  const bomb = [
    'entries:',
    '  bomb:',
    '  - version: 1.0.0',
    '    a: &a [x, x, x, x, x, x, x, x, x]',
    '    b: &b [*a, *a, *a, *a, *a, *a, *a, *a]',
    '    c: &c [*b, *b, *b, *b, *b, *b, *b, *b]',
    '    d: [*c, *c, *c, *c, *c, *c, *c, *c]',
    '    urls: [bomb.tgz]',
    '  kafka:',
    '  - version: 1.0.0',
    '    urls: [kafka.tgz]',
    '',
  ].join('\n');
  const index = readIndex(WHAT, bomb);
  expect(() => index.entry('bomb', '1.0.0')).toThrow('an entry of bomb is no YAML that an index may have');
  expect(index.entry('kafka', '1.0.0').urls).toEqual(['kafka.tgz']);
  const deep = `entries:\n  kafka:\n  - version: 1.0.0\n    urls: ${'['.repeat(100_000)}\n`;
  expect(() => readIndex(WHAT, deep).entry('kafka', '1.0.0')).toThrow('nested too deep');
});

test('whatever versions and texts an index holds, the versions come out', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ':', ' ', '-', '#', '\n', '"', "'", '1', '.', '[', '{') });
  const entry = fc.record({
    description: text,
    version: fc.constantFrom('1.0.0', '1.10', 'v2', '3'),
    name: text,
    urls: fc.constant(['a.tgz']),
  });
  const index = fc.dictionary(
    fc.constantFrom('kafka', 'kafka-ui', 'a.b', 'x_y'),
    fc.array(entry, { minLength: 1, maxLength: 3 }),
  );
  fc.assert(
    fc.property(index, (entries) => {
      const read = readIndex(WHAT, printYaml({ apiVersion: 'v1', entries, generated: 'now' }));
      for (const [name, list] of Object.entries(entries)) {
        expect(read.versions(name)).toEqual(list.map((one) => one.version));
        expect(read.entry(name, list[0]?.version ?? '').urls).toEqual(['a.tgz']);
      }
    }),
  );
});

test('an index of many megabytes is read in a moment', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ name: 'kafka', version: `${index}.0.0` }));
  const padding = `    keywords: [${'words, '.repeat(14_000)}end]\n`;
  const text = indexOf(many).replaceAll('    urls:\n', `${padding}    urls:\n`);
  expect(text.length).toBeGreaterThan(29_000_000);
  const started = performance.now();
  expect(readIndex(WHAT, text).entry('kafka', '299.0.0').urls).toEqual(['kafka-299.0.0.tgz']);
  expect(performance.now() - started).toBeLessThan(3000);
});

test('an index that is packed is unpacked, and a bomb is not', async () => {
  const bodies = [gzipSync(indexOf(charts)), gzipSync(Buffer.alloc(140 * 1024 * 1024), { level: 1 })];
  const server = await startServer((_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(bodies.shift());
  });
  const http = createHttpClient();
  const none = async () => Buffer.alloc(0);
  expect(await openHelmRepository(http, server.url, {}, none).versions('kafka')).toEqual(['1.0.0', '2.0.0']);
  await expect(openHelmRepository(http, server.url, {}, none).versions('kafka')).rejects.toThrow(
    'unpacks to more than 128 MB',
  );
});
