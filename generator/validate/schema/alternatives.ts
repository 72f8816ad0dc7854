// anyOf, oneOf and not: several failed branches are one cause, so they are told in one sentence.
import { isRecord } from '../../contract/resource.ts';
import { report, type SchemaError, type Walk } from './schema-error.ts';
import type { SchemaNode } from './schema-node.ts';

type Results = readonly (readonly SchemaError[])[];

/** Keywords by which a branch says that it is about another case. */
const DECIDING = new Set(['enum', 'const', 'not', 'required']);

/**
 * Checks the alternatives of a node; `attempt` gives the errors of one branch. When one branch is clearly meant,
 * its own errors are reported, else the choice as a whole.
 */
export function checkAlternatives(
  value: unknown,
  node: SchemaNode,
  walk: Walk,
  attempt: (branch: SchemaNode) => readonly SchemaError[],
): void {
  if (node.not !== undefined && attempt(node.not).length === 0) reportChoice('not', value, node, [node.not], walk);
  if (node.anyOf !== undefined) {
    const results = node.anyOf.map(attempt);
    if (results.every((errors) => errors.length > 0)) reportClosest('anyOf', value, node, node.anyOf, results, walk);
  }
  if (node.oneOf !== undefined) {
    const results = node.oneOf.map(attempt);
    const passing = results.filter((errors) => errors.length === 0).length;
    if (passing > 1) reportChoice('oneOf', value, node, node.oneOf, walk);
    if (passing === 0) reportClosest('oneOf', value, node, node.oneOf, results, walk);
  }
}

function reportClosest(
  keyword: 'anyOf' | 'oneOf',
  value: unknown,
  node: SchemaNode,
  branches: readonly SchemaNode[],
  results: Results,
  walk: Walk,
): void {
  const [meant] = closestBranches(results, walk.path.length);
  if (meant !== undefined) walk.errors.push(...meant);
  else reportChoice(keyword, value, node, branches, walk, results);
}

/** The one branch that was clearly meant, if there is one. */
function closestBranches(results: Results, depth: number): Results {
  // The others fail right here, this one further down; or the others want another value of the deciding field.
  const deeper = results.filter((errors) => errors.every((error) => depthOf(error) > depth));
  if (deeper.length === 1) return deeper;
  const undecided = deeper.filter((errors) => !errors.some(({ keyword }) => DECIDING.has(keyword)));
  return undecided.length === 1 ? undecided : [];
}

function depthOf({ instancePath }: SchemaError): number {
  return instancePath.split('/').length - 1;
}

function reportChoice(
  keyword: 'anyOf' | 'oneOf' | 'not',
  value: unknown,
  node: SchemaNode,
  branches: readonly SchemaNode[],
  walk: Walk,
  results: Results = [],
): void {
  const fields = [...new Set(branches.flatMap(requiredFields))];
  const given = isRecord(value) ? fields.filter((field) => Object.hasOwn(value, field)) : [];
  const params = { fields, given, optional: branches.some(isNone), branches: results };
  report(walk, keyword, { params, data: value, parentSchema: node });
}

/** The fields that a branch asks for, wherever in it. */
function requiredFields(branch: SchemaNode): readonly string[] {
  const parts = [...(branch.allOf ?? []), ...(branch.anyOf ?? []), ...(branch.oneOf ?? [])];
  if (branch.not !== undefined) parts.push(branch.not);
  return [...(branch.required ?? []), ...parts.flatMap(requiredFields)];
}

/** The branch that says "none of them": `not: { anyOf: […] }`. */
function isNone(branch: SchemaNode): boolean {
  return branch.not !== undefined;
}
