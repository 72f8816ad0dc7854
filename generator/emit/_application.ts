/** Builds Application objects: the one place that knows their shape and sync policy. */
import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1';
import type { Emitted } from '../contract/emitted.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { KubernetesFieldIgnore } from '../model/component.ts';
import type { Cluster, Platform } from '../model/platform.ts';

export const ARGOCD_NAMESPACE = 'argocd';
export const IN_CLUSTER = 'https://kubernetes.default.svc';
const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** One source, before it is written in Argo CD's words. */
export type Source =
  | { readonly type: 'directory'; readonly path: string; readonly recurse: boolean }
  | { readonly type: 'companion'; readonly repository: string; readonly path: string; readonly revision: string }
  | {
      readonly type: 'repositoryChart';
      readonly path: string;
      readonly release: string;
      readonly valueFiles: readonly string[];
    }
  | {
      readonly type: 'remoteChart';
      readonly repository: string;
      readonly chart: string;
      readonly version: string;
      readonly release: string;
      readonly valueFiles: readonly string[];
    };

export interface ApplicationOptions {
  readonly name: string;
  readonly project: string;
  readonly wave: number;
  readonly sources: readonly Source[];
  /** `hub`: the root, cluster and parent Applications, which deploy Applications. */
  readonly destination: { readonly cluster: Cluster; readonly namespace: string } | 'hub';
  /** Git revision of this repository. */
  readonly revision: string;
  /** Owner of the cascade: leaves delete what they deployed, parents do not. */
  readonly cascade: boolean;
  readonly confirmDeletes: boolean;
  /** Nothing waits for it: a slow rollout holds nobody up. */
  readonly ignoreHealth: boolean;
  readonly partOf: string;
  readonly ignoreDifferences: readonly KubernetesFieldIgnore[];
}

/** @returns the Application as Argo CD reads it */
export function application(platform: Platform, options: ApplicationOptions): KubernetesObject {
  const { destination } = options;
  const sources = options.sources.flatMap((source) => sourceObjects(platform, source, options.revision));
  const generatePaths = options.sources.flatMap(pathsOf).join(';');
  const parent = destination === 'hub';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: options.name,
      namespace: ARGOCD_NAMESPACE,
      labels: { 'app.kubernetes.io/part-of': options.partOf },
      annotations: {
        'argocd.argoproj.io/sync-wave': String(options.wave),
        ...(generatePaths === '' ? {} : { 'argocd.argoproj.io/manifest-generate-paths': generatePaths }),
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
        ...(options.confirmDeletes ? { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } : {}),
        ...(options.ignoreHealth ? { 'argocd.argoproj.io/ignore-healthcheck': 'true' } : {}),
      },
      ...(options.cascade ? { finalizers: [FINALIZER] } : {}),
    },
    spec: {
      project: options.project,
      destination: parent
        ? { server: IN_CLUSTER, namespace: ARGOCD_NAMESPACE }
        : { name: destination.cluster.name, namespace: destination.namespace },
      ...(sources.length === 1 ? { source: sources[0] } : { sources }),
      syncPolicy: {
        automated: { enabled: true, prune: true, selfHeal: true },
        syncOptions: [
          'ServerSideApply=true',
          'FailOnSharedResource=true',
          ...(parent || options.ignoreDifferences.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
        ],
        retry: { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
      ...(parent || options.ignoreDifferences.length > 0
        ? { ignoreDifferences: [...(parent ? [PAUSABLE] : []), ...options.ignoreDifferences] }
        : {}),
    },
  } satisfies Emitted<IApplication>;
}

/** Lets people switch auto-sync of a child off during an incident without its parent switching it on again. */
const PAUSABLE = {
  group: 'argoproj.io',
  kind: 'Application',
  jsonPointers: ['/spec/syncPolicy/automated', '/metadata/annotations/argocd.argoproj.io~1refresh', '/operation'],
};

/** Everything in this repository that the source's render reads; leading `/`, as Argo CD wants it. */
function pathsOf(source: Source): readonly string[] {
  switch (source.type) {
    case 'directory':
      return [`/${source.path}`];
    case 'repositoryChart':
      return [`/${source.path}`, ...source.valueFiles.map((file) => `/${file}`)];
    case 'remoteChart':
      return source.valueFiles.map((file) => `/${file}`);
    case 'companion':
      return [];
  }
}

type SourceObject = Emitted<NonNullable<NonNullable<IApplication['spec']>['source']>>;

function sourceObjects(platform: Platform, source: Source, targetRevision: string): readonly SourceObject[] {
  const git = { repoURL: platform.repository.url, targetRevision };
  switch (source.type) {
    case 'directory':
      return [{ ...git, path: source.path, ...(source.recurse ? { directory: { recurse: true } } : {}) }];
    case 'companion':
      return [{ repoURL: source.repository, targetRevision: source.revision, path: source.path }];
    case 'repositoryChart':
      // A leading `/` and one source: a `$values` reference to the same repository can sync a stale revision.
      return [
        {
          ...git,
          path: source.path,
          helm: { releaseName: source.release, valueFiles: source.valueFiles.map((file) => `/${file}`) },
        },
      ];
    case 'remoteChart': {
      const chart = { repoURL: source.repository, chart: source.chart, targetRevision: source.version };
      if (source.valueFiles.length === 0) return [{ ...chart, helm: { releaseName: source.release } }];
      return [
        {
          ...chart,
          helm: { releaseName: source.release, valueFiles: source.valueFiles.map((file) => `$values/${file}`) },
        },
        { ...git, ref: 'values' },
      ];
    }
  }
}
