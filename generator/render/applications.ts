/** Reads Application objects: what goes where, in Argo CD's own terms. */
import { isRecord, type KubernetesObject } from '../contract/resource.ts';

export interface HelmSettings {
  readonly releaseName: string | undefined;
  readonly valueFiles: readonly string[];
  /** Text of `values`, or of `valuesObject`, which wins. */
  readonly inline: string | undefined;
  readonly skipCrds: boolean;
  readonly skipTests: boolean;
  readonly skipSchemaValidation: boolean;
}

export type ApplicationSource =
  | { readonly type: 'directory'; readonly repository: string; readonly path: string; readonly recurse: boolean }
  | {
      readonly type: 'repositoryChart';
      readonly repository: string;
      readonly path: string;
      readonly helm: HelmSettings;
    }
  | {
      readonly type: 'remoteChart';
      readonly repository: string;
      readonly chart: string;
      readonly version: string;
      readonly helm: HelmSettings;
    };

export interface ApplicationView {
  readonly name: string;
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

/** @param isChart whether a folder of the repository is a chart, which decides how Argo CD reads a path */
export function readApplication(resource: KubernetesObject, isChart: (path: string) => boolean): ApplicationView {
  const spec = isRecord(resource.spec) ? resource.spec : {};
  const destination = isRecord(spec.destination) ? spec.destination : {};
  // `sources` wins over `source` when both are there.
  const list = Array.isArray(spec.sources) ? spec.sources : [spec.source];
  return {
    name: resource.metadata.name ?? '',
    destination: {
      name: text(destination.name),
      server: text(destination.server),
      namespace: text(destination.namespace) ?? '',
    },
    sources: list.filter(isRecord).flatMap((source) => readSource(source, isChart)),
  };
}

function readSource(source: Record<string, unknown>, isChart: (path: string) => boolean): readonly ApplicationSource[] {
  const repository = text(source.repoURL) ?? '';
  const helm = readHelm(isRecord(source.helm) ? source.helm : {});
  const chart = text(source.chart);
  if (chart !== undefined && chart !== '') {
    return [{ type: 'remoteChart', repository, chart, version: text(source.targetRevision) ?? '', helm }];
  }
  const given = text(source.path);
  // A source with a `ref` and no path only lends its files to others.
  if (given === undefined) return [];
  const path = given.replace(/^\.\//, '').replace(/\/$/, '');
  if (isChart(path)) return [{ type: 'repositoryChart', repository, path, helm }];
  const directory = isRecord(source.directory) ? source.directory : {};
  return [{ type: 'directory', repository, path: path === '.' ? '' : path, recurse: directory.recurse === true }];
}

function readHelm(helm: Record<string, unknown>): HelmSettings {
  return {
    releaseName: text(helm.releaseName),
    valueFiles: Array.isArray(helm.valueFiles) ? helm.valueFiles.map(String) : [],
    inline: isRecord(helm.valuesObject) ? JSON.stringify(helm.valuesObject) : text(helm.values),
    skipCrds: helm.skipCrds === true,
    skipTests: helm.skipTests === true,
    skipSchemaValidation: helm.skipSchemaValidation === true,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
