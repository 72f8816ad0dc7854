/**
 * Keeps results of earlier runs: one file of lines, each a key and a value, under a line that names who made them. Safe to
 * delete at any moment, and to be killed while it is written: a line that was cut off is no record.
 */
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { writeWhole } from './whole-file.ts';

export interface RecordFile {
  /** What was kept under a key; `undefined` when nothing was, or when it is damaged. */
  read(key: string): unknown;
  /** Keeps a value under a key without tabs and line ends; a later value wins. */
  write(key: string, value: unknown): void;
  /** Puts what is new on disk. A disk that refuses costs time at the next run, not truth. */
  save(): void;
}

const NO_RECORDS: RecordFile = { read: () => undefined, write: () => undefined, save: () => undefined };

const LINE_END = 10;
const TAB = 9;
/** A value of two bytes that starts so is `[]`. */
const EMPTY_LIST = 0x5b;
/** Text that waits in memory before it is put on disk, in characters. */
const PENDING_LIMIT = 8 * 1024 * 1024;
/** A file below this size is never written anew; above, once it is four times what a run asked for. */
const SMALL = 16 * 1024 * 1024;
const WASTE = 4;

/**
 * Opens a file of records; nothing is read before the first question.
 *
 * @param path `null` for no cache
 * @param maker what decides the values beside their keys, such as a hash of the code: records of another are not seen
 */
export function openRecordFile(path: string | null, maker: string): RecordFile {
  if (path === null) return NO_RECORDS;
  let bytes: Buffer | undefined;
  let places = new Map<string, readonly [start: number, end: number]>();
  const asked = new Set<string>();
  const fresh = new Map<string, string>();
  let pending = 0;

  const open = (): Buffer => {
    if (bytes !== undefined) return bytes;
    bytes = readBytes(path);
    const first = bytes.indexOf(LINE_END);
    if (first < 0 || bytes.toString('utf8', 0, first) !== maker) bytes = Buffer.alloc(0);
    else places = findRecords(bytes, first + 1);
    return bytes;
  };
  const flush = (): void => {
    if (fresh.size === 0) return;
    // A run that was killed here may have left half a line.
    const text = `\n${[...fresh].map(([key, json]) => `${key}\t${json}\n`).join('')}`;
    quietly(() => {
      if (open().length === 0) return writeWhole(path, `${maker}${text}`);
      append(path, text);
    });
    for (const key of fresh.keys()) asked.add(key);
    fresh.clear();
    pending = 0;
    // What was appended is found again by those who ask in this run.
    bytes = undefined;
  };
  return {
    read(key) {
      const kept = open();
      const text = fresh.get(key);
      if (text !== undefined) return parse(text);
      const place = places.get(key);
      if (place === undefined) return undefined;
      asked.add(key);
      const [start, end] = place;
      // What most records say.
      return end - start === 2 && kept[start] === EMPTY_LIST ? [] : parse(kept.toString('utf8', start, end));
    },
    write(key, value) {
      const json = JSON.stringify(value);
      fresh.set(key, json);
      pending += json.length;
      if (pending > PENDING_LIMIT) flush();
    },
    save() {
      flush();
      if (sizeOf(path) <= SMALL) return;
      const kept = open();
      const used = [...places].filter(([key]) => asked.has(key));
      const size = used.reduce((sum, [, [start, end]]) => sum + end - start, 0);
      if (kept.length <= WASTE * size + SMALL) return;
      const lines = used.map(([key, [start, end]]) => `${key}\t${kept.toString('utf8', start, end)}\n`);
      quietly(() => writeWhole(path, `${maker}\n${lines.join('')}`));
    },
  };
}

/** Where the value of each key lies; of two the later one. */
function findRecords(bytes: Buffer, from: number): Map<string, readonly [number, number]> {
  const places = new Map<string, readonly [number, number]>();
  for (let start = from; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start);
    if (end < 0) break;
    const tab = bytes.indexOf(TAB, start);
    if (tab > start && tab < end) places.set(bytes.toString('latin1', start, tab), [tab + 1, end]);
    start = end + 1;
  }
  return places;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Half a line of a run that was killed.
    return undefined;
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // Absent, or not to be read: made anew.
    return Buffer.alloc(0);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function append(path: string, text: string): void {
  const file = openSync(path, 'a', 0o600);
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // A cache that cannot be written costs time, not truth.
  }
}
