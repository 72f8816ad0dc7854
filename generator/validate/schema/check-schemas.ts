// Layer 1 of validation: does each resource have the kind and the fields that its cluster knows?
import type { NotChecked, Severity, Violation } from '../../contract/finding.ts';
import { formatPointer, parsePointer } from '../../contract/json-pointer.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { SCHEMA_RULES } from '../layer-rules.ts';
import { holdsSecret } from '../secret-fields.ts';
import { type ApiLifeFinding, checkApiLife } from './api-life.ts';
import { findKind, type KindSchema } from './catalogue.ts';
import { type Definitions, definitionsOf, NO_DEFINITIONS } from './definitions.ts';
import { type GivenKinds, readGivenKinds } from './given-kinds.ts';
import { isSupportedMinor, nearestMinor } from './kubernetes-minor.ts';
import { inOtherMinor, otherMinorWith } from './other-minor.ts';
import { checkResourceName } from './resource-name.ts';
import type { SchemaError } from './schema-error.ts';
import { kubernetesCollection, objectMetaOf } from './schema-store.ts';
import { describeSchemaError, type Sentence } from './sentence.ts';
import { explainUnknownKind } from './unknown-kind.ts';
import { walkResource } from './walk.ts';

export interface CheckSchemasOptions {
  /** They win over the bundled ones. */
  readonly crds?: Definitions;
}

export interface SchemaResult {
  readonly violations: Violation[];
  readonly notChecked: NotChecked[];
}

/** The cluster refuses all of these, except an unknown field, which it may also drop in silence. */
const SEVERITIES: Readonly<Record<string, Severity>> = { 'unknown-field': 'high', 'no-schema': 'medium' };

/** Checks each resource, no lists of them, against the schema of its kind as its cluster's Kubernetes minor knows it. */
export function checkSchemas(
  resources: readonly Rendered[],
  { crds = NO_DEFINITIONS }: CheckSchemasOptions = {},
): SchemaResult {
  const violations: Violation[] = [];
  const notChecked: NotChecked[] = [];
  const minors = new Map<string, string>();
  const kinds = new Map<string, KindSchema | undefined>();
  for (const rendered of resources) {
    const { cluster, kubernetes, resource } = rendered;
    let minor = minors.get(kubernetes);
    if (minor === undefined) {
      minor = nearestMinor(kubernetes);
      minors.set(kubernetes, minor);
      if (!isSupportedMinor(kubernetes)) notChecked.push(unsupported(kubernetes, minor));
    }
    const given = readGivenKinds(definitionsOf(crds, cluster));
    const key = `${minor}\n${crds instanceof Map ? cluster : ''}\n${resource.apiVersion}\n${resource.kind}`;
    if (!kinds.has(key)) kinds.set(key, findKind(resource.apiVersion, resource.kind, minor, given));
    violations.push(...checkOne(rendered, minor, kinds.get(key), given));
  }
  return { violations, notChecked };
}

function checkOne(rendered: Rendered, minor: string, kind: KindSchema | undefined, given: GivenKinds): Violation[] {
  const { resource } = rendered;
  const { apiVersion, kind: name } = resource;
  const names = checkResourceName(resource, minor).map(({ pointer, ...sentence }) =>
    violation(rendered, sentence, pointer),
  );
  if (kind === undefined) {
    const sentence = explainUnknownKind({ apiVersion, kind: name, minor, given });
    return [violation(rendered, sentence, sentence.rule === 'unknown-kind' ? '/kind' : '/apiVersion'), ...names];
  }
  const { schema, collection, builtIn } = kind;
  const objectMeta = { schema: objectMetaOf(minor), collection: kubernetesCollection() };
  const errors = walkResource(resource, schema, { collection, builtIn, objectMeta });
  const life = checkApiLife(kind, minor, given);
  const lives = life === undefined ? [] : [lifeViolation(rendered, life)];
  return [...lives, ...names, ...errors.map((error) => fieldViolation(rendered, error, kind, minor))];
}

function fieldViolation(rendered: Rendered, error: SchemaError, kind: KindSchema, minor: string): Violation {
  const path = parsePointer(error.instancePath);
  const sentence = describeSchemaError(error, { hideValue: holdsSecret(rendered.resource, path) });
  const pointer = sentence.field === undefined ? error.instancePath : formatPointer([...path, sentence.field]);
  if (!kind.builtIn)
    return violation(rendered, { ...sentence, fix: `${sentence.fix} Checked against: ${kind.source}.` }, pointer);
  const told = tellOtherMinor(sentence, { path, error, kind, minor });
  return violation(rendered, told, pointer);
}

/** A field or a value that another minor knows is no typing mistake. */
function tellOtherMinor(
  sentence: Sentence,
  at: {
    readonly path: readonly string[];
    readonly error: SchemaError;
    readonly kind: KindSchema;
    readonly minor: string;
  },
): Sentence {
  const { path, error, kind, minor } = at;
  const { field } = sentence;
  if (field !== undefined) {
    const other = otherMinorWith([...path, field], { kind, minor });
    return other === undefined ? sentence : inOtherMinor(sentence, { name: field, other, minor });
  }
  const { data } = error;
  if (error.keyword !== 'enum' || typeof data !== 'string') return sentence;
  const other = otherMinorWith(path, { kind, minor, value: data });
  return other === undefined ? sentence : inOtherMinor(sentence, { name: data, other, minor });
}

function violation(subject: Rendered, sentence: Sentence, pointer: string): Violation {
  const { rule, message, fix } = sentence;
  const { title } = SCHEMA_RULES[rule];
  return { layer: 'schema', rule, severity: SEVERITIES[rule] ?? 'critical', title, message, fix, pointer, subject };
}

/** An object that is served all the same is told, and passes. */
function lifeViolation(rendered: Rendered, { served, ...sentence }: ApiLifeFinding): Violation {
  const found = violation(rendered, sentence, '/apiVersion');
  return served ? { ...found, severity: 'low' } : found;
}

function unsupported(kubernetes: string, minor: string): NotChecked {
  return {
    what: `fields as Kubernetes ${kubernetes} knows them`,
    reason: `there are no schemas for Kubernetes ${kubernetes}; its resources were checked as ${minor}`,
  };
}
