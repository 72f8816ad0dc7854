/** Source files as syntax trees. The parser is loaded when the first place is asked for, which most runs never do. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Program } from '@oxc-project/types';

type Parser = typeof import('oxc-parser');

export interface SourceFile {
  readonly file: string;
  /** `null` when the file cannot be read or parsed. */
  readonly program: Program | null;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

let parser: Parser | undefined;

function loadParser(): Parser {
  if (parser === undefined) {
    // Required from its own folder: Node 20.19 warns about an ES module that is required from outside node_modules.
    const path = createRequire(import.meta.url).resolve('oxc-parser');
    parser = createRequire(path)(path) as Parser;
  }
  return parser;
}

/** Parses a file; a broken one gives what is known of it, so that a place in it is at least its first line. */
export function parseFile(file: string): SourceFile {
  const unknown: SourceFile = { file, program: null, lineStarts: [0] };
  if (!isFile(file)) return unknown;
  const source = readFileSync(file, 'utf8');
  const { program, errors } = loadParser().parseSync(file, source);
  if (errors.length > 0) return unknown;
  const lineStarts = [0, ...[...source.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
  return { file, program, lineStarts };
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(source: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const line = source.lineStarts.findLastIndex((start) => start <= offset);
  return { line: line + 1, column: offset - (source.lineStarts[line] ?? 0) + 1 };
}

const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.mts', '/index.js', '/index.mjs'];

/** The file that a relative import means, as TypeScript and jiti find it; `undefined` for packages and missing files. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier);
  const written = path.replace(/\.(m?)js$/, '.$1ts');
  return [written, ...ENDINGS.map((ending) => path + ending)].find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
