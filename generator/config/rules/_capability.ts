/** What uses need of the clusters they are on: a component of a kind, or an answer of the cloud. */
import type { ConfigPath } from '../../contract/config-path.ts';
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster } from '../draft.ts';
import type { RuleHit } from './_define.ts';
import { joinByPath } from './_uses.ts';

/** A use of something on clusters. */
export interface Use {
  readonly path: ConfigPath;
  readonly what: string;
  readonly clusters: readonly DraftCluster[];
}

/** A hit for each use on clusters that have no component of the kind. */
export function* withoutKind(draft: Draft, kind: string, uses: Iterable<Use>): Iterable<RuleHit> {
  // As with `requires`: what the catalogue lacks, the author cannot add.
  if (!draft.registries.components.some((one) => one.kind === kind)) return;
  for (const { path, what, clusters } of joinByPath(uses)) {
    const without = clusters.filter((cluster) => !draft.componentsOn(cluster).some((one) => one.kind === kind));
    if (without.length === 0) continue;
    yield {
      path,
      message: `${what} needs ${kind}, which is not on ${without.map((one) => quote(one.name)).join(', ')}`,
      fix: `Add ${kind} to \`infra\` on these clusters.`,
    };
  }
}

/** Each merged setting of a service that `pick` finds something in. */
export function settingsUses(
  draft: Draft,
  what: string,
  pick: (settings: ConfigNode) => ConfigNode | undefined,
): readonly Use[] {
  return [...draft.services.values()].flatMap(({ variants }) =>
    variants.flatMap(({ settings, clusters }) => {
      const found = pick(settings);
      return found?.exists === true ? [{ path: found.path, what, clusters }] : [];
    }),
  );
}

/** A hit for each use on clusters without the capability; by name, so that one which a cloud does not know of yet is skipped. */
export function* withoutCapability(draft: Draft, capability: string, uses: Iterable<Use>): Iterable<RuleHit> {
  for (const { path, what, clusters } of joinByPath(uses)) {
    const byComponent = new Map<string, DraftCluster[]>();
    for (const cluster of clusters) {
      const answers = Object.entries(cluster.cloudDefinition?.traits.capabilities ?? {});
      const answer = answers.find(([name]) => name === capability)?.[1];
      if (answer?.by === 'component') {
        byComponent.set(answer.component, [...(byComponent.get(answer.component) ?? []), cluster]);
      } else if (answer?.by === 'none') {
        yield {
          path,
          message: `${what} needs ${capability}, which cloud ${cluster.cloud} does not have: ${answer.reason}`,
          fix: `Keep it off cluster ${quote(cluster.name)} with \`on\` or \`false\`.`,
        };
      }
    }
    for (const [component, own] of byComponent) {
      yield* withoutKind(draft, component, [{ path, what: `${what} (${capability})`, clusters: own }]);
    }
  }
}
