/** Which config key made a line of a generated file. */
import { LineCounter, parseAllDocuments, visit } from 'yaml';
import type { ConfigPath } from './contract/config-path.ts';
import type { Place } from './contract/finding.ts';
import { formatPointer } from './contract/json-pointer.ts';
import { PlatformError } from './contract/platform-error.ts';
import { planOf, type RunOptions } from './pipeline.ts';
import { originOf } from './render/plan-view.ts';

export interface ExplainedLine {
  readonly origin: ConfigPath;
  readonly place: Place;
  /** Pointer of the value on that line, `''` for none. */
  readonly pointer: string;
}

/** @throws PlatformError `not-generated` when the file is not in the plan, or the line not in the file */
export async function explainLine(options: RunOptions, path: string, line: number): Promise<ExplainedLine> {
  const { plan, place } = await planOf(options);
  const spec = plan?.get(path);
  if (plan === null || spec === undefined) {
    throw new PlatformError('not-generated', `${path} is not a file that slipway generates`, {
      fix: 'Name a file of the generated tree, relative to the repository.',
    });
  }
  const text = plan.text(path);
  if (line < 1 || line > text.split('\n').length) {
    throw new PlatformError('not-generated', `${path} has no line ${line}`, {
      fix: `It has ${text.split('\n').length - 1} lines.`,
    });
  }
  const pointer = /\.ya?ml$/.test(path) ? pointerAt(text, line) : '';
  const origin = originOf(spec, pointer);
  return { origin, place: place(origin), pointer };
}

/** Pointer of the last key or item that begins on a line; of what is around it when none does. */
function pointerAt(text: string, line: number): string {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter });
  let best: { readonly line: number; readonly path: readonly (string | number)[] } = { line: 0, path: [] };
  for (const document of Array.isArray(documents) ? documents : []) {
    visit(document, {
      Pair(_key, pair, ancestors) {
        const range =
          typeof pair.key === 'object' && pair.key !== null && 'range' in pair.key ? pair.key.range : undefined;
        const start = Array.isArray(range) ? range[0] : undefined;
        if (typeof start !== 'number') return;
        const at = counter.linePos(start).line;
        if (at <= line && at >= best.line) best = { line: at, path: pathOf([...ancestors, pair]) };
      },
    });
  }
  return formatPointer(best.path);
}

function pathOf(chain: readonly unknown[]): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (const [index, node] of chain.entries()) {
    const parent = chain[index - 1];
    if (typeof node !== 'object' || node === null) continue;
    if ('key' in node) path.push(String(node.key));
    else if (
      typeof parent === 'object' &&
      parent !== null &&
      'items' in parent &&
      Array.isArray(parent.items) &&
      !('key' in node)
    ) {
      path.push(parent.items.indexOf(node));
    }
  }
  return path;
}
