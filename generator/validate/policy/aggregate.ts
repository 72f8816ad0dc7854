import type { RuleInfo } from './rule-info.ts';

/** Entrypoints of every bundle. */
export const RESOURCE_ENTRYPOINT = 'main/resource';
export const REPOSITORY_ENTRYPOINT = 'main/repository';
/** Where the generated module stands among the sources. */
export const AGGREGATE_PATH = 'main/main.rego';

/**
 * The module that runs every rule. Literal references, since a walk over packages is slower; and the host sorts
 * resources into buckets by kind, so that no rule looks at a resource it has nothing to say about.
 */
export function aggregateRules(rules: readonly RuleInfo[]): string {
  const lines = [
    'package main',
    '',
    'resource := {"seen": count(input.resources), "findings": _resource_findings}',
    '',
    'repository := {"seen": data.inv.seen, "findings": _repository_findings}',
    '',
    '_resource_findings contains finding if some finding in input.nothing',
    '',
    '_repository_findings contains finding if some finding in input.nothing',
  ];
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const kinds = new Set(sorted.filter(({ scope }) => scope === 'resource').flatMap((rule) => rule.kinds));
  for (const [place, kind] of [...kinds].toSorted().entries()) {
    lines.push(
      '',
      '_resource_findings contains [place, rule, finding] if {',
      `\tsome place in input.buckets[${JSON.stringify(kind)}]`,
      `\tsome [rule, finding] in _bucket_${place} with input as input.resources[place]`,
      '}',
    );
    for (const rule of sorted) {
      if (rule.scope !== 'resource' || !rule.kinds.includes(kind)) continue;
      lines.push('', `_bucket_${place} contains [${JSON.stringify(rule.id)}, finding] if {`);
      lines.push(`\tsome finding in data.${rule.package}.deny`, '}');
    }
  }
  for (const rule of sorted) {
    if (rule.scope !== 'repository') continue;
    lines.push('', `_repository_findings contains [${JSON.stringify(rule.id)}, finding] if {`);
    lines.push(`\tsome finding in data.${rule.package}.deny`, '}');
  }
  return `${lines.join('\n')}\n`;
}
