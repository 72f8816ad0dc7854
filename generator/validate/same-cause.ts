// Layers see the same mistake in their own ways; the first that sees it tells it.
import type { Violation } from '../contract/finding.ts';
import type { KubernetesObject } from '../contract/resource.ts';

/** Those of `later` of which `earlier` has said nothing: no place of the same object, nor around it, nor below it. */
export function withoutKnownCauses(earlier: readonly Violation[], later: readonly Violation[]): readonly Violation[] {
  return without(earlier, later, (known, pointer) => isAround(known, pointer) || isAround(pointer, known));
}

/**
 * What the rules say, without what a refusal has said: of the same place, or in other words of the same object.
 * @param restates by rule, a word of the refusal that it puts in its own words
 */
export function withoutRestated(
  refusals: readonly Violation[],
  rules: readonly Violation[],
  restates: ReadonlyMap<string, string>,
): readonly Violation[] {
  const refused = refusals.filter((one) => one.severity !== 'low');
  const words = new Map<KubernetesObject, string>();
  for (const { subject, message } of refused) {
    if (subject !== undefined) words.set(subject.resource, `${words.get(subject.resource) ?? ''}\n${message}`);
  }
  const others = rules.filter(({ rule, subject }) => {
    const word = restates.get(rule);
    return word === undefined || subject === undefined || words.get(subject.resource)?.includes(word) !== true;
  });
  const placed = refused.filter((one) => one.pointer !== undefined);
  return without(placed, others, (known, pointer) => known === pointer);
}

/** What a schema says of values, which the server's own code knows better: it fills in what the document calls required. */
const OVERRULED = new Set([
  'missing-field',
  'wrong-type',
  'invalid-value',
  'invalid-name',
  'invalid-label',
  'invalid-annotation',
]);

/**
 * What the schema layer said, without what the server's code takes all the same. Unknown fields stay, and so does what another
 * minor knows: the code is that of one minor.
 */
export function withoutOverruled(
  violations: readonly Violation[],
  accepted: ReadonlySet<KubernetesObject>,
): readonly Violation[] {
  return violations.filter(
    ({ rule, message, subject }) =>
      subject === undefined ||
      !OVERRULED.has(rule) ||
      / Kubernetes \d/.test(message) ||
      !accepted.has(subject.resource),
  );
}

function without(
  earlier: readonly Violation[],
  later: readonly Violation[],
  isTold: (known: string, pointer: string) => boolean,
): readonly Violation[] {
  const told = new Map<KubernetesObject, string[]>();
  for (const { subject, pointer = '' } of earlier) {
    if (subject === undefined) continue;
    const pointers = told.get(subject.resource);
    if (pointers === undefined) told.set(subject.resource, [pointer]);
    else pointers.push(pointer);
  }
  if (told.size === 0) return later;
  return later.filter(({ subject, pointer = '' }) => {
    const pointers = subject === undefined ? undefined : told.get(subject.resource);
    return pointers === undefined || !pointers.some((known) => isTold(known, pointer));
  });
}

function isAround(outer: string, inner: string): boolean {
  return outer === inner || inner.startsWith(`${outer}/`);
}
