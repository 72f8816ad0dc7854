import type { Violation } from '../../contract/finding.ts';

/** Violations by cluster, resource, rule and place: a bundle answers in the order of its hashes. */
export function sortViolations(violations: readonly Violation[]): Violation[] {
  const keyed = violations.map((violation) => ({ violation, key: keyOf(violation) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ violation }) => violation);
}

function keyOf({ subject, rule, pointer, message }: Violation): string {
  const metadata = subject?.resource.metadata;
  const parts = [
    ...[subject?.cluster, subject?.application, subject?.source, subject?.resource.kind],
    ...[metadata?.namespace, metadata?.name, rule, pointer, message],
  ];
  return parts.map((part) => part ?? '').join('\u0000');
}
