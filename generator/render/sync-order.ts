/** In which order Applications come to be: an Application's waves, from the outermost parent down to its own. */
export type SyncOrder = readonly number[];

/** Negative when `a` is there before `b`: parents before children, then by wave. */
export function compareOrder(a: SyncOrder, b: SyncOrder): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Definitions that Applications bring to one cluster, and from when on they are there. */
export interface BroughtVersions {
  add(order: SyncOrder, versions: readonly string[]): void;
  /** What Applications of earlier waves have brought. */
  before(order: SyncOrder): readonly string[];
}

export function createBroughtVersions(): BroughtVersions {
  const brought: { readonly order: SyncOrder; readonly versions: readonly string[] }[] = [];
  return {
    add: (order, versions) => {
      if (versions.length > 0) brought.push({ order, versions });
    },
    before: (order) =>
      [...new Set(brought.filter((one) => compareOrder(one.order, order) < 0).flatMap((one) => one.versions))].sort(),
  };
}
