import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { checkSchemas } from '../../../generator/validate/schema/check-schemas.ts';
import { supportedMinors } from '../../../generator/validate/schema/kubernetes-minor.ts';
import type { SchemaCollection } from '../../../generator/validate/schema/schema-node.ts';
import {
  kubernetesCollection,
  projectCollection,
  schemaIndex,
} from '../../../generator/validate/schema/schema-store.ts';
import { describeSchemaError } from '../../../generator/validate/schema/sentence.ts';
import { deployment, rendered } from './_resources.ts';

const FOLDER = new URL('../../../schemas/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER));

describe('the committed schemas', () => {
  const { sources, files }: { sources: Record<string, string>[]; files: Record<string, string> } = JSON.parse(
    read('SOURCES.json').toString('utf8'),
  );

  it('are the files that SOURCES.json records', () => {
    const present = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(new URL(path, FOLDER)).isFile(),
    );
    expect(present.toSorted()).toEqual([...Object.keys(files), 'SOURCES.json'].toSorted());
    for (const [path, sha256] of Object.entries(files)) {
      expect(createHash('sha256').update(read(path)).digest('hex'), path).toBe(sha256);
    }
  });

  it('name version, licence and digest of each source', () => {
    for (const source of sources) {
      expect(source.module ?? source.repository).toMatch(/\./);
      expect(source.version).toMatch(/\d/);
      expect(source.licence).toMatch(/^(Apache|MPL)-2\.0$/);
      expect(source.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.keys(files)).toContain(source.file);
    }
  });

  it('refer only to definitions that are there, and hold no prose', () => {
    const collections: SchemaCollection[] = [
      kubernetesCollection(),
      ...Object.keys(schemaIndex().crds).map(projectCollection),
    ];
    for (const collection of collections) {
      const text = JSON.stringify(collection.definitions);
      for (const [, number] of text.matchAll(/"\$ref":(\d+)/g))
        expect(collection.definitions[Number(number)]).toBeDefined();
      expect(text).not.toMatch(/"description":"/);
    }
  });

  it('cover four minors', () => {
    expect(supportedMinors()).toEqual(['1.33', '1.34', '1.35', '1.36']);
  });
});

describe('many resources', () => {
  it('are checked in linear time', () => {
    const resources = (count: number) => Array.from({ length: count }, () => rendered(deployment()));
    const time = (count: number) => {
      const input = resources(count);
      const start = performance.now();
      expect(checkSchemas(input).violations).toEqual([]);
      return performance.now() - start;
    };
    time(2000);
    const small = Math.min(time(1000), time(1000), time(1000));
    expect(time(10_000)).toBeLessThan(small * 40);
    expect(time(5000)).toBeLessThan(1000);
  });
});

describe('sentences for errors of ajv', () => {
  it('read the same as for resources', () => {
    const error = {
      keyword: 'additionalProperties',
      instancePath: '/image',
      params: { additionalProperty: 'tagg' },
      parentSchema: { properties: { tag: {}, repository: {} } },
    };
    expect(describeSchemaError(error)).toMatchObject({
      rule: 'unknown-field',
      message: 'unknown field "tagg"; did you mean "tag"?',
    });
    const type = { keyword: 'type', instancePath: '/port', params: { type: ['integer', 'null'] }, data: 'x' };
    expect(describeSchemaError(type).message).toBe('expected a whole number or null, found a text: "x"');
    expect(
      describeSchemaError({ keyword: 'const', instancePath: '', params: { allowedValue: 3 }, data: 4 }).message,
    ).toBe('expected 3, found 4');
  });
});
