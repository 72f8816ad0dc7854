/** Tells changes that no API server makes: the object has to be deleted and created again, and that costs something. */

import type { Violation } from '../../contract/finding.ts';
import { formatPointer } from '../../contract/json-pointer.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { apiGroup, isRecord, type KubernetesObject, resourceName } from '../../contract/resource.ts';
import { ADMISSION_RULES } from '../../validate/layer-rules.ts';
import { findKind } from '../../validate/schema/catalogue.ts';
import { readGivenKinds } from '../../validate/schema/given-kinds.ts';
import { nearestMinor } from '../../validate/schema/kubernetes-minor.ts';
import { findCustomChanges } from './custom-changes.ts';
import { findEmptied } from './emptied-objects.ts';
import { findImmutableChanges } from './immutable-changes.ts';

/** Argo CD deletes and creates these by itself, at every sync or when a change asks for it. */
const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook'];
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * Compares what clusters receive before and after a change.
 * @returns one violation for each field of each object on both sides that cannot be changed
 */
export function immutableViolations(before: readonly Rendered[], after: readonly Rendered[]): readonly Violation[] {
  const old = new Map(before.map((one) => [identityOf(one), one]));
  const crds = new Map<string, KubernetesObject[]>();
  for (const { cluster, resource } of before) {
    if (resource.kind !== 'CustomResourceDefinition') continue;
    crds.set(cluster, [...(crds.get(cluster) ?? []), resource]);
  }
  return after.flatMap((now) => {
    const earlier = old.get(identityOf(now));
    if (earlier === undefined || earlier.resource === now.resource || isRecreated(now.resource)) return [];
    return compare(earlier, now, crds.get(now.cluster) ?? []);
  });
}

function compare(before: Rendered, after: Rendered, crds: readonly KubernetesObject[]): readonly Violation[] {
  const { resource, kubernetes } = after;
  const minor = nearestMinor(kubernetes);
  const changes = findImmutableChanges(before.resource, resource, minor);
  if (changes.length > 0) {
    return changes.map(({ path, cost, cascade, remedy }) => {
      const message = `${path.join('.')} of ${nameOf(resource)} cannot be changed: the API server refuses it`;
      return violation(after, path, {
        message,
        fix: remedy === undefined ? fixOf(resource, cost, cascade) : `${remedy}.`,
      });
    });
  }
  const kind = findKind(resource.apiVersion, resource.kind, minor, readGivenKinds(crds));
  if (kind === undefined || kind.builtIn) return [];
  const emptied = findEmptied(before.resource, resource, kind).map((path) => {
    const message = `${path.join('.')} of ${nameOf(resource)} cannot be emptied: server-side apply leaves null, which is no object`;
    return violation(after, path, {
      message,
      fix: 'Leave the whole object out instead of writing {}, or keep one field.',
    });
  });
  const ruled = findCustomChanges(before.resource, resource, kind).map(({ path, message }) => {
    const words = `${path.join('.')} of ${nameOf(resource)} cannot be changed like this: ${message}`;
    return violation(after, path, { message: words, fix: fixOf(resource, 'whatever its controller made of it') });
  });
  return [...emptied, ...ruled];
}

function violation(
  subject: Rendered,
  path: readonly string[],
  words: { readonly message: string; readonly fix: string },
): Violation {
  const { title } = ADMISSION_RULES['immutable-field'];
  return {
    layer: 'admission',
    rule: 'immutable-field',
    severity: 'critical',
    title,
    ...words,
    pointer: formatPointer([...path]),
    subject,
  };
}

function fixOf(resource: KubernetesObject, cost: string, cascade?: 'orphan'): string {
  const { apiVersion, kind, namespace, name } = resourceName(resource);
  const group = apiGroup(apiVersion);
  const what = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  const where = namespace === undefined ? '' : ` -n ${namespace}`;
  const how = cascade === undefined ? '' : ` --cascade=${cascade}`;
  return `Keep what is there, or delete and recreate it: kubectl delete ${what} ${name}${where}${how}. What that costs: ${cost}.`;
}

function nameOf(resource: KubernetesObject): string {
  const { kind, namespace, name } = resourceName(resource);
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The same object, whoever brings it and in whichever version it is written. */
function identityOf({ cluster, resource }: Rendered): string {
  const { apiVersion, kind, namespace, name } = resourceName(resource);
  return JSON.stringify([cluster, apiGroup(apiVersion), kind, namespace ?? '', name]);
}

function isRecreated({ metadata: { annotations } }: KubernetesObject): boolean {
  if (!isRecord(annotations)) return false;
  if (HOOKS.some((hook) => annotations[hook] !== undefined)) return true;
  const options = String(annotations[SYNC_OPTIONS] ?? '')
    .split(',')
    .map((option) => option.trim());
  return options.includes('Force=true') && options.includes('Replace=true');
}
