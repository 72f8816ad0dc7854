// Field paths of the API server, `spec.ports[0].name`, as places in an object.
import { isRecord } from '../../contract/resource.ts';

/** One part of a path: a field, an index, a key of a map, or the keys of an entry of a list, `name="web"`. */
type Part = { readonly name: string } | { readonly bracket: string };

/**
 * Where in an object a path of the server points. The server writes keys of maps and of entries in brackets, and leaves
 * indexes out where it could not decode; what cannot be followed ends the path.
 */
export function followServerPath(object: unknown, path: string): readonly string[] {
  // So it writes the object as a whole.
  if (path === '[]' || path === '<nil>') return [];
  const parts = splitPath(path);
  const found: string[] = [];
  let at: unknown = object;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) break;
    // Without its index, an entry of a list is the first that has the field.
    while (Array.isArray(at) && 'name' in part && !/^\d+$/.test(part.name)) {
      const entry = at.findIndex((one) => isRecord(one) && Object.hasOwn(one, part.name));
      if (entry < 0) return found;
      found.push(String(entry));
      at = at[entry];
    }
    const key = 'name' in part ? joinedKey(at, parts, index) : bracketKey(at, part.bracket);
    if (key === undefined) return found;
    found.push(key.text);
    index += key.extra;
    at = childOf(at, key.text);
  }
  return found;
}

interface Key {
  readonly text: string;
  /** How many further parts it took: keys with dots that stand without brackets. */
  readonly extra: number;
}

function joinedKey(at: unknown, parts: readonly Part[], start: number): Key | undefined {
  const first = parts[start];
  if (first === undefined || !('name' in first)) return undefined;
  if (!isRecord(at) || Object.hasOwn(at, first.name)) return { text: first.name, extra: 0 };
  let text = first.name;
  for (let index = start + 1; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined || !('name' in part)) break;
    text += `.${part.name}`;
    if (Object.hasOwn(at, text)) return { text, extra: index - start };
  }
  return { text: first.name, extra: 0 };
}

function bracketKey(at: unknown, bracket: string): Key | undefined {
  if (!Array.isArray(at)) return { text: bracket, extra: 0 };
  if (/^\d+$/.test(bracket)) return { text: bracket, extra: 0 };
  const wanted = [...bracket.matchAll(/([A-Za-z]*)=("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const index = at.findIndex((entry) =>
    wanted.every(([name, value]) => JSON.stringify(name === '' ? entry : childOf(entry, name)) === value),
  );
  return index < 0 ? undefined : { text: String(index), extra: 0 };
}

function childOf(at: unknown, key: string): unknown {
  if (Array.isArray(at)) return at[Number(key)];
  return isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
}

function splitPath(path: string): readonly Part[] {
  const parts: Part[] = [];
  const pattern = /\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]|([^.[]+)/g;
  for (const [, bracket, name] of path.matchAll(pattern)) {
    if (name !== undefined) parts.push({ name });
    else if (bracket !== undefined) parts.push({ bracket });
  }
  return parts;
}
