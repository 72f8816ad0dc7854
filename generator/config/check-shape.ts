/**
 * Checks a config against its schema, one sentence per mistake. An interpreter and not ajv: ajv costs 60 ms to import
 * and 40 ms to compile these schemas, each run, and its `anyOf` reports every branch; here the branch that the author
 * meant is chosen first. Tests hold both to the same verdict, and the schemas to the keywords below.
 */
import type { ConfigPath } from '../contract/config-path.ts';
import { isRecord } from '../contract/resource.ts';
import { didYouMean } from '../contract/suggest.ts';
import type { ConfigProblem } from './config-problem.ts';
import { describeValue, printable, printPath, quote } from './describe-value.ts';
import { below, branchesOf, expected, hasType } from './schema/_expected.ts';
import { isSchema, type Schema } from './schema/_fields.ts';

/** Keywords that the interpreter knows; a schema with another one is a bug that a test finds. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'minItems',
  'minProperties',
  'description',
]);

/** The rules of shape and what each wants. */
export const SHAPE_RULES = {
  'unknown-key': 'Each key is one that the object knows.',
  'missing-key': 'A key that has no default is given.',
  'wrong-type': 'A value is of the kind that its key takes.',
  'not-one-of': 'A word is one of the words that its key takes.',
  'bad-value': 'A value is within the limits and of the form that its key takes.',
} as const;

/** Every place where a value has not the shape that its schema asks for. */
export function checkShape(value: unknown, schema: Schema, path: ConfigPath = []): readonly ConfigProblem[] {
  if (value === undefined) return [];
  const branches = branchesOf(schema);
  if (branches !== undefined) return checkBranches(value, schema, branches, path);
  const problem = checkType(value, schema, path) ?? checkNamed(value, schema, path) ?? checkLimits(value, schema, path);
  if (problem !== undefined) return [problem];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => checkShape(item ?? null, below(schema.items), [...path, index]));
  return isRecord(value) ? checkObject(value, schema, path) : [];
}

function checkBranches(
  value: unknown,
  schema: Schema,
  branches: readonly Schema[],
  path: ConfigPath,
): readonly ConfigProblem[] {
  const fitting = branches.filter((branch) => branchesOf(branch) !== undefined || hasType(value, branch));
  const marks = fitting.flatMap((branch) => discriminator(branch));
  const mark = marks.length === fitting.length ? marks[0] : undefined;
  if (mark !== undefined && isRecord(value) && marks.every((one) => one.key === mark.key)) {
    const found = Object.hasOwn(value, mark.key) ? value[mark.key] : undefined;
    const chosen = fitting[marks.findIndex((one) => one.name === found)];
    if (chosen !== undefined) return checkShape(value, chosen, path);
    if (found === undefined) return [wrongType(value, schema, path)];
    return [
      notOneOf(
        found,
        marks.map((one) => one.name),
        [...path, mark.key],
      ),
    ];
  }
  const results = fitting.map((branch) => checkShape(value, branch, path));
  const best = results.toSorted((a, b) => a.length - b.length)[0];
  return best ?? [wrongType(value, schema, path)];
}

/** The key whose single value tells one branch from another, e.g. `component: 'kafka'`. */
function discriminator(branch: Schema): readonly { readonly key: string; readonly name: string }[] {
  if (!isRecord(branch.properties)) return [];
  const found = Object.entries(branch.properties).find(
    ([, one]) => isSchema(one) && Array.isArray(one.enum) && one.enum.length === 1,
  );
  const names = found === undefined || !isSchema(found[1]) ? undefined : found[1].enum;
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return found === undefined || typeof name !== 'string' ? [] : [{ key: found[0], name }];
}

function checkType(value: unknown, schema: Schema, path: ConfigPath): ConfigProblem | undefined {
  return hasType(value, schema) ? undefined : wrongType(value, schema, path);
}

function wrongType(value: unknown, schema: Schema, path: ConfigPath): ConfigProblem {
  const wanted = expected(schema);
  return shapeProblem(
    'wrong-type',
    path,
    `expected ${wanted}, found ${describeValue(value, path)}`,
    `Write ${wanted}.`,
  );
}

