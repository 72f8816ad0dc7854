/** Where the version of a chart stands in the config, and what to write there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigPath, formatConfigPath } from './contract/config-path.ts';
import type { Place } from './contract/finding.ts';
import { PlatformError } from './contract/platform-error.ts';

/** Replaces characters of a file. */
export interface ConfigEdit {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit that gives a chart or a component another version. A component without a version of its own gets one.
 *
 * @param path of the chart or component: `['infra', 'keda']`
 * @throws PlatformError `version-not-found-in-config` when the version is computed, so that a person has to change it
 */
export function findVersionEdit(
  root: string,
  place: (path: ConfigPath) => Place,
  path: ConfigPath,
  from: string,
  to: string,
): ConfigEdit {
  const key = path[0] === 'infra' ? 'chart' : 'version';
  const { file, line, column } = place([...path, key]);
  const source = readFileSync(join(root, file), 'utf8');
  const offset = offsetOf(source, line, column);
  const here = source.slice(offset);
  const member = new RegExp(`^(["']?${key}["']?\\s*:\\s*)(["'\`])${from.replace(/[^\w]/g, '\\$&')}\\2`).exec(here);
  if (member !== null) {
    const [whole, head = '', quote = "'"] = member;
    return { file, line, start: offset + head.length, end: offset + whole.length, text: `${quote}${to}${quote}` };
  }
  const call = path[0] === 'infra' ? /^(?:[\w$]+\s*:\s*|'[^']*'\s*:\s*)?[\w$.]+\((\s*\))?(\s*\{)?/.exec(here) : null;
  if (call !== null) {
    const [whole, empty, options] = call;
    const end = offset + whole.length;
    if (empty !== undefined) return { file, line, start: end - 1, end: end - 1, text: `{ ${key}: '${to}' }` };
    if (options !== undefined) return { file, line, start: end, end, text: ` ${key}: '${to}',` };
  }
  const name = formatConfigPath([...path, key]);
  throw new PlatformError('version-not-found-in-config', `${file}:${line} does not spell out ${name} as '${from}'`, {
    fix: `Make it '${to}' by hand, then run \`slipway charts lock\`.`,
  });
}

function offsetOf(source: string, line: number, column: number): number {
  const starts = [0, ...[...source.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
  return (starts[line - 1] ?? 0) + column - 1;
}
