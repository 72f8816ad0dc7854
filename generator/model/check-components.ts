import type { ConfigProblem } from '../config/config-problem.ts';
import { printable, printPath, quote } from '../config/describe-value.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import { groupBy } from '../contract/group-by.ts';
import { isRecord } from '../contract/resource.ts';
import type { ComponentProblem } from './component.ts';
import { settingsOn } from './placement.ts';
import type { Cluster, Component, Platform } from './platform.ts';

/** The rule by which components judge their own options. */
export const UNANSWERED_OPTION = {
  name: 'unanswered-option',
  summary: 'What a component is asked for is there on each of its clusters.',
} as const;

interface Hit extends ComponentProblem {
  readonly path: ConfigPath;
  readonly cluster: string;
}

/** What components find wrong with their options on the clusters that they are placed on; one problem for all clusters alike. */
export function checkComponents(platform: Platform): readonly ConfigProblem[] {
  const hits = platform.components.flatMap((component) =>
    component.placement.flatMap((cluster) => hitsOn(component, cluster, platform)),
  );
  const alike = groupBy(hits, ({ path, message, fix }) => JSON.stringify([path, message, fix]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [problemOf(first, group)];
  });
}

function hitsOn(component: Component, cluster: Cluster, platform: Platform): readonly Hit[] {
  const settings = settingsOn(component, cluster);
  return (component.definition.problems?.(settings, cluster, platform) ?? []).map((problem) => ({
    ...problem,
    path: [
      ...component.origin,
      ...placeOf(platform.authored.infra?.[component.name]?.options, cluster, problem.option),
    ],
    cluster: cluster.name,
  }));
}

function problemOf({ path, message, fix, severity }: Hit, group: readonly Hit[]): ConfigProblem {
  const clusters = group.map(({ cluster }) => quote(cluster)).join(', ');
  return {
    rule: UNANSWERED_OPTION.name,
    path,
    message: printable(`${printPath(path)}: on ${clusters}, ${message}`),
    fix: printable(fix),
    severity,
  };
}

/** Where the option is written that counts on a cluster, below the component. */
function placeOf(authored: unknown, { name, environment }: Cluster, option: string | null): ConfigPath {
  if (option === null) return [];
  const layers = [
    ['clusters', name],
    ['environments', environment.name],
  ] as const;
  const layer = layers.find(([section, key]) => {
    const overrides = isRecord(authored) ? authored[section] : undefined;
    const own = isRecord(overrides) ? overrides[key] : undefined;
    return isRecord(own) && own[option] !== undefined;
  });
  return [...(layer ?? []), option];
}