function checkNamed(value: unknown, schema: Schema, path: ConfigPath): ConfigProblem | undefined {
  const allowed = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined;
  if (allowed === undefined || allowed.some((one) => one === value)) return undefined;
  return notOneOf(value, allowed.map(String), path);
}

function notOneOf(value: unknown, allowed: readonly string[], path: ConfigPath): ConfigProblem {
  const list = allowed.join(', ');
  const hint = typeof value === 'string' ? didYouMean(value, allowed) : '';
  return shapeProblem(
    'not-one-of',
    path,
    `${describeValue(value, path)} is not one of ${list}${hint}`,
    `Use one of ${list}.`,
  );
}

function checkLimits(value: unknown, schema: Schema, path: ConfigPath): ConfigProblem | undefined {
  const broken = brokenLimit(value, schema);
  return broken === undefined
    ? undefined
    : shapeProblem(
        'bad-value',
        path,
        `${describeValue(value, path)} ${broken}`,
        'Give a value in the allowed range or form.',
      );
}

function brokenLimit(value: unknown, schema: Schema): string | undefined {
  const limit = (key: string): number | undefined => (typeof schema[key] === 'number' ? schema[key] : undefined);
  const minimum = limit('minimum');
  const maximum = limit('maximum');
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) return `is less than ${minimum}`;
    if (maximum !== undefined && value > maximum) return `is more than ${maximum}`;
  }
  if (typeof value === 'string') {
    const length = [...value].length;
    if (length < (limit('minLength') ?? 0))
      return value === '' ? 'must not be empty' : `has fewer than ${limit('minLength')} characters`;
    if (length > (limit('maxLength') ?? length)) return `has more than ${limit('maxLength')} characters`;
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern, 'u').test(value))
      return `does not have the form ${schema.pattern}`;
  }
  if (Array.isArray(value) && value.length < (limit('minItems') ?? 0))
    return `needs at least ${limit('minItems')} items`;
  if (isRecord(value) && Object.keys(value).length < (limit('minProperties') ?? 0))
    return `needs at least ${limit('minProperties')} keys`;
  return undefined;
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: ConfigPath,
): readonly ConfigProblem[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const known = Object.keys(properties);
  const problems: ConfigProblem[] = [];
  for (const key of Array.isArray(schema.required) ? schema.required.filter((one) => typeof one === 'string') : []) {
    if (Object.hasOwn(value, key) && value[key] !== undefined) continue;
    problems.push(
      shapeProblem(
        'missing-key',
        path,
        `${quote(key)} is missing`,
        `Add \`${key}: …\` (${expected(below(properties[key]))}).`,
      ),
    );
  }
  for (const [key, item] of Object.entries(value)) {
    if (Object.hasOwn(properties, key)) problems.push(...checkShape(item, below(properties[key]), [...path, key]));
    else if (isRecord(schema.additionalProperties))
      problems.push(...checkShape(item, below(schema.additionalProperties), [...path, key]));
    else if (schema.additionalProperties === false && item !== undefined) {
      const fix =
        known.length === 0 ? 'Remove it: no key is known here.' : `Remove it, or use one of ${known.join(', ')}.`;
      problems.push(
        shapeProblem('unknown-key', [...path, key], `${quote(key)} is not a key here${didYouMean(key, known)}`, fix),
      );
    }
  }
  return problems;
}

function shapeProblem(rule: keyof typeof SHAPE_RULES, path: ConfigPath, message: string, fix: string): ConfigProblem {
  const authored = authoredPath(path);
  return {
    rule,
    path: authored,
    message: printable(`${printPath(authored)}: ${message}`),
    fix: printable(fix),
    severity: 'high',
  };
}

/** Where the author wrote it: the options of an instance stand in the call of its factory. */
function authoredPath(path: ConfigPath): ConfigPath {
  const at = path[0] === 'clusters' && path[2] === 'cloud' ? 3 : INSTANCES.has(path[0]) ? 2 : -1;
  return path[at] === 'options' ? path.toSpliced(at, 1) : path;
}

const INSTANCES: ReadonlySet<string | number | undefined> = new Set(['infra', 'stores', 'secretStores', 'gateways']);
