/** What a run of the renderer knows, and gathers on the way. */
import type { ChartStore } from '../chart-store/chart-store.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import type { NotChecked, Severity, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { Json, KubernetesObject } from '../contract/resource.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { KustomizeEngine } from '../engines/kustomize-engine.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { Brings, GroupKind } from '../model/component.ts';
import type { ApplicationSource, ApplicationView } from './applications.ts';
import type { ChartHandle } from './chart-handle.ts';
import type { Checkouts } from './checkouts.ts';
import type { Releases } from './release.ts';
import type { RenderCache } from './render-cache.ts';
import type { RepositoryView } from './repository-view.ts';

/** A destination that the repository deploys to. */
export interface TargetCluster {
  readonly name: string;
  readonly environment: string;
  /** Minor, e.g. `1.34`. */
  readonly kubernetes: string;
  readonly server: string;
}

/** What the judges know about kinds; the renderer has no schemas. */
export interface KindKnowledge {
  /** Whether a kind lives in a namespace; `undefined` when nobody knows. */
  isNamespaced(
    apiVersion: string,
    kind: string,
    kubernetes: string,
    crds: readonly KubernetesObject[],
  ): boolean | undefined;
  /** API versions, and kinds as `apps/v1/Deployment`, that a cluster of this minor serves by itself. */
  builtInVersions(kubernetes: string): readonly string[];
  /** API versions that come with stated CustomResourceDefinitions. */
  statedVersions(brings: Brings): readonly string[];
}

export interface RenderOptions {
  readonly view: RepositoryView;
  /** Folder in which Applications are looked for; `''` for the whole repository. */
  readonly scope: string;
  /** URLs under which Argo CD knows this repository. */
  readonly repositories: readonly string[];
  /** Take a source for this repository when its URL is another's but its folder exists here: a fork, or a placeholder. */
  readonly assumeOwn: boolean;
  /** The cluster of a destination, `undefined` when the repository knows none of that name. */
  clusterOf(destination: ApplicationView['destination']): TargetCluster | undefined;
  /** Cluster on which Argo CD runs. */
  readonly hub: TargetCluster;
  /** Clusters that generators of ApplicationSets may choose from. */
  readonly clusters: readonly TargetCluster[];
  readonly helm: HelmPool;
  readonly kustomize: Pick<KustomizeEngine, 'build'>;
  readonly store: ChartStore;
  readonly cache: RenderCache;
  readonly kinds: KindKnowledge;
  /** What an Application's chart is stated to bring: it counts where the chart is not at hand, and is verified where it is. */
  statedBrings(application: string): Brings | undefined;
  /** The cluster-wide kinds that a chart of the config states, and its key in the config. */
  statedKinds(application: string): StatedKinds | undefined;
}

export interface StatedKinds {
  /** E.g. `charts.policies`. */
  readonly key: string;
  readonly kinds: readonly GroupKind[];
}

/** A chart that was not rendered, for rules that must stay silent about what it might bring. */
export interface Unrendered {
  readonly cluster: string;
  readonly application: string;
  readonly namespace: string;
  readonly chart: string;
}

/** A release that Helm rendered, so that it can be rendered again with something changed. */
export interface Release {
  readonly chart: ChartHandle;
  readonly request: HelmRequest;
  /** Where each of its value texts stands: a path of this repository, or `null` for another's and for inline values. */
  readonly valueFiles: readonly (string | null)[];
  readonly subject: Rendered;
}

/** A run of the renderer, with what it gathers on the way. */
export interface RenderWork extends RenderOptions {
  readonly checkouts: Checkouts;
  readonly renders: Releases;
  readonly violations: Violation[];
  readonly notChecked: Map<string, NotChecked>;
  readonly unrendered: Unrendered[];
  /** By `releaseKey`. */
  readonly releases: Map<string, Release>;
  /** Files of this repository that some Application renders from. */
  readonly reached: Set<string>;
}

/** Where a source lies; a chart that came as an archive lies in a repository without files. */
export interface SourcePlace {
  readonly view: RepositoryView;
  readonly folder: string;
  /** Whether the view is the repository that is being judged. */
  readonly own: boolean;
}

/** One source on its way to objects. */
export interface SourceJob {
  readonly application: ApplicationView;
  readonly source: ApplicationSource;
  readonly cluster: TargetCluster;
  /** The Application itself, which findings about its sources name. */
  readonly subject: Rendered;
  readonly apiVersions: readonly string[];
  /** Repositories of the Application's sources with a `ref`, by `$name`; a text says why one cannot be looked into. */
  readonly refs: ReadonlyMap<string, RepositoryView | string>;
}

/** An object of a source, before its namespace is settled. */
export interface SourceObject {
  readonly resource: KubernetesObject;
  readonly source: string;
  readonly template?: string;
  readonly origin?: ConfigPath;
}

/** Key of a release among those of a run. */
export function releaseKey(application: string, source: string): string {
  return `${application} ${source}`;
}

export function originField(view: RepositoryView, file: string): Pick<Rendered, 'origin'> {
  const origin = view.origin(file);
  return origin === undefined ? {} : { origin };
}

/** Notes that something is left unchecked; told once, however often it is met. */
export function leaveUnchecked(work: Pick<RenderWork, 'notChecked'>, what: string, reason: string): void {
  work.notChecked.set(`${reason} ${what}`, { what, reason });
}

/** Notes a source that cannot be rendered. */
export function refuseSource(
  work: Pick<RenderWork, 'violations'>,
  subject: Rendered,
  problem: {
    readonly layer?: 'tree' | 'chart';
    readonly rule: string;
    readonly severity?: Severity;
    readonly title: string;
    readonly message: string;
    readonly fix: string;
    readonly pointer?: string;
  },
): void {
  work.violations.push({ layer: 'chart', severity: 'critical', ...problem, subject });
}

/** One document of a text, `undefined` when it is no YAML or holds nothing. */
export async function parseOne(helm: HelmPool, text: string): Promise<Json | undefined> {
  const [first] = await helm.parse(text);
  return first?.object;
}
