import type { FileSpec } from '../../contract/file-spec.ts';
import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import type { Companion } from '../../model/component.ts';
import { externalSecretsOf } from '../../model/component-secrets.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Component, Platform } from '../../model/platform.ts';
import { application, type Source } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { objectFileName, paths } from '../_paths.ts';
import { componentValueFiles } from '../helm/_component-layers.ts';
import { ARGOCD_KIND, names, projectOf } from './_names.ts';
import { WAVES } from './_waves.ts';

const OWNER = 'components';

/**
 * One Application per component and cluster, `<name>-config` for the custom resources that go with its chart, and
 * `<name>-needs` for what its pods need to start.
 */
export const components = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const component of platform.components) {
      const { manifests, chart } = component.definition;
      const late = (objects: readonly KubernetesObject[]) => (chart === null ? objects : objects.map(withLateCrd));
      const shared = manifests?.shared?.(component.settings.base, platform) ?? [];
      if (component.placement.length > 0)
        yield* manifestFiles(component, paths.manifests('infra', component.name), late(shared));
      for (const cluster of component.placement) {
        const settings = settingsOn(component, cluster);
        const own = manifests?.cluster?.(settings, cluster, platform) ?? [];
        const folder = paths.clusterManifests(cluster.name, component.layer, component.name);
        yield* manifestFiles(component, folder, late(own));
        const folders = [
          ...(shared.length > 0 ? [paths.manifests('infra', component.name)] : []),
          ...(own.length > 0 ? [folder] : []),
        ];
        yield mainApplication(platform, component, cluster, chart === null ? folders : []);
        if (folders.length > 0 && chart !== null)
          yield partApplication(platform, component, cluster, { part: 'config', step: WAVES.configStep, folders });
        const needs = [
          ...externalSecretsOf(platform, component, cluster),
          ...(manifests?.needs?.(settings, cluster, platform) ?? []),
        ];
        if (needs.length === 0) continue;
        yield* manifestFiles(component, `${folder}/needs`, needs.map(withLateCrd));
        yield partApplication(platform, component, cluster, {
          part: 'needs',
          step: WAVES.needsStep,
          folders: [`${folder}/needs`],
        });
      }
    }
  },
});

function manifestFiles(
  component: Component,
  folder: string,
  objects: readonly KubernetesObject[],
): readonly FileSpec[] {
  return objects.map((object) =>
    objectFile(`${folder}/${objectFileName(object.kind, object.metadata.name ?? '')}`, OWNER, component.origin, object),
  );
}

const LATE_CRD = 'SkipDryRunOnMissingResource=true';

/** The definition comes with another Application: a missed wave must end in a retry, not in a failed dry run. */
export function withLateCrd(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const own = annotations?.['argocd.argoproj.io/sync-options'];
  return {
    ...object,
    metadata: {
      ...metadata,
      annotations: {
        ...annotations,
        'argocd.argoproj.io/sync-options': [...(own === undefined ? [] : [own]), LATE_CRD].join(','),
      },
    },
  };
}

function mainApplication(
  platform: Platform,
  component: Component,
  cluster: Cluster,
  folders: readonly string[],
): FileSpec {
  const settings = settingsOn(component, cluster);
  const { wave, ignoreDifferences, kind } = component.definition;
  return objectFile(
    `${paths.group(cluster.name, component.layer)}/${component.name}.yaml`,
    OWNER,
    component.origin,
    application(platform, {
      name: names.application(cluster, component.name),
      project: projectOf(cluster, component),
      wave,
      sources: [
        ...chartSource(platform, component, cluster),
        ...folders.map((path) => ({ type: 'directory' as const, path, recurse: false })),
        ...companionsOf(component, cluster).map((companion) => ({ type: 'companion' as const, ...companion })),
      ],
      destination: { cluster, namespace: settings.namespace },
      revision: cluster.environment.revision,
      // Argo CD must not delete itself together with its Application.
      cascade: kind !== ARGOCD_KIND,
      confirmDeletes: cluster.environment.protected,
      ignoreHealth: !hasDependants(platform, component, cluster),
      partOf: cluster.name,
      ignoreDifferences: ignoreDifferences ?? [],
    }),
  );
}

function chartSource(platform: Platform, component: Component, cluster: Cluster): readonly Source[] {
  const { chart } = component.definition;
  const settings = settingsOn(component, cluster);
  if (chart === null) return [];
  return [
    {
      type: 'remoteChart',
      repository: chart.repository,
      chart: chart.name,
      version: settings.chartVersion,
      release: component.name,
      valueFiles: componentValueFiles(component, cluster, platform),
    },
  ];
}

/** Folders of other repositories that a component brings on a cluster. */
export function companionsOf(component: Component, cluster: Cluster): readonly Companion[] {
  const settings = settingsOn(component, cluster);
  return component.definition.companions?.(settings.options) ?? [];
}

/** Whether another component of the cluster must come after this one. */
function hasDependants(platform: Platform, component: Component, cluster: Cluster): boolean {
  const { manifests, kind, chart } = component.definition;
  return (
    (manifests !== undefined && chart !== null) ||
    platform.components.some((other) => other.placement.includes(cluster) && other.definition.after.includes(kind))
  );
}

interface Part {
  readonly part: 'config' | 'needs';
  /** Distance of its wave from the chart's. */
  readonly step: number;
  readonly folders: readonly string[];
}

function partApplication(
  platform: Platform,
  component: Component,
  cluster: Cluster,
  { part, step, folders }: Part,
): FileSpec {
  return objectFile(
    `${paths.group(cluster.name, component.layer)}/${component.name}-${part}.yaml`,
    OWNER,
    component.origin,
    application(platform, {
      name: names.application(cluster, `${component.name}-${part}`),
      project: projectOf(cluster, component),
      wave: component.definition.wave + step,
      sources: folders.map((path) => ({ type: 'directory', path, recurse: false })),
      destination: { cluster, namespace: component.namespace },
      revision: cluster.environment.revision,
      cascade: true,
      confirmDeletes: cluster.environment.protected,
      ignoreHealth: part === 'config',
      partOf: cluster.name,
      ignoreDifferences: [],
    }),
  );
}
