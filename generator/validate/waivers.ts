import type { WaiverConfig } from '../config/types.ts';
import type { ResourceName, Violation } from '../contract/finding.ts';

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
      return waivers.flatMap((waiver): readonly Violation[] => {
        if (waiver.expires < today) {
          return [
            problem(
              'waiver-expired',
              waiver,
              `ended on ${waiver.expires}`,
              'Mend the cause, or agree on a new date with its owner.',
              'high',
            ),
          ];
        }
        if (!used.has(waiver)) return [problem('waiver-unused', waiver, 'matches nothing', 'Delete it.', 'low')];
        return [];
      });
    },
  };
}

function problem(rule: string, waiver: WaiverConfig, what: string, fix: string, severity: 'high' | 'low'): Violation {
  return {
    layer: 'waiver',
    rule,
    severity,
    title: 'Waiver needs attention',
    message: `waiver of ${waiver.rule} for ${waiver.target} (${waiver.owner}) ${what}`,
    fix,
  };
}

/** `Kind/namespace/name`, where `*` stands for any characters; a pattern without slashes is a name. */
function targetPattern(target: string): RegExp {
  const escaped = target.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(target.includes('/') ? `^${escaped}$` : `/${escaped}$`);
}
