/** Remembers Applications of which nothing was found: their resources are not asked about again, one by one and by each layer. */
import { digestOf, digestText } from '../cache/digest.ts';
import type { RecordFile } from '../cache/record-file.ts';
import type { Violation } from '../contract/finding.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { PolicyParameters } from './index/parameters.ts';
import { readEnforcedStandards } from './index/pod-security.ts';
import { definitionScopes } from './remember-schemas.ts';
import type { Definitions } from './schema/definitions.ts';

export interface CleanApplications {
  /** Resources of which a layer that looks at one may find something. */
  readonly others: ReadonlySet<Rendered>;
  /** Notes the Applications of which nothing was found. @param found by those layers */
  note(found: readonly Pick<Violation, 'subject'>[]): void;
}

/** What stands in the key decides all that is said of one resource: itself, its cluster's definitions, what its namespace enforces. */
export function rememberClean(
  resources: readonly Rendered[],
  given: { readonly crds: Definitions; readonly parameters: PolicyParameters; readonly records: RecordFile },
): CleanApplications {
  const { records } = given;
  const enforced = readEnforcedStandards(resources);
  const scopeOf = definitionScopes(given.crds);
  const parameters = digestText(JSON.stringify(given.parameters));
  const keys = new Map<string, string>();
  const others = new Set<Rendered>();
  for (const [name, all] of groupBy(resources, nameOf)) {
    const [first] = all;
    if (first === undefined) continue;
    const rows = all.map((one) => `${digestOf(one.resource)} ${enforced(one) ?? ''}`);
    const key = digestText([parameters, scopeOf(first), first.environment, first.application, ...rows].join('\n'));
    if (records.read(key) === true) continue;
    keys.set(name, key);
    for (const one of all) others.add(one);
  }
  return {
    others,
    note: (found) => {
      for (const { subject } of found) if (subject !== undefined) keys.delete(nameOf(subject));
      for (const key of keys.values()) records.write(key, true);
      records.save();
    },
  };
}

function nameOf({ cluster, application }: Rendered): string {
  return `${cluster}\n${application}`;
}
