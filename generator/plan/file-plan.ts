import { PRINT_ALL, type Printed } from '../cache/printed.ts';
import type { FileSpec } from '../contract/file-spec.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { printFile } from './print-file.ts';

/** A part that is empty, `.` or `..`, or a character that some system takes for more than itself. */
const UNSAFE = /(?:^|\/)\.{0,2}(?:\/|$)|[\\\0]/;

/** All files of a run, keyed by path. A path is claimed once; bytes are printed when first asked for. */
export class FilePlan {
  readonly #printed: Printed;
  readonly #specs = new Map<string, FileSpec>();
  #sorted: readonly FileSpec[] | undefined;
  readonly #texts = new Map<string, string>();
  readonly #hashes = new Map<string, string>();
  /** Lower-case path → path: two files that differ only in case are one file on some disks. */
  readonly #folded = new Map<string, string>();

  /** @param printed what earlier runs know of the texts */
  constructor(printed: Printed = PRINT_ALL) {
    this.#printed = printed;
  }

  /** @throws PlatformError `path-claimed-twice` naming both owners, `unsafe-path` for a path that leaves the repository */
  add(spec: FileSpec): void {
    const { path } = spec;
    if (UNSAFE.test(path)) {
      throw new PlatformError('unsafe-path', `${spec.owner} claims "${path}", which is no path inside the repository`, {
        fix: 'Rename the part of the config that gives the file its name.',
      });
    }
    const folded = path.toLowerCase();
    const taken = this.#folded.get(folded);
    const other = taken === undefined ? undefined : this.#specs.get(taken);
    if (other !== undefined) {
      throw new PlatformError(
        'path-claimed-twice',
        `${path} is claimed by ${other.owner} and by ${spec.owner} (${other.path})`,
        {
          fix: 'Rename one of the two in the config.',
        },
      );
    }
    this.#folded.set(folded, path);
    this.#specs.set(path, spec);
    this.#sorted = undefined;
  }

  get(path: string): FileSpec | undefined {
    return this.#specs.get(path);
  }

  /** The file's text as it is written to disk. */
  text(path: string): string {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = printFile(this.#planned(path));
    this.#texts.set(path, text);
    return text;
  }

  /** SHA-256 of the file's text, which is printed only when no earlier run has. */
  hash(path: string): string {
    const known = this.#hashes.get(path);
    if (known !== undefined) return known;
    const { mode, origin, body } = this.#planned(path);
    const hash = this.#printed.hashOf([path, mode, origin, body], () => this.text(path));
    this.#hashes.set(path, hash);
    return hash;
  }

  /** Keeps for the next run what the files' hashes are. */
  saveHashes(): void {
    this.#printed.save();
  }

  #planned(path: string): FileSpec {
    const spec = this.#specs.get(path);
    if (spec === undefined) throw new Error(`${path} is not in the plan`);
    return spec;
  }

  /** All files in order of path. */
  files(): readonly FileSpec[] {
    this.#sorted ??= [...this.#specs.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return this.#sorted;
  }
}
