/** Files of a commit of the repository in a folder, read through git. */
import { PlatformError } from './contract/platform-error.ts';
import { runGit } from './download/run-git.ts';

/** More than any platform repository holds. */
const MOST_BYTES = 1 << 30;
const PATIENCE = 60_000;
const NEWLINE = 10;

export interface CommitFiles {
  /** Paths of its files, relative to the folder; links and submodules are none. */
  readonly paths: readonly string[];
  /** Reads several files at once. @returns path → bytes, for those that are there */
  read(paths: Iterable<string>): Promise<ReadonlyMap<string, Buffer>>;
}

/**
 * @param folder absolute path; it may lie below the top of its repository
 * @param revision whatever git takes for a commit: a branch, a tag, a hash
 * @throws PlatformError `unknown-revision`, `git-not-installed`, `git-failed`
 */
export async function openCommit(folder: string, revision: string): Promise<CommitFiles> {
  const git = (words: readonly string[], input = '') =>
    runGit({
      arguments: words,
      folder,
      what: `the files of ${revision}`,
      // The folder is the user's, whoever owns it; nothing of its configuration is run.
      config: [['safe.directory', '*']],
      input,
      limit: MOST_BYTES,
      timeout: PATIENCE,
    });
  const commit = await resolveCommit(git, revision);
  const hashes = new Map<string, string>();
  for (const line of (await git(['ls-tree', '-r', '-z', commit])).toString('utf8').split('\0')) {
    const [, mode, hash, path] = /^(\d+) blob (\w+)\t([\s\S]*)$/.exec(line) ?? [];
    if (hash !== undefined && path !== undefined && mode !== '120000') hashes.set(path, hash);
  }
  return {
    paths: [...hashes.keys()],
    async read(paths) {
      const wanted = [...paths].flatMap((path) => {
        const hash = hashes.get(path);
        return hash === undefined ? [] : [{ path, hash }];
      });
      if (wanted.length === 0) return new Map();
      const output = await git(['cat-file', '--batch'], wanted.map(({ hash }) => `${hash}\n`).join(''));
      return readBatch(output, wanted);
    },
  };
}

type Git = (words: readonly string[]) => Promise<Buffer>;

async function resolveCommit(git: Git, revision: string): Promise<string> {
  try {
    const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await git(words)).toString('utf8').trim();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'git-failed') throw error;
    throw unknownRevision(revision, error);
  }
}

function unknownRevision(revision: string, cause: PlatformError): PlatformError {
  return new PlatformError('unknown-revision', `"${revision}" names no commit of this repository`, {
    fix: 'Name a branch, a tag or a commit that is here; a shallow clone has few: git fetch origin main.',
    cause,
  });
}

/** `<hash> blob <size>`, a line break, the bytes, a line break; in the order in which they were asked for. */
function readBatch(output: Buffer, wanted: readonly { readonly path: string }[]): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  let at = 0;
  for (const { path } of wanted) {
    const end = output.indexOf(NEWLINE, at);
    const [, size] = / blob (\d+)$/.exec(output.toString('latin1', at, end)) ?? [];
    if (size === undefined) throw new TypeError(`git gave no bytes for ${path}`);
    const start = end + 1;
    at = start + Number(size) + 1;
    found.set(path, output.subarray(start, at - 1));
  }
  return found;
}
