/** The files of one commit of another repository. Nothing is checked out: blobs are read, so no file of it touches the disk. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { ARCHIVE_LIMITS } from '../chart-store/archive.ts';
import { isExactVersion, newestIn, parseRange } from '../chart-store/version-range.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import { basic, type Credentials } from './credentials.ts';
import { type Mirrors, mirrored } from './mirrors.ts';
import { runGit } from './run-git.ts';
import { shownUrl } from './shown-url.ts';

export interface GitTree {
  readonly commit: string;
  /** The files below a folder, named from there on. Throws PlatformError for a folder that is not there or too large. */
  files(path: string): Promise<readonly ChartFile[]>;
  close(): void;
}

export interface GitSettings {
  readonly credentials: Credentials;
  readonly mirrors: Mirrors;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one call of git. @default 300000 */
  readonly timeout?: number;
}

interface Entry {
  readonly mode: string;
  readonly blob: string;
  readonly size: number;
}

const MOST_LISTING_BYTES = 64 * 1024 * 1024;
const MOST_PACK_BYTES = 1024 * 1024 * 1024;
/** Links that lead to links. */
const MOST_LINKS = 5;

/**
 * Fetches one commit, and nothing of its history.
 *
 * @param revision branch, tag, full commit, or a range of versions among the tags
 * @throws PlatformError
 */
export async function openGitTree(repository: string, revision: string, settings: GitSettings): Promise<GitTree> {
  const what = `${shownUrl(repository)} at ${revision}`;
  const url = mirrored(repository, settings.mirrors);
  checkArguments(what, url, revision);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-git-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  const git = (words: readonly string[], limit: number, input?: string) =>
    runGit({
      arguments: words,
      folder,
      what,
      limit,
      config: loginConfig(url, settings.credentials),
      timeout: settings.timeout ?? 300_000,
      signal: settings.signal,
      ...(input === undefined ? {} : { input }),
    });
  try {
    await git(['init', '-q', '--bare', '--template=', '.'], 1000);
    const reference = await tagOf(git, url, revision);
    await watchSize(folder, what, git(['fetch', '-q', '--depth=1', '--no-tags', '--', url, reference], 1000));
    const commit = (await git(['rev-parse', 'FETCH_HEAD^{commit}'], 1000)).toString('utf8').trim();
    const entries = readListing(await git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit], MOST_LISTING_BYTES));
    const read = (blobs: readonly string[]) => readBlobs(git, blobs);
    return { commit, close, files: (path) => filesBelow({ what, entries, read }, path) };
  } catch (error) {
    close();
    throw error;
  }
}

function checkArguments(what: string, url: string, revision: string): void {
  // `user@host:path` is what people write for ssh.
  const isAddress = /^(https?|ssh|file):\/\/[^-]/.test(url) || /^[\w.-]+@[\w.-]+:[^-]/.test(url);
  // A colon would make two sides of it, and what starts with a dash is an option.
  if (isAddress && (/^[^-\s:][^\s:]*$/.test(revision) || parseRange(revision) !== undefined)) return;
  throw new PlatformError('bad-git-address', `${what} is no address of a Git repository`, {
    fix: 'Write an https or ssh URL, and a branch, a tag or a commit.',
  });
}

type Git = (words: readonly string[], limit: number, input?: string) => Promise<Buffer>;

/** The tag that a range means, as Argo CD chooses it; anything else as it is. */
async function tagOf(git: Git, url: string, revision: string): Promise<string> {
  const range = isExactVersion(revision) ? undefined : parseRange(revision);
  if (range === undefined) return revision;
  const listing = (await git(['ls-remote', '--tags', '--refs', '--', url], MOST_LISTING_BYTES)).toString('utf8');
  const tags = [...listing.matchAll(/\trefs\/tags\/(\S+)$/gm)].map(([, tag = '']) => tag);
  const newest = newestIn(range, tags);
  if (newest !== undefined) return `refs/tags/${newest}`;
  if (/^[\w./-]+$/.test(revision)) return revision;
  throw new PlatformError('revision-not-found', `${shownUrl(url)} has no tag in ${revision}`, {
    fix: 'Correct the revision.',
  });
}

