/** What a run of the renderer knows, gathers, and does with each object. */
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { ApplicationView } from './applications.ts';
import type { RepositoryView } from './repository-view.ts';

/** A destination that the repository deploys to. */
export interface TargetCluster {
  readonly name: string;
  readonly environment: string;
  readonly kubernetes: string;
  readonly server: string;
}

export interface RenderOptions {
  readonly view: RepositoryView;
  /** URL under which Argo CD knows this repository. */
  readonly repository: string;
  readonly clusters: readonly TargetCluster[];
  /** Cluster on which Argo CD runs: `https://kubernetes.default.svc`. */
  readonly hub: TargetCluster;
  readonly helm: HelmPool;
  /** Whether a kind lives in a namespace; `undefined` when nobody knows. */
  isNamespaced(apiVersion: string, kind: string, kubernetes: string): boolean | undefined;
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
  readonly request: HelmRequest;
  /** Paths of its value files in the repository, first to last. */
  readonly valueFiles: readonly string[];
}

/** A run of the renderer, with what it gathers on the way. */
export interface RenderWork extends RenderOptions {
  readonly resources: Rendered[];
  readonly violations: Violation[];
  readonly notChecked: Map<string, NotChecked>;
  readonly unrendered: Unrendered[];
  /** By Application and chart path. */
  readonly releases: Map<string, Release>;
  /** By path: why a chart could not be read, `null` when it could. */
  readonly charts: Map<string, Promise<string | null>>;
}

/** Puts an object into the cluster as Argo CD does: a namespaced one without a namespace goes to the destination's. */
export function place(
  work: RenderWork,
  application: ApplicationView,
  cluster: TargetCluster,
  object: KubernetesObject,
  from: Pick<Rendered, 'source' | 'template' | 'origin'>,
): Rendered {
  const { namespace } = application.destination;
  const needsNamespace =
    object.metadata.namespace === undefined &&
    namespace !== '' &&
    work.isNamespaced(object.apiVersion, object.kind, cluster.kubernetes) === true;
  return {
    cluster: cluster.name,
    environment: cluster.environment,
    kubernetes: cluster.kubernetes,
    application: application.name,
    resource: needsNamespace ? { ...object, metadata: { ...object.metadata, namespace } } : object,
    ...from,
  };
}

export function originField(view: RepositoryView, file: string): Pick<Rendered, 'origin'> {
  const origin = view.origin(file);
  return origin === undefined ? {} : { origin };
}
