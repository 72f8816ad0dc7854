import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ARCHIVE_LIMITS, readArchive } from '../../generator/chart-store/archive.ts';
import { packArchive } from '../../generator/chart-store/pack-archive.ts';
import { PlatformError } from '../../generator/contract/platform-error.ts';
import { asFiles, chartArchive, type HostileEntry, hostileArchive } from '../support/chart-files.ts';

const read = (bytes: Uint8Array, limits = ARCHIVE_LIMITS) => readArchive('kafka 1.0.0', bytes, limits);
const text = Buffer.from('name: kafka\n');

test('gives back what was packed, long names included', async () => {
  const files = asFiles({
    'Chart.yaml': 'name: kafka\n',
    [`templates/${'deep/'.repeat(60)}service.yaml`]: 'kind: Service\n',
    'empty.txt': '',
  });
  const found = await read(packArchive('kafka', files));
  const sorted = (list: typeof files) => list.map(({ name, data }) => `${name}=${Buffer.from(data)}`).toSorted();
  expect(sorted(found)).toEqual(sorted(files));
});

test('packs the same files into the same bytes, in whichever order they come', () => {
  const files = asFiles({ 'b.yaml': 'two', 'a.yaml': 'one' });
  expect(packArchive('kafka', files).equals(packArchive('kafka', files.toReversed()))).toBe(true);
});

test('reads names of pax headers', async () => {
  const name = `kafka/templates/${'x'.repeat(120)}.yaml`;
  const record = ` path=${name}\n`;
  const length = record.length + 3;
  const entries = [
    { name: 'pax', type: 'x', data: Buffer.from(`${length}${record}`) },
    { name: 'cut-off', data: text },
  ];
  expect((await read(hostileArchive(entries))).map((file) => file.name)).toEqual([name.slice('kafka/'.length)]);
});

const HOSTILE: Readonly<Record<string, readonly [entry: HostileEntry, words: string]>> = {
  'a path that leads out of its folder': [{ name: 'kafka/../../etc/passwd', data: text }, 'leads out of its folder'],
  'a path that leads out of its folder with backslashes': [
    { name: 'kafka\\..\\..\\boot.ini' },
    'leads out of its folder',
  ],
  'an absolute path': [{ name: '/etc/passwd', data: text }, 'is an absolute path'],
  'a path with a drive': [{ name: 'C:/windows/system.ini', data: text }, 'is an absolute path'],
  'a file outside of the folder of the chart': [{ name: 'Chart.yaml', data: text }, "outside the chart's folder"],
  'a symbolic link': [{ name: 'kafka/values.yaml', type: '2', link: '/etc/passwd' }, 'is a link'],
  'a hard link': [{ name: 'kafka/values.yaml', type: '1', link: '../secret' }, 'is a link'],
  'a device': [{ name: 'kafka/null', type: '3' }, 'is a device'],
  'a pipe': [{ name: 'kafka/pipe', type: '6' }, 'is a device or a pipe'],
  'a kind of entry that nobody knows': [{ name: 'kafka/x', type: 'S' }, 'of a kind'],
  'control characters in a path': [{ name: 'kafka/\u001b[2Jvalues.yaml', data: text }, 'control characters'],
  'a name of its own that is too long': [{ name: 'x', type: 'L', data: Buffer.alloc(70_000, 'a') }, 'has 70000 bytes'],
};

for (const [what, [entry, words]] of Object.entries(HOSTILE)) {
  test(`refuses an archive with ${what}`, async () => {
    await expect(read(hostileArchive([entry]))).rejects.toMatchObject({
      code: 'bad-archive',
      message: expect.stringContaining(words),
    });
  });
}

test('refuses a path that is too long', async () => {
  const entries = [
    { name: 'long', type: 'L', data: Buffer.from(`kafka/${'a/'.repeat(600)}x`) },
    { name: 'x', data: text },
  ];
  await expect(read(hostileArchive(entries))).rejects.toThrow('a path in it has more than 1000 letters');
});

test('refuses 100,000 files before it has read them', async () => {
  const entry = gunzipSync(hostileArchive([{ name: 'kafka/a' }])).subarray(0, 512);
  await expect(read(gzipSync(Buffer.concat(new Array(100_000).fill(entry)), { level: 1 }))).rejects.toThrow(
    'it holds more than 20000 files',
  );
});

test('refuses a bomb without unpacking it', async () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000), { level: 1 });
  expect(bomb.length).toBeLessThan(200_000);
  await expect(read(bomb, { ...ARCHIVE_LIMITS, unpacked: 10_000_000 })).rejects.toThrow(
    'it unpacks to more than 10 MB',
  );
});

test('refuses an archive that is too large, empty, or no archive', async () => {
  await expect(
    read(chartArchive({ name: 'a', version: '1.0.0' }), { ...ARCHIVE_LIMITS, compressed: 100 }),
  ).rejects.toThrow('it has more than 100 bytes');
  await expect(read(hostileArchive([]))).rejects.toThrow('it is empty');
  await expect(read(Buffer.from('<html>Not found</html>'))).rejects.toThrow('it is no gzip file');
});

test('refuses an archive that is cut off, wherever it is cut', async () => {
  const whole = chartArchive({ name: 'kafka', version: '1.0.0' });
  for (let length = 2; length < whole.length; length += 97) {
    await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: 'bad-archive' });
  }
  const tar = Buffer.concat([Buffer.alloc(512, 'x'), Buffer.alloc(100)]);
  await expect(read(gzipSync(tar))).rejects.toThrow('a number in a header is none');
});

test('whatever the bytes are, the answer is files with sound names or a refusal', async () => {
  const whole = hostileArchive([
    { name: 'kafka/Chart.yaml', data: text },
    { name: 'kafka/values.yaml', data: text },
  ]);
  const tar = gunzipSync(whole);
  const changes = fc.array(fc.tuple(fc.nat(1100), fc.nat(255)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const copy = Buffer.from(tar);
      for (const [offset, byte] of changed) copy[offset] = byte;
      try {
        for (const { name } of await read(gzipSync(copy))) {
          expect(name).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(PlatformError);
      }
    }),
    { numRuns: 300 },
  );
});
