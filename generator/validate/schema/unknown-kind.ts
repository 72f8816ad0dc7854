// Why a kind has no schema: removed, not yet there, misspelt, or simply not known to us.
import { distance } from 'fastest-levenshtein';
import { apiGroup } from '../../contract/resource.ts';
import { suggest } from '../../contract/suggest.ts';
import { isOffByDefault } from './api-life.ts';
import { bundledKinds, type KnownKind, splitName } from './catalogue.ts';
import { type GivenKinds, isGivenKind } from './given-kinds.ts';
import { supportedMinors } from './kubernetes-minor.ts';
import { removedApi } from './removed-apis.ts';
import { schemaIndex } from './schema-store.ts';
import type { Sentence } from './sentence.ts';
import { quote } from './value-words.ts';

/** A typing mistake in the name of a group or custom kind; more than that is another group or kind. */
const TYPING_MISTAKE = 2;

const PRINTABLE = /^[\x21-\x7e]{1,250}$/;

interface Asked {
  readonly apiVersion: string;
  readonly kind: string;
  readonly minor: string;
  readonly given: GivenKinds;
}

interface Candidate {
  readonly apiVersion: string;
  readonly kind: string;
  readonly origin: 'built-in' | 'bundled' | 'given';
}

/** Says why there is no schema for this kind in this minor. */
export function explainUnknownKind(asked: Asked): Sentence {
  const { apiVersion, kind, minor } = asked;
  if (!PRINTABLE.test(apiVersion) || !PRINTABLE.test(kind)) {
    const message = `${quote(apiVersion)} and ${quote(kind)} are no apiVersion and kind`;
    return unknownSentence(message, 'Correct apiVersion and kind.');
  }
  const removed = removedApi(apiVersion, kind);
  if (removed !== undefined) {
    const message = `${apiVersion} ${kind} was removed in Kubernetes ${removed.removedIn}; use ${removed.use}`;
    return removedSentence(message, `Move to ${removed.use}; its fields may differ.`);
  }
  const candidates = listCandidates(asked);
  return (
    otherMinor(asked) ??
    otherVersion(asked, candidates) ??
    misspelt(asked, candidates) ??
    noSchema(apiVersion, kind, minor)
  );
}

function otherMinor({ apiVersion, kind, minor }: Asked): Sentence | undefined {
  const minors = supportedMinors();
  const having = minors.filter((other) =>
    Object.hasOwn(schemaIndex().kubernetes[other] ?? {}, `${apiVersion}/${kind}`),
  );
  const [first] = having;
  const last = having.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (minors.indexOf(first) > minors.indexOf(minor)) {
    const message = `Kubernetes ${minor} does not know ${apiVersion} ${kind}; it arrives with ${first}`;
    return unknownSentence(message, `Deploy it only to clusters of Kubernetes ${first} and newer.`);
  }
  const next = minors[minors.indexOf(last) + 1] ?? minor;
  const versions = servedVersions(apiGroup(apiVersion), kind, builtInKinds(minor));
  const use = versions.length === 0 ? 'there is no successor in that group' : `use ${versions.join(' or ')}`;
  return removedSentence(
    `${apiVersion} ${kind} was removed in Kubernetes ${next}; ${use}`,
    `Move to a version that Kubernetes ${minor} serves.`,
  );
}

/** The same group and kind, or for built-in groups the same kind in another group. */
function otherVersion({ apiVersion, kind, minor }: Asked, candidates: readonly Candidate[]): Sentence | undefined {
  const group = apiGroup(apiVersion);
  const same = candidates.filter((candidate) => candidate.kind === kind && apiGroup(candidate.apiVersion) === group);
  if (same.length > 0) {
    const all = same.map((candidate) => candidate.apiVersion);
    const versions = same[0]?.origin === 'built-in' ? preferOn(all) : all;
    const fix = `Move to ${versions.join(' or ')}.`;
    if (same[0]?.origin === 'bundled') {
      const source = bundledSource(versions[0] ?? '', kind);
      const message = `${apiVersion} ${kind} is not served by ${source}; use ${versions.join(' or ')}`;
      return { ...removedSentence(message, fix), rule: 'other-version' };
    }
    const server = same[0]?.origin === 'built-in' ? `Kubernetes ${minor}` : 'its CustomResourceDefinition';
    return removedSentence(`${apiVersion} ${kind} is not served by ${server}; use ${versions.join(' or ')}`, fix);
  }
  if (!isBuiltInGroup(group, minor)) return undefined;
  const elsewhere = [
    ...new Set(candidates.filter((candidate) => candidate.kind === kind).map((candidate) => candidate.apiVersion)),
  ];
  if (elsewhere.length === 0) return undefined;
  return unknownSentence(
    `${apiVersion} has no kind ${kind}; it belongs to ${elsewhere.join(' or ')}`,
    `Set apiVersion to ${elsewhere[0]}.`,
  );
}

