import { printPath, quote } from './describe-value.ts';

/** What a config may hold: a tree of objects, lists, text, numbers and flags. */
export type PlainData = { readonly data: unknown } | { readonly problem: string };

/** Objects nested deeper than this are a loop of a program, not a platform. */
const DEEPEST = 100;
/** Values in one config; a hundred thousand services stay below. */
const MOST = 5_000_000;

/** Copies a value as plain data, or tells in the author's terms what is not data, and where. */
export function toPlainData(value: unknown): PlainData {
  let count = 0;
  const open = new Set<object>();
  const problems: string[] = [];

  const refuse = (path: readonly (string | number)[], text: string): undefined => {
    problems.push(`${printPath(path)} ${text}`);
    return undefined;
  };

  const copy = (node: unknown, path: readonly (string | number)[]): unknown => {
    count += 1;
    if (problems.length > 0) return undefined;
    if (count > MOST) return refuse([], `holds more than ${MOST} values`);
    if (node === null || typeof node === 'string' || typeof node === 'boolean' || node === undefined) return node;
    if (typeof node === 'number')
      // Of zeros a file knows one: the sum of the two is it.
      return Number.isFinite(node) ? node + 0 : refuse(path, `is ${node}, which is not a number that a file can hold`);
    if (typeof node === 'function') return refuse(path, 'is a function, not data; call it');
    if (typeof node !== 'object') return refuse(path, `is a ${typeof node}, not data`);
    if (open.has(node)) return refuse(path, 'holds itself, in a circle');
    if (path.length > DEEPEST) return refuse(path.slice(0, 3), `is nested more than ${DEEPEST} levels deep`);
    open.add(node);
    const copied = Array.isArray(node) ? copyList(node, path) : copyObject(node, path);
    open.delete(node);
    return copied;
  };

  const copyList = (list: readonly unknown[], path: readonly (string | number)[]): unknown =>
    Array.from(list, (item, index) => copy(item, [...path, index]));

  const copyObject = (node: object, path: readonly (string | number)[]): unknown => {
    const prototype: unknown = Object.getPrototypeOf(node);
    if (node instanceof Promise) return refuse(path, 'is a promise; await it');
    if (prototype !== null && prototype !== Object.prototype)
      return refuse(path, `is ${nameOf(prototype)}, not a plain object`);
    const copied: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(node)) {
      if (key === '__proto__') return refuse(path, `has a key ${quote(key)}, which cannot be a name`);
      if (item !== undefined) copied[key] = copy(item, [...path, key]);
    }
    return copied;
  };

  const data = copy(value, []);
  const [problem] = problems;
  return problem === undefined ? { data } : { problem };
}

function nameOf(prototype: unknown): string {
  const maker: unknown =
    typeof prototype === 'object' && prototype !== null && 'constructor' in prototype
      ? prototype.constructor
      : undefined;
  const name: unknown = typeof maker === 'function' ? maker.name : undefined;
  return typeof name === 'string' && name !== '' && name !== 'Object'
    ? `a ${name}`
    : 'an object with a prototype of its own';
}