function loginConfig(url: string, credentials: Credentials): readonly (readonly [string, string])[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return [];
  const login = credentials.login(parsed);
  const authorization = login === undefined ? credentials.authorization(parsed) : basic(login);
  if (authorization === null) return [];
  // A redirect could lead the header to another host.
  return [
    [`http.${parsed.origin}/.extraHeader`, `Authorization: ${authorization}`],
    ['http.followRedirects', 'false'],
  ];
}

/** Ends a fetch whose pack grows past all measure. */
async function watchSize(folder: string, what: string, fetching: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLarge = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const packs = join(folder, 'objects/pack');
      const sizes = readdirSync(packs).map((name) => statSync(join(packs, name), { throwIfNoEntry: false })?.size ?? 0);
      if (sizes.reduce((sum, size) => sum + size, 0) > MOST_PACK_BYTES) reject(refused(what, 'it has more than 1 GB'));
    }, 500);
  });
  try {
    await Promise.race([fetching, tooLarge]);
  } finally {
    clearInterval(timer);
  }
}

function readListing(listing: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of listing.toString('utf8').split('\0')) {
    const [, mode, type, blob, size, path] = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line) ?? [];
    // A submodule is a commit of yet another repository: Argo CD may fetch it, we do not.
    if (type !== 'blob' || mode === undefined || blob === undefined || path === undefined) continue;
    entries.set(path, { mode, blob, size: Number(size) });
  }
  return entries;
}

interface Listing {
  readonly what: string;
  readonly entries: ReadonlyMap<string, Entry>;
  read(blobs: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
}

async function filesBelow({ what, entries, read }: Listing, path: string): Promise<readonly ChartFile[]> {
  const prefix = path === '' ? '' : `${path}/`;
  const below = [...entries.keys()].filter((name) => name.startsWith(prefix));
  if (below.length === 0) {
    throw new PlatformError('folder-not-found', `${what} has no folder ${path}`, { fix: 'Correct the path.' });
  }
  if (below.length > ARCHIVE_LIMITS.files) throw refused(what, `${path} holds more than ${ARCHIVE_LIMITS.files} files`);
  const links = below.filter((name) => entries.get(name)?.mode === '120000');
  const targets = new Map<string, Entry | undefined>();
  for (const link of links) targets.set(link, await followLink({ what, entries, read }, link, 0));
  const wanted = below.flatMap((name) => {
    const entry = links.includes(name) ? targets.get(name) : entries.get(name);
    return entry === undefined ? [] : [{ name, entry }];
  });
  const bytes = wanted.reduce((sum, { entry }) => sum + entry.size, 0);
  if (bytes > ARCHIVE_LIMITS.unpacked) throw refused(what, `${path} has ${bytes} bytes`);
  const blobs = await read([...new Set(wanted.map(({ entry }) => entry.blob))]);
  return wanted.map(({ name, entry }) => ({
    name: name.slice(prefix.length),
    data: blobs.get(entry.blob) ?? Buffer.alloc(0),
  }));
}

/** The file that a link means; `undefined` for one that leads to a folder or to nothing, inside the repository. */
async function followLink(listing: Listing, link: string, steps: number): Promise<Entry | undefined> {
  const entry = listing.entries.get(link);
  if (entry === undefined || entry.mode !== '120000') return entry;
  if (steps >= MOST_LINKS || entry.size > ARCHIVE_LIMITS.path)
    throw refused(listing.what, `${link} is a link without an end`);
  const target = (await listing.read([entry.blob])).get(entry.blob)?.toString('utf8') ?? '';
  const path = posix.normalize(posix.join(posix.dirname(link), target));
  if (target.startsWith('/') || path.startsWith('..'))
    throw refused(listing.what, `${link} is a link out of the repository`);
  return followLink(listing, path, steps + 1);
}

async function readBlobs(git: Git, blobs: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (blobs.length === 0) return contents;
  const limit = ARCHIVE_LIMITS.unpacked + blobs.length * 200;
  const output = await git(['cat-file', '--batch'], limit, `${blobs.join('\n')}\n`);
  let offset = 0;
  for (const blob of blobs) {
    const end = output.indexOf('\n', offset);
    const size = Number(output.toString('latin1', offset, end).split(' ')[2]);
    contents.set(blob, output.subarray(end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
  return contents;
}

function refused(what: string, why: string): PlatformError {
  return new PlatformError('bad-git-folder', `${what} cannot be used: ${why}`, {
    fix: 'Name a smaller or safer folder.',
  });
}