function bundledSource(apiVersion: string, kind: string): string {
  const project = bundledKinds().get(`${apiVersion}/${kind}`)?.project ?? '';
  return `${project} ${schemaIndex().crds[project]?.version ?? ''}`;
}

function misspelt({ apiVersion, kind, minor }: Asked, candidates: readonly Candidate[]): Sentence | undefined {
  const group = apiGroup(apiVersion);
  const inGroup = candidates.filter((candidate) => apiGroup(candidate.apiVersion) === group);
  const builtIn = isBuiltInGroup(group, minor);
  const near = suggest(
    kind,
    inGroup.map((candidate) => candidate.kind),
  );
  if (near !== undefined && (builtIn || distance(near, kind) <= TYPING_MISTAKE)) {
    return unknownSentence(`unknown kind "${kind}" in ${apiVersion}; did you mean "${near}"?`, `Set kind to ${near}.`);
  }
  if (builtIn) {
    const message = `Kubernetes ${minor} has no kind "${kind}" in ${apiVersion}`;
    return unknownSentence(message, 'Correct apiVersion or kind; a custom kind belongs to a group of its own.');
  }
  const nearGroup = candidates.find(
    (candidate) => candidate.kind === kind && distance(apiGroup(candidate.apiVersion), group) <= TYPING_MISTAKE,
  );
  if (nearGroup === undefined || inGroup.length > 0) return undefined;
  return unknownSentence(
    `unknown API group in "${apiVersion}" of kind ${kind}; did you mean "${nearGroup.apiVersion}"?`,
    `Set apiVersion to ${nearGroup.apiVersion}.`,
  );
}

function noSchema(apiVersion: string, kind: string, minor: string): Sentence {
  return {
    rule: 'no-schema',
    message: `no schema for ${apiVersion} ${kind}: its fields are not checked (Kubernetes ${minor} has no such kind, and no CustomResourceDefinition is known)`,
    fix: 'Give its CustomResourceDefinition, or render the chart that brings it.',
  };
}

function removedSentence(message: string, fix: string): Sentence {
  return { rule: 'removed-api', message, fix };
}

function unknownSentence(message: string, fix: string): Sentence {
  return { rule: 'unknown-kind', message, fix };
}

function listCandidates({ minor, given }: Asked): Candidate[] {
  const custom = [...bundledKinds().values()].filter(({ apiVersion, kind }) => !isGivenKind(given, apiVersion, kind));
  return [
    ...[...given.values()].map(({ apiVersion, kind }): Candidate => ({ apiVersion, kind, origin: 'given' })),
    ...builtInKinds(minor).map((known): Candidate => ({ ...known, origin: 'built-in' })),
    ...custom.map(({ apiVersion, kind }): Candidate => ({ apiVersion, kind, origin: 'bundled' })),
  ];
}

function builtInKinds(minor: string): { readonly apiVersion: string; readonly kind: string }[] {
  return Object.keys(schemaIndex().kubernetes[minor] ?? {}).map(splitName);
}

function isBuiltInGroup(group: string, minor: string): boolean {
  return builtInKinds(minor).some((known) => apiGroup(known.apiVersion) === group);
}

function servedVersions(
  group: string,
  kind: string,
  kinds: readonly Pick<KnownKind, 'apiVersion' | 'kind'>[],
): string[] {
  const versions = kinds
    .filter((known) => known.kind === kind && apiGroup(known.apiVersion) === group)
    .map((known) => known.apiVersion);
  return preferOn(versions);
}

/** The versions that every cluster serves, or all of them when there is none. */
function preferOn(versions: readonly string[]): string[] {
  const on = versions.filter((version) => !isOffByDefault(version));
  return on.length > 0 ? on : [...versions];
}
