/** Checks resources against schemas, and keeps what was found of each: the next run asks only about what is new. */
import { digestOf, digestText } from '../cache/digest.ts';
import type { RecordFile } from '../cache/record-file.ts';
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import { checkSchemas, type SchemaResult } from './schema/check-schemas.ts';
import { type Definitions, definitionsOf } from './schema/definitions.ts';

/** What is kept of one resource; the resource itself is at hand whenever it is asked for. */
interface Kept {
  readonly violations: readonly Omit<Violation, 'subject'>[];
  readonly notChecked: readonly NotChecked[];
}

/** What decides about the schemas of a resource beside itself: its cluster's version and definitions. */
export function definitionScopes(crds: Definitions): (rendered: Rendered) => string {
  const scopes = new Map<string, string>();
  return ({ cluster, kubernetes }) => {
    const name = `${cluster}\n${kubernetes}`;
    const scope = scopes.get(name) ?? `${kubernetes} ${definitionsDigest(definitionsOf(crds, cluster))}`;
    scopes.set(name, scope);
    return scope;
  };
}

/** @param crds as `checkSchemas` takes them */
export function rememberSchemas(resources: readonly Rendered[], crds: Definitions, records: RecordFile): SchemaResult {
  const violations: Violation[] = [];
  const notChecked = new Map<string, NotChecked>();
  const scopeOf = definitionScopes(crds);
  for (const rendered of resources) {
    const key = `${digestOf(rendered.resource)} ${scopeOf(rendered)}`;
    const kept = records.read(key);
    if (isKept(kept)) {
      for (const one of kept.violations) violations.push({ ...one, subject: rendered });
      for (const one of kept.notChecked) notChecked.set(JSON.stringify(one), one);
      continue;
    }
    const found = checkSchemas([rendered], { crds });
    violations.push(...found.violations);
    for (const one of found.notChecked) notChecked.set(JSON.stringify(one), one);
    // A list is taken apart: what was found of its members names them.
    if (found.violations.some(({ subject }) => subject !== rendered)) continue;
    records.write(key, {
      violations: found.violations.map(({ subject: _, ...rest }) => rest),
      notChecked: found.notChecked,
    } satisfies Kept);
  }
  records.save();
  return { violations, notChecked: [...notChecked.values()] };
}

function definitionsDigest(crds: readonly KubernetesObject[]): string {
  return crds.length === 0 ? '' : digestText(crds.map((crd) => digestOf(crd)).join());
}

function isKept(value: unknown): value is Kept {
  return isRecord(value) && Array.isArray(value.violations) && Array.isArray(value.notChecked);
}
