/** Waivers that components ship for charts of others. They end with a chart version, not on a day. */
import type { ConfigPath } from '../contract/config-path.ts';
import type { GrantedBy, Violation } from '../contract/finding.ts';
import type { ChartWaiver } from '../model/component.ts';

export const CATALOGUE_OWNER = 'slipway catalogue';

/** A component's waivers in one of its Applications. */
export interface GrantedWaiver {
  readonly application: string;
  readonly release: string;
  readonly waivers: readonly ChartWaiver[];
  /** The chart version that was judged. */
  readonly until: string;
  /** The chart version that the Application deploys. */
  readonly version: string;
  /** Where that version stands in the config, or the component does. */
  readonly origin: ConfigPath;
}

export interface ChartWaivers {
  match(violation: Violation): GrantedBy | undefined;
  /** Waivers that would have matched, if the chart had the version that they were made for. */
  violations(): readonly Violation[];
  /** Rules of a waiver that waived something. */
  usedRules(waiver: ChartWaiver): ReadonlySet<string>;
  /** Targets of a waiver that something was waived for. */
  usedTargets(waiver: ChartWaiver): ReadonlySet<string>;
}

interface Ended {
  readonly granted: GrantedWaiver;
  readonly rules: Set<string>;
}

/** What the catalogue waives in a run, with what it matched. */
export function openChartWaivers(granted: readonly GrantedWaiver[]): ChartWaivers {
  const byApplication = new Map(granted.map((one) => [one.application, one]));
  const rules = new Map<ChartWaiver, Set<string>>();
  const targets = new Map<ChartWaiver, Set<string>>();
  const ended = new Map<string, Ended>();
  const note = <Key>(table: Map<Key, Set<string>>, key: Key, word: string) =>
    table.set(key, (table.get(key) ?? new Set()).add(word));
  return {
    usedRules: (waiver) => rules.get(waiver) ?? new Set(),
    usedTargets: (waiver) => targets.get(waiver) ?? new Set(),
    match({ rule, subject }) {
      const own = subject === undefined ? undefined : byApplication.get(subject.application);
      if (subject === undefined || own === undefined) return undefined;
      const { kind, metadata } = subject.resource;
      const name = `${kind}/${metadata.name ?? metadata.generateName ?? ''}`;
      for (const waiver of own.waivers) {
        const target = waiver.rules.includes(rule)
          ? waiver.targets.find((one) => targetPattern(one, own.release).test(name))
          : undefined;
        if (target === undefined) continue;
        if (own.version !== own.until) {
          const key = JSON.stringify([own.origin, own.version]);
          const known = ended.get(key) ?? { granted: own, rules: new Set<string>() };
          ended.set(key, { ...known, rules: known.rules.add(rule) });
          return undefined;
        }
        note(rules, waiver, rule);
        note(targets, waiver, target);
        return { owner: CATALOGUE_OWNER, reason: `${waiver.reason} (until chart ${own.until} changes)` };
      }
      return undefined;
    },
    violations: () => [...ended.values()].map(endedViolation),
  };
}

function endedViolation({ granted: { until, version, origin }, rules }: Ended): Violation {
  const waived = [...rules].toSorted().join(', ');
  return {
    layer: 'waiver',
    rule: 'waiver-ended',
    severity: 'low',
    title: 'The catalogue’s waivers do not cover this chart version',
    message: `the catalogue waives ${waived} for chart version ${until}; ${version} was not judged`,
    fix: `Look at the findings of ${waived}: mend them with \`values\`, add waivers of your own to \`policy.waivers\`, or go back to ${until}.`,
    origin,
  };
}

/** `Kind/name`: `{release}` is the release's name, `*` any text without a slash. */
function targetPattern(target: string, release: string): RegExp {
  const escaped = target
    .split('{release}')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'))
    .join(release.replace(/[.]/g, '\\.'));
  return new RegExp(`^${escaped}$`);
}
