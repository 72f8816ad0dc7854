import type { Finding, NotChecked } from './contract/finding.ts';

interface Told {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
}

/** Layers that read and render: what they refuse comes to no other. */
const READERS = new Set(['tree', 'chart']);

/** Leaves the layers and rules that were asked for. What could not be read is judged by none of them: that is said all the same. */
export function narrowFindings(
  { findings, notChecked }: Told,
  layers: ReadonlySet<string> | undefined,
  rules: ReadonlySet<string> | undefined,
): Told {
  const isWanted = ({ layer, rule }: Finding) => (layers?.has(layer) ?? true) && (rules?.has(rule) ?? true);
  const unread = findings.filter((one) => READERS.has(one.layer) && one.level === 'error' && !isWanted(one));
  const reason = 'an error in reading or rendering, which was not asked for';
  return {
    findings: findings.filter(isWanted),
    notChecked: [...notChecked, ...unread.map(({ message }) => ({ what: message, reason }))],
  };
}
