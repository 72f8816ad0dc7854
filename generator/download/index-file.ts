/**
 * Reads index.yaml of a Helm repository. Some have 30 MB, which a YAML reader takes half a minute for: the lines of one
 * chart are cut out first, and of these only the entry that is wanted is read as YAML.
 */
import { parse } from 'yaml';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { didYouMean } from '../contract/suggest.ts';
import { isDeepYaml } from '../contract/yaml-depth.ts';

export interface IndexEntry {
  readonly version: string;
  readonly urls: readonly string[];
  /** sha256 of the archive in hexadecimal; `undefined` when the index states none. */
  readonly digest: string | undefined;
}

export interface IndexFile {
  /** Versions as they are published. Throws PlatformError for a chart that is not there. */
  versions(name: string): readonly string[];
  entry(name: string, version: string): IndexEntry;
}

interface Item {
  readonly version: string;
  read(): unknown;
}

/** One entry has some hundred lines. */
const MOST_ENTRY_BYTES = 1024 * 1024;

/** @param what names the index in messages */
export function readIndex(what: string, text: string): IndexFile {
  const known = new Map<string, readonly Item[]>();
  const find = text.trimStart().startsWith('{') ? jsonItems(what, text) : yamlItems(what, text);
  const items = (name: string): readonly Item[] => {
    const list = known.get(name) ?? find(name);
    known.set(name, list);
    return list;
  };
  return {
    versions: (name) => items(name).map((item) => item.version),
    entry(name, version) {
      const item = items(name).find((one) => one.version === version);
      return readEntry(what, name, version, item?.read());
    },
  };
}

type FindItems = (name: string) => readonly Item[];

function jsonItems(what: string, text: string): FindItems {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(what, 'it is no JSON', error);
  }
  const entries = isRecord(value) && isRecord(value.entries) ? value.entries : undefined;
  if (entries === undefined) throw broken(what, 'it has no entries');
  return (name) => {
    const list = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (!Array.isArray(list)) throw notThere(what, name, Object.keys(entries));
    return list.filter(isRecord).map((entry) => ({ version: String(entry.version ?? ''), read: () => entry }));
  };
}

function yamlItems(what: string, text: string): FindItems {
  const start = /^entries:[ \t]*(?:#.*)?\r?$/m.exec(text);
  if (start === null) {
    if (/^entries:[ \t]*\{\}/m.test(text))
      return (name) => {
        throw notThere(what, name, []);
      };
    throw broken(what, 'it has no entries');
  }
  const from = start.index + start[0].length;
  const indent = /\n( +)[^\s#]/.exec(text.slice(from, from + 10_000))?.[1] ?? '';
  if (indent === '') throw broken(what, 'its entries are not indented');
  // Deeper lines, and items on the same column, belong to the key above.
  const nextKey = new RegExp(`^(?: {0,${indent.length - 1}}[^\\s#]| {${indent.length}}[^\\s#-])`, 'gm');
  return (name) => {
    const quoted = name.replace(/[^\w]/g, '\\$&');
    const key = new RegExp(`^${indent}(["']?)${quoted}\\1:[ \\t]*(?:#.*)?\\r?$`, 'gm');
    key.lastIndex = from;
    const found = key.exec(text);
    if (found === null) throw notThere(what, name, keysOf(text, from, indent));
    nextKey.lastIndex = key.lastIndex;
    const end = nextKey.exec(text)?.index ?? text.length;
    return splitItems(what, name, text.slice(key.lastIndex, end));
  };
}

function keysOf(text: string, from: number, indent: string): readonly string[] {
  const pattern = new RegExp(`^${indent}["']?([A-Za-z0-9][\\w.-]*)["']?:`, 'gm');
  pattern.lastIndex = from;
  return Array.from({ length: 5000 }, () => pattern.exec(text)?.[1]).filter((key) => key !== undefined);
}

function splitItems(what: string, name: string, block: string): readonly Item[] {
  const [, indent] = /^( *)- /m.exec(block) ?? [];
  if (indent === undefined) throw broken(what, `${name} has no list of versions`);
  const starts = [...block.matchAll(new RegExp(`^${indent}- +`, 'gm'))];
  return starts.map((start, index) => {
    // Spaces in place of the dash: the item is a map of its own then.
    const inner = ' '.repeat(start[0].length);
    const text = inner + block.slice(start.index + start[0].length, starts[index + 1]?.index);
    const line = new RegExp(`^${inner}["']?version["']?:[ \\t]*(.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';
    return { version: scalar(line), read: () => readItem(what, name, text) };
  });
}

function scalar(text: string): string {
  const [, double, single] = /^(?:"([^"\\]*)"|'([^']*)')/.exec(text) ?? [];
  return double ?? single ?? text.replace(/\s+#.*$/, '').trim();
}

function readItem(what: string, name: string, text: string): unknown {
  if (text.length > MOST_ENTRY_BYTES) throw broken(what, `an entry of ${name} has ${text.length} bytes`);
  if (isDeepYaml(text)) throw broken(what, `an entry of ${name} is nested too deep`);
  try {
    return parse(text, { logLevel: 'error', uniqueKeys: false, schema: 'failsafe', maxAliasCount: 0 });
  } catch (error) {
    throw broken(what, `an entry of ${name} is no YAML that an index may have`, error);
  }
}

function readEntry(what: string, name: string, version: string, value: unknown): IndexEntry {
  if (!isRecord(value)) throw broken(what, `it has no ${name} ${version}`);
  const urls = Array.isArray(value.urls) ? value.urls.filter((url) => typeof url === 'string') : [];
  if (urls.length === 0) throw broken(what, `${name} ${version} has no URL`);
  const digest = typeof value.digest === 'string' ? value.digest.replace(/^sha256:/, '').toLowerCase() : '';
  return { version, urls, digest: /^[0-9a-f]{64}$/.test(digest) ? digest : undefined };
}

function notThere(what: string, name: string, known: readonly string[]): PlatformError {
  return new PlatformError('chart-not-found', `${what} has no chart "${name}"${didYouMean(name, known)}`, {
    fix: 'Correct the name or the repository in the config.',
  });
}

function broken(what: string, why: string, cause?: unknown): PlatformError {
  return new PlatformError('bad-index', `${what} cannot be used: ${why}`, {
    fix: 'Check that the URL is that of a Helm repository, or ask the people who run it.',
    cause,
  });
}
