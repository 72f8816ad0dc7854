/**
 * Runs a config that is a plain script around one import: `import { … } from 'slipway'`, then `export default`. Most are, and
 * need no compiler: the types that others use are found because the text then is no JavaScript, and jiti takes over.
 */
import { Script } from 'node:vm';

/** A module as its import would give it. */
export type RunModule = (library: Readonly<Record<string, unknown>>) => Promise<{ readonly default: unknown }>;

/** As long as `export default`, so that columns stay. */
const ASSIGNMENT = ';$default_$.a=';
/** What the text may not hold anywhere, in words of modules that a script has not, or of types that are valid JavaScript. */
const BEYOND =
  /\bimport\s*[(.]|\brequire\b|\bmodule\b|\bexports\b|__(?:file|dir)name|\w<[^<>()=;]*>\s*\(|\$(?:default|library)_\$/;
const IMPORT = /import\s*\{([^{}]*)\}\s*from\s*(['"])slipway\2[ \t]*;?/y;
const NAME = /^([A-Za-z_$][\w$]*)(?:\s+as\s+([A-Za-z_$][\w$]*))?$/;
/** Blank text and comments. */
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Compiles the text of a config; `undefined` for one that needs a compiler, or cannot be parsed. */
export function compilePlainModule(text: string, file: string): RunModule | undefined {
  if (BEYOND.test(text)) return undefined;
  const head = readImports(text);
  if (head === undefined) return undefined;
  const body = text.slice(head.end);
  const exported = [...body.matchAll(/^[ \t]*(?:export|import)\b.*/gm)];
  const [only] = exported;
  if (exported.length !== 1 || only === undefined) return undefined;
  if (!/^export default (?!async\b|function\b|class\b|abstract\b|interface\b|enum\b)/.test(only[0])) return undefined;
  const at = only.index;
  // Blanks in place of the imports keep every line where it is.
  const blank = text.slice(0, head.end).replace(/[^\r\n]/g, ' ');
  const code = `${blank}${body.slice(0, at)}${ASSIGNMENT}${body.slice(at + ASSIGNMENT.length)}`;
  try {
    const names = head.names.map(([name, local]) => `${name}: ${local}`).join(', ');
    const start = `(async ($default_$, $library_$) => { 'use strict'; const { ${names} } = $library_$;`;
    const script = new Script(`${start}${code}\n})`, { filename: file });
    return async (library) => {
      const holder: { a?: unknown } = {};
      const run: unknown = script.runInThisContext();
      if (typeof run === 'function') await run.call(undefined, holder, library);
      return { default: holder.a };
    };
  } catch {
    // Types, or a mistake: the compiler reads the one and describes the other.
    return undefined;
  }
}

/** The imports at the head of a text: name and local name. `undefined` when there are others than of slipway. */
function readImports(
  text: string,
): { readonly names: readonly (readonly [string, string])[]; readonly end: number } | undefined {
  const names: (readonly [string, string])[] = [];
  let end = skip(text, 0);
  while (text.startsWith('import', end)) {
    IMPORT.lastIndex = end;
    const list = IMPORT.exec(text)?.[1];
    if (list === undefined) return undefined;
    end = skip(text, IMPORT.lastIndex);
    for (const entry of list.split(',').map((one) => one.trim())) {
      if (entry === '' || /^type\s+[A-Za-z_$]/.test(entry)) continue;
      const [, name, local = name] = NAME.exec(entry) ?? [];
      if (name === undefined || local === undefined) return undefined;
      names.push([name, local]);
    }
  }
  return { names, end };
}

function skip(text: string, from: number): number {
  SPACE.lastIndex = from;
  return from + (SPACE.exec(text)?.[0].length ?? 0);
}
