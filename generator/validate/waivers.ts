import type { WaiverConfig } from '../config/types.ts';
import type { GrantedBy, Violation } from '../contract/finding.ts';
import { resourceName } from '../contract/resource.ts';
import type { ChartWaiver } from '../model/component.ts';
import { type ChartWaivers, type GrantedWaiver, openChartWaivers } from './chart-waivers.ts';

/** The waivers of a run with what they matched. */
export interface Waivers extends Pick<ChartWaivers, 'usedRules' | 'usedTargets'> {
  /** Who waives a violation and why, if somebody does. */
  match(violation: Violation): GrantedBy | undefined;
  /** Waivers that are expired, ended, or that matched nothing: each is a violation. */
  violations(): readonly Violation[];
}

/**
 * @param today `YYYY-MM-DD`; a waiver holds through its last day
 * @param granted what the catalogue waives for charts of others; the author's own waivers come first
 */
export function openWaivers(
  waivers: readonly WaiverConfig[],
  today: string,
  granted: readonly GrantedWaiver[] = [],
): Waivers {
  const used = new Set<WaiverConfig>();
  const valid = waivers.filter((waiver) => waiver.expires >= today);
  const patterns = new Map(waivers.map((waiver) => [waiver, targetPattern(waiver.target)]));
  const charts = openChartWaivers(granted);
  return {
    usedRules: (waiver: ChartWaiver) => charts.usedRules(waiver),
    usedTargets: (waiver: ChartWaiver) => charts.usedTargets(waiver),
    match(violation) {
      const { rule, subject } = violation;
      const resource = subject === undefined ? undefined : resourceName(subject.resource);
      const name = resource === undefined ? '' : `${resource.kind}/${resource.namespace ?? ''}/${resource.name}`;
      const found = valid.find((waiver) => waiver.rule === rule && patterns.get(waiver)?.test(name) === true);
      // The catalogue's counts as used too: it is no less true because the author says it again.
      const chart = charts.match(violation);
      if (found === undefined) return chart;
      used.add(found);
      return { owner: found.owner, reason: found.reason };
    },
    violations() {
      const own = waivers.flatMap((waiver, index): readonly Violation[] => {
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
      return [...own, ...charts.violations()];
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
