// Opens the committed files of schemas/, each once and only when something in it is asked for.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { isRecord } from '../../contract/resource.ts';
import type { SchemaCollection, SchemaNode } from './schema-node.ts';

/** Number of the definition, plural, 1 when namespaced, 1 when its CustomResourceDefinition calls the version deprecated. */
export type KindEntry = readonly [definition: number, plural: string, namespaced: 0 | 1, deprecated?: 1];
/** By `apps/v1/Deployment`; the core group has no group: `v1/Pod`. */
export type KindTable = Readonly<Record<string, KindEntry>>;

export interface SchemaIndex {
  /** By minor, e.g. `1.34`. */
  readonly kubernetes: Readonly<Record<string, KindTable>>;
  /** By project. */
  readonly crds: Readonly<Record<string, { readonly version: string; readonly kinds: KindTable }>>;
}

interface KubernetesCollection extends SchemaCollection {
  /** By minor: the definition of ObjectMeta. */
  readonly metadata: Readonly<Record<string, number>>;
}

// The same depth from generator/validate/schema and from dist/validate/schema.
const FOLDER = new URL('../../../schemas/', import.meta.url);

let index: SchemaIndex | undefined;
let kubernetes: KubernetesCollection | undefined;
const projects = new Map<string, SchemaCollection>();

/** What is in `schemas/`, without opening any schema. */
export function schemaIndex(): SchemaIndex {
  index ??= parse(readFileSync(new URL('index.json', FOLDER), 'utf8'), 'index.json', isSchemaIndex);
  return index;
}

/** Every built-in definition of every minor. */
export function kubernetesCollection(): SchemaCollection {
  return openKubernetes();
}

/** The definition of `metadata` in one minor. */
export function objectMetaOf(minor: string): SchemaNode {
  return { $ref: openKubernetes().metadata[minor] ?? -1 };
}

/** The definitions of one project's custom resources. */
export function projectCollection(project: string): SchemaCollection {
  const known = projects.get(project);
  if (known !== undefined) return known;
  const opened = open(`crds/${project}.json.br`, isCollection);
  projects.set(project, opened);
  return opened;
}

function openKubernetes(): KubernetesCollection {
  kubernetes ??= open('kubernetes.json.br', isKubernetesCollection);
  return kubernetes;
}

function open<T>(path: string, guard: (value: unknown) => value is T): T {
  return parse(brotliDecompressSync(readFileSync(new URL(path, FOLDER))).toString('utf8'), path, guard);
}

function parse<T>(text: string, path: string, guard: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(text);
  if (!guard(value)) throw new TypeError(`schemas/${path} is not what this version of slipway wrote`);
  return value;
}

function isCollection(value: unknown): value is SchemaCollection {
  return isRecord(value) && Array.isArray(value.definitions);
}

function isKubernetesCollection(value: unknown): value is KubernetesCollection {
  return isCollection(value) && 'metadata' in value && isRecord(value.metadata);
}

function isSchemaIndex(value: unknown): value is SchemaIndex {
  return isRecord(value) && isRecord(value.kubernetes) && isRecord(value.crds);
}
