import type { ConfigPath } from '../../contract/config-path.ts';
import type { DraftCluster } from '../draft.ts';

/** Joins what is written once but counts on several clusters, so that one mistake is told once. */
export function joinByPath<Use extends { readonly path: ConfigPath; readonly clusters: readonly DraftCluster[] }>(
  uses: Iterable<Use>,
): readonly Use[] {
  const joined = new Map<string, Use>();
  for (const use of uses) {
    const key = JSON.stringify(use.path);
    const before = joined.get(key);
    joined.set(
      key,
      before === undefined ? use : { ...before, clusters: [...new Set([...before.clusters, ...use.clusters])] },
    );
  }
  return [...joined.values()];
}
