// The part of CEL that rules about a change are written in: `self`, `oldSelf`, `has`, comparisons, and, or, not, `? :`.
// A rule that says more is left to the API server.
import { isRecord } from '../../contract/resource.ts';

/** What CEL calls an error: a field that is not there was asked for. */
const ERROR = Symbol('no such key');
const TOKEN = /\s*(?:(&&|\|\||==|!=|>=|<=|[!()?:.<>])|("[^"\\]*"|'[^'\\]*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*))/y;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly values: { readonly self: unknown; readonly oldSelf: unknown };
}

/**
 * Whether a rule allows a change.
 * @returns `undefined` for a rule that cannot be read here
 */
export function allowsTransition(rule: string, oldSelf: unknown, self: unknown): boolean | undefined {
  const tokens = tokenize(rule);
  if (tokens === undefined) return undefined;
  const reader: Reader = { tokens, at: 0, values: { self, oldSelf } };
  const result = readChoice(reader);
  if (reader.at !== tokens.length || result === undefined) return undefined;
  // The API server refuses a change about which its rule ends in an error.
  return result === true;
}

function tokenize(rule: string): readonly string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < rule.trimEnd().length) {
    const match = TOKEN.exec(rule);
    if (match === null) return undefined;
    tokens.push(match[0].trim());
  }
  return tokens;
}

function take(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

function readChoice(reader: Reader): unknown {
  const condition = readOr(reader);
  if (condition === undefined || !take(reader, '?')) return condition;
  const yes = readChoice(reader);
  if (!take(reader, ':')) return undefined;
  const no = readChoice(reader);
  if (yes === undefined || no === undefined) return undefined;
  return condition === ERROR ? ERROR : condition === true ? yes : no;
}

function readOr(reader: Reader): unknown {
  return readSeveral(reader, '||', true, (inner) => readSeveral(inner, '&&', false, readNot));
}

/** What decides alone wins over an error on the other side, as in CEL. */
function readSeveral(reader: Reader, operator: string, decides: boolean, read: (reader: Reader) => unknown): unknown {
  const parts = [read(reader)];
  while (take(reader, operator)) parts.push(read(reader));
  if (parts.includes(undefined)) return undefined;
  if (parts.length === 1) return parts[0];
  if (parts.includes(decides)) return decides;
  return parts.includes(ERROR) ? ERROR : !decides;
}

function readNot(reader: Reader): unknown {
  if (!take(reader, '!')) return readComparison(reader);
  const value = readNot(reader);
  return typeof value === 'boolean' ? !value : value === ERROR ? ERROR : undefined;
}

function readComparison(reader: Reader): unknown {
  const left = readValue(reader);
  const operator = reader.tokens[reader.at];
  if (operator === undefined || !/^([=!<>]=|[<>])$/.test(operator)) return left;
  reader.at += 1;
  const right = readValue(reader);
  if (left === undefined || right === undefined) return undefined;
  if (left === ERROR || right === ERROR) return ERROR;
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}

function readValue(reader: Reader): unknown {
  const token = reader.tokens[reader.at];
  if (token === undefined) return undefined;
  reader.at += 1;
  if (token === '(') {
    const inner = readChoice(reader);
    return take(reader, ')') ? inner : undefined;
  }
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^\d/.test(token)) return Number(token);
  if (/^["']/.test(token)) return token.slice(1, -1);
  if (token === 'has' && take(reader, '(')) return readHas(reader);
  if (token !== 'self' && token !== 'oldSelf') return undefined;
  return readPath(reader, reader.values[token]);
}

function readHas(reader: Reader): unknown {
  const token = reader.tokens[reader.at];
  if (token !== 'self' && token !== 'oldSelf') return undefined;
  reader.at += 1;
  const path = readNames(reader);
  if (path === undefined || !take(reader, ')')) return undefined;
  const around = follow(reader.values[token], path.slice(0, -1));
  if (around === ERROR) return ERROR;
  return follow(around, path.slice(-1)) !== ERROR;
}

function readPath(reader: Reader, start: unknown): unknown {
  const path = readNames(reader);
  return path === undefined ? undefined : follow(start, path);
}

/** Names after dots. What is called is no name: a function is not known here. */
function readNames(reader: Reader): readonly string[] | undefined {
  const names: string[] = [];
  while (take(reader, '.')) {
    const name = reader.tokens[reader.at];
    reader.at += 1;
    // What only the cluster knows is never in a manifest.
    if (name === undefined || !/^[A-Za-z_]/.test(name) || reader.tokens[reader.at] === '(') return undefined;
    if (names.length === 0 && (name === 'status' || name === 'metadata')) return undefined;
    names.push(unescaped(name));
  }
  return names;
}

/** Fields that are words of CEL are written between underscores. */
function unescaped(name: string): string {
  return /^__(?!dot|dash|slash|underscores)[a-z]+__$/.test(name) ? name.slice(2, -2) : name;
}

function follow(start: unknown, path: readonly string[]): unknown {
  let value = start;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name) || value[name] === undefined) return ERROR;
    value = value[name];
  }
  return value;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
  );
}
