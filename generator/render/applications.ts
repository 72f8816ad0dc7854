/** Reads Application objects: what goes where, in Argo CD's own terms. */
import { isRecord, type KubernetesObject } from '../contract/resource.ts';

/** How Argo CD names the cluster that it runs on. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** One source of an Application, as it is written. */
export interface ApplicationSource {
  readonly repository: string;
  readonly revision: string;
  /** Folder in the repository, without slashes around it; `undefined` when none is given. */
  readonly path: string | undefined;
  /** Name of a chart in a chart repository. */
  readonly chart: string | undefined;
  readonly ref: string | undefined;
  /** The tools' own settings: a tool that is named, even with nothing in it, is the one that renders. */
  readonly tools: Readonly<Partial<Record<Tool, Readonly<Record<string, unknown>>>>>;
}

export const TOOLS = ['helm', 'kustomize', 'directory', 'plugin'] as const;
export type Tool = (typeof TOOLS)[number];

export interface ApplicationView {
  readonly name: string;
  readonly namespace: string;
  readonly project: string;
  readonly wave: number;
  readonly destination: {
    readonly name: string | undefined;
    readonly server: string | undefined;
    readonly namespace: string;
  };
  readonly sources: readonly ApplicationSource[];
}

export function isApplication(resource: KubernetesObject): boolean {
  return resource.kind === 'Application' && resource.apiVersion.startsWith('argoproj.io/');
}

export function isApplicationSet(resource: KubernetesObject): boolean {
  return resource.kind === 'ApplicationSet' && resource.apiVersion.startsWith('argoproj.io/');
}

export function readApplication(resource: KubernetesObject): ApplicationView {
  const spec = isRecord(resource.spec) ? resource.spec : {};
  const destination = isRecord(spec.destination) ? spec.destination : {};
  // `sources` wins over `source` when both are there; an empty list counts as none.
  const several = Array.isArray(spec.sources) && spec.sources.length > 0 ? spec.sources : [spec.source];
  // What the hydrator writes elsewhere, and Argo CD applies, is what this source renders to.
  const hydrated = isRecord(spec.sourceHydrator) ? [spec.sourceHydrator.drySource] : several;
  return {
    name: resource.metadata.name ?? '',
    namespace: resource.metadata.namespace ?? '',
    project: text(spec.project) ?? 'default',
    wave: readWave(resource),
    destination: {
      name: text(destination.name),
      server: text(destination.server),
      namespace: text(destination.namespace) ?? '',
    },
    sources: hydrated.filter(isRecord).map(readSource),
  };
}

/** The sync wave that an object asks for. */
export function readWave(resource: KubernetesObject): number {
  const wave = Number(resource.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}

export function readSource(source: Record<string, unknown>): ApplicationSource {
  const path = text(source.path);
  const tools: Partial<Record<Tool, Record<string, unknown>>> = {};
  for (const tool of TOOLS) {
    const settings = source[tool];
    if (isRecord(settings)) tools[tool] = settings;
  }
  return {
    repository: text(source.repoURL) ?? '',
    revision: text(source.targetRevision) ?? 'HEAD',
    path: path === undefined || path === '' ? undefined : trimPath(path),
    chart: text(source.chart) === '' ? undefined : text(source.chart),
    ref: text(source.ref) === '' ? undefined : text(source.ref),
    tools,
  };
}

function trimPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
