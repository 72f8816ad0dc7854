/**
 * The two glob dialects of Argo CD as regular expressions. No JavaScript library reads patterns as these Go libraries do:
 * `directory.include` and `exclude` come from gobwas/glob without separators (`*` crosses `/`), value files and generators
 * from doublestar (`*` stays in a folder, `**` does not; files with a leading dot match).
 */
export type GlobDialect = 'gobwas' | 'doublestar';

/** @returns `undefined` for a pattern that cannot be read; Argo CD then matches nothing */
export function readGlob(pattern: string, dialect: GlobDialect): RegExp | undefined {
  const any = dialect === 'gobwas' ? '.' : '[^/]';
  let out = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '\\') {
      at += 1;
      out += quoteLiteral(pattern.charAt(at));
    } else if (character === '*') {
      const isDouble = pattern.charAt(at + 1) === '*';
      if (isDouble) at += 1;
      if (!isDouble || dialect === 'gobwas') out += `${any}*`;
      else if (pattern.charAt(at + 1) === '/' && (at < 2 || pattern.charAt(at - 2) === '/')) {
        at += 1;
        out += '(?:[^/]+/)*';
      } else out += '.*';
    } else if (character === '?') out += any;
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) return undefined;
      out += characterClass(pattern.slice(at + 1, end));
      at = end;
    } else if (character === '{') {
      depth += 1;
      out += '(?:';
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      out += ')';
    } else if (character === ',' && depth > 0) out += '|';
    else out += quoteLiteral(character);
  }
  if (depth > 0) return undefined;
  try {
    return new RegExp(`^${out}$`, 's');
  } catch {
    // A class such as [z-a].
    return undefined;
  }
}

/** Whether Argo CD takes a path of a value file for a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

function characterClass(inside: string): string {
  const isNegated = inside.startsWith('!') || inside.startsWith('^');
  const members = (isNegated ? inside.slice(1) : inside).replace(/[\\\]^]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${members}]`;
}

function quoteLiteral(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
