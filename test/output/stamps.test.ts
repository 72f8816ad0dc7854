import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDisk } from '../../generator/output/disk.ts';
import { openStamps } from '../../generator/output/stamps.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Later than the files by more than a file system's clock is coarse. */
const LATER = Date.now() + 60_000;
const NAMES = Array.from({ length: 20 }, (_, index) => `image-${index}.yaml`);
const textOf = (name: string) => `image:\n  tag: "${name}"\n`;

function arrange() {
  const root = temporaryFolder(Object.fromEntries(NAMES.map((name) => [name, textOf(name)])));
  const notes = join(temporaryFolder(), 'stamps.json');
  const open = () => openDisk(root, openStamps(notes, LATER));
  const read = (disk: ReturnType<typeof open>, name: string) => {
    const file = disk.read(name, true);
    return file.state === 'file' ? file.text.toString('utf8') : file.state;
  };
  return { root, notes, open, read };
}

test('a short text is kept for the next run, with its hash, and not read again', () => {
  const { notes, open, read } = arrange();
  const first = open();
  expect(NAMES.map((name) => read(first, name))).toEqual(NAMES.map(textOf));
  const hashes = NAMES.map((name) => first.hash(name));
  first.save();
  // What comes from the notes can be told by changing them.
  writeFileSync(notes, readFileSync(notes, 'utf8').replace('image-3.yaml\\"', 'image-4.yaml\\"'));
  const second = open();
  expect(read(second, 'image-3.yaml')).toBe(textOf('image-4.yaml'));
  expect(NAMES.map((name) => second.hash(name))).toEqual(hashes);
});

test('a text that changed is read again, also when its length and its time are the old ones', () => {
  const { root, open, read } = arrange();
  const first = open();
  for (const name of NAMES) read(first, name);
  first.save();
  const path = join(root, 'image-7.yaml');
  const { atime, mtime } = statSync(path);
  writeFileSync(path, textOf('image-8.yaml'));
  utimesSync(path, atime, mtime);
  const second = open();
  expect(read(second, 'image-7.yaml')).toBe(textOf('image-8.yaml'));
  expect(second.hash('image-7.yaml')).toEqual(second.hash('image-8.yaml'));
});

test('files are hashed while the thread waits, and only until somebody asks to stop', async () => {
  const { root, open } = arrange();
  const disk = open();
  const stop = disk.hashAhead([...NAMES, 'absent.yaml']);
  await new Promise((resolve) => setTimeout(resolve, 20));
  stop();
  const before = disk.hash('image-1.yaml');
  // What was hashed ahead is not read again.
  writeFileSync(join(root, 'image-1.yaml'), 'other\n');
  expect(disk.hash('image-1.yaml')).toEqual(before);
  const idle = open();
  idle.hashAhead(NAMES)();
  await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(join(root, 'image-2.yaml'), 'other\n');
  expect(idle.hash('image-2.yaml')).toEqual(open().hash('image-2.yaml'));
});

test('a file that goes away while files are hashed ahead ends nothing', async () => {
  const { root, open } = arrange();
  const disk = open();
  // Its folder is listed, and then it goes.
  disk.has('image-0.yaml');
  rmSync(join(root, 'image-5.yaml'));
  disk.hashAhead(NAMES);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(disk.hash('image-6.yaml')).toMatchObject({ state: 'file' });
});
