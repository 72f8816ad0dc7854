// The keywords that look at one value alone: enum, ranges, lengths, pattern.
import { isRecord } from '../../contract/resource.ts';
import { report, type Walk } from './schema-error.ts';
import type { SchemaNode } from './schema-node.ts';

/** JSON schema's name for the type of a value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Checks a value whose type is right; reports the first thing that is wrong and says whether all is well. */
export function checkScalar(value: unknown, node: SchemaNode, walk: Walk): boolean {
  const broken = brokenKeyword(value, node);
  if (broken === undefined) return true;
  const [keyword, params] = broken;
  report(walk, keyword, { params, data: value, parentSchema: node });
  return false;
}

type Broken = readonly [keyword: string, params: Readonly<Record<string, unknown>>];

function brokenKeyword(value: unknown, node: SchemaNode): Broken | undefined {
  if (node.enum !== undefined && !node.enum.some((allowed) => isSame(allowed, value))) {
    return ['enum', { allowedValues: node.enum }];
  }
  if (typeof value === 'string') return brokenString(value, node);
  if (typeof value === 'number') return brokenNumber(value, node);
  if (Array.isArray(value)) return brokenList(value, node);
  return isRecord(value) ? brokenObject(value, node) : undefined;
}

function brokenString(value: string, node: SchemaNode): Broken | undefined {
  const { minLength, maxLength, pattern } = node;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (minLength !== undefined && length < minLength) return ['minLength', { limit: minLength }];
    if (maxLength !== undefined && length > maxLength) return ['maxLength', { limit: maxLength }];
  }
  if (pattern !== undefined && compiledPattern(pattern)?.test(value) === false) return ['pattern', { pattern }];
  return undefined;
}

function brokenNumber(value: number, node: SchemaNode): Broken | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = node;
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    return ['minimum', { comparison: exclusiveMinimum === true ? '>' : '>=', limit: minimum }];
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    return ['maximum', { comparison: exclusiveMaximum === true ? '<' : '<=', limit: maximum }];
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) return ['multipleOf', { multipleOf }];
  return undefined;
}

function brokenList(value: readonly unknown[], node: SchemaNode): Broken | undefined {
  if (node.minItems !== undefined && value.length < node.minItems) return ['minItems', { limit: node.minItems }];
  if (node.maxItems !== undefined && value.length > node.maxItems) return ['maxItems', { limit: node.maxItems }];
  return undefined;
}

function brokenObject(value: Readonly<Record<string, unknown>>, node: SchemaNode): Broken | undefined {
  const { minProperties, maxProperties } = node;
  if (minProperties === undefined && maxProperties === undefined) return undefined;
  const size = Object.keys(value).length;
  if (minProperties !== undefined && size < minProperties) return ['minProperties', { limit: minProperties }];
  if (maxProperties !== undefined && size > maxProperties) return ['maxProperties', { limit: maxProperties }];
  return undefined;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return typeof left === 'object' && left !== null && JSON.stringify(left) === JSON.stringify(right);
}

const patterns = new Map<string, RegExp | undefined>();

/** Go's regular expressions in JavaScript; `undefined` for the rare one that JavaScript cannot say. */
function compiledPattern(pattern: string): RegExp | undefined {
  if (patterns.has(pattern)) return patterns.get(pattern);
  const insensitive = pattern.startsWith('(?i)');
  const source = (insensitive ? pattern.slice(4) : pattern).replace(/\\A/g, '^').replace(/\\z/g, '$');
  const flags = insensitive ? 'i' : '';
  const compiled = tryCompile(source, `${flags}u`) ?? tryCompile(source, flags);
  patterns.set(pattern, compiled);
  return compiled;
}

function tryCompile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    // Not a JavaScript expression: the API server's own engine, which runs later, checks it.
    return undefined;
  }
}
