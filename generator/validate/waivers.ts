import type { WaiverConfig } from '../config/types.ts';
import type { Violation } from '../contract/finding.ts';
import type { ResourceName } from '../contract/resource.ts';

/** A waiver with what it matched in this run. */
export interface Waivers {
  /** The waiver that covers a violation of a resource, if one does. */
  match(rule: string, resource: ResourceName | undefined): WaiverConfig | undefined;
  /** Waivers that are expired, or that matched nothing: each is a violation. */
  violations(): readonly Violation[];
}

/** @param today `YYYY-MM-DD`; a waiver holds through its last day */
export function openWaivers(waivers: readonly WaiverConfig[], today: string): Waivers {
  const used = new Set<WaiverConfig>();
  const valid = waivers.filter((waiver) => waiver.expires >= today);
  const patterns = new Map(waivers.map((waiver) => [waiver, targetPattern(waiver.target)]));
  return {
    match(rule, resource) {
      const name = resource === undefined ? '' : `${resource.kind}/${resource.namespace ?? ''}/${resource.name}`;
      const found = valid.find((waiver) => waiver.rule === rule && patterns.get(waiver)?.test(name) === true);
      if (found !== undefined) used.add(found);
      return found;
    },
    violations() {
      return waivers.flatMap((waiver, index): readonly Violation[] => {
        if (waiver.expires < today) {
          return [
            problem('waiver-expired', index, waiver, {
              what: `ended on ${waiver.expires}`,
              fix: 'Mend the cause, or agree on a new date with its owner.',
              severity: 'high',
            }),
          ];
        }
        if (!used.has(waiver))
          return [
            problem('waiver-unused', index, waiver, { what: 'matches nothing', fix: 'Delete it.', severity: 'low' }),
          ];
        return [];
      });
    },
  };
}

function problem(
  rule: string,
  index: number,
  waiver: WaiverConfig,
  { what, fix, severity }: { readonly what: string; readonly fix: string; readonly severity: 'high' | 'low' },
): Violation {
  return {
    layer: 'waiver',
    rule,
    severity,
    title: 'Waiver needs attention',
    message: `waiver of ${waiver.rule} for ${waiver.target} (${waiver.owner}) ${what}`,
    fix,
    origin: ['policy', 'waivers', index],
  };
}

/** `Kind/namespace/name`, where `*` stands for any characters; a pattern without slashes is a name. */
function targetPattern(target: string): RegExp {
  const escaped = target.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(target.includes('/') ? `^${escaped}$` : `/${escaped}$`);
}
