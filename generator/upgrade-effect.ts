/** What another version of a chart would change: every release of it is rendered with both. */
import { normalRepository } from './chart-store/chart-address.ts';
import { isKubernetesObject, isRecord, type KubernetesObject, resourceName } from './contract/resource.ts';
import type { HelmRender, HelmRequest } from './engines/helm-protocol.ts';
import { type HelmPool, openHelmPool } from './engines/pool.ts';
import type { Platform } from './model/platform.ts';
import { diffFields, type FieldChange, type ResourceChange } from './output/diff.ts';
import type { FilePlan } from './plan/file-plan.ts';

export interface ReleaseEffect {
  readonly application: string;
  readonly changes: readonly ResourceChange[];
  /** Helm's words when one of the two cannot be rendered. */
  readonly error: string | undefined;
}

interface Release {
  readonly application: string;
  readonly request: Omit<HelmRequest, 'chart'>;
}

/**
 * Renders every release of a chart with two archives.
 *
 * @param chart as the Applications name it now
 */
export async function upgradeEffect(
  { platform, plan }: { readonly platform: Platform; readonly plan: FilePlan },
  chart: { readonly repository: string; readonly name: string; readonly version: string },
  before: Uint8Array,
  after: Uint8Array,
): Promise<readonly ReleaseEffect[]> {
  const helm = openHelmPool();
  try {
    const broken = [await loadError(helm, 'before', before), await loadError(helm, 'after', after)].find(
      (one) => one !== undefined,
    );
    return await Promise.all(
      releasesOf(platform, plan, chart).map(async ({ application, request }): Promise<ReleaseEffect> => {
        if (broken !== undefined) return { application, changes: [], error: broken };
        const [old, now] = await Promise.all([
          helm.render({ ...request, chart: 'before' }),
          helm.render({ ...request, chart: 'after' }),
        ]);
        const error = now.error ?? (old.error === undefined ? undefined : `the version of now: ${old.error}`);
        return { application, changes: error === undefined ? compare(old, now) : [], error };
      }),
    );
  } finally {
    await helm.close();
  }
}

async function loadError(helm: HelmPool, key: string, bytes: Uint8Array): Promise<string | undefined> {
  const loaded = await helm.load(key, bytes);
  return loaded.ok ? undefined : loaded.error;
}

function releasesOf(
  platform: Platform,
  plan: FilePlan,
  chart: { readonly repository: string; readonly name: string; readonly version: string },
): readonly Release[] {
  const objects = plan.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : []));
  return objects.flatMap((resource): readonly Release[] => {
    if (resource.kind !== 'Application' || !isRecord(resource.spec)) return [];
    const { spec } = resource;
    const sources = (Array.isArray(spec.sources) ? spec.sources : [spec.source]).filter(isRecord);
    const source = sources.find(
      (one) =>
        one.chart === chart.name &&
        one.targetRevision === chart.version &&
        normalRepository(String(one.repoURL)) === normalRepository(chart.repository),
    );
    if (source === undefined) return [];
    const helm = isRecord(source.helm) ? source.helm : {};
    const destination = isRecord(spec.destination) ? spec.destination : {};
    const cluster = platform.clusters.find((one) => one.name === destination.name);
    const application = resource.metadata.name ?? '';
    return [
      {
        application,
        request: {
          name: typeof helm.releaseName === 'string' ? helm.releaseName : application,
          namespace: typeof destination.namespace === 'string' ? destination.namespace : '',
          values: valuesOf(helm, plan),
          ...(cluster === undefined ? {} : { kubeVersion: `${cluster.kubernetes}.0` }),
          skipTests: true,
          skipCrds: helm.skipCrds === true,
          omitText: true,
        },
      },
    ];
  });
}

function valuesOf(helm: Record<string, unknown>, plan: FilePlan): readonly string[] {
  const files = Array.isArray(helm.valueFiles) ? helm.valueFiles.map(String) : [];
  const texts = files.flatMap((file) => {
    const path = file.replace(/^\$[\w-]+\//, '');
    return plan.get(path) === undefined ? [] : [plan.text(path)];
  });
  if (isRecord(helm.valuesObject)) return [...texts, JSON.stringify(helm.valuesObject)];
  return typeof helm.values === 'string' ? [...texts, helm.values] : texts;
}

function compare(before: HelmRender, after: HelmRender): readonly ResourceChange[] {
  const old = objectsOf(before);
  const now = objectsOf(after);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((resource): readonly ResourceChange[] => {
    const a = old.get(resource);
    const b = now.get(resource);
    if (a === undefined) return [{ resource, change: 'added', fields: [] }];
    if (b === undefined) return [{ resource, change: 'removed', fields: [] }];
    const fields = diffFields(a, b, [], a.kind === 'Secret').filter(isTelling);
    return fields.length === 0 ? [] : [{ resource, change: 'changed', fields }];
  });
}

/** Labels with the chart's version change at every upgrade, on every object. */
function isTelling({ pointer }: FieldChange): boolean {
  return !/\/labels\/(helm\.sh~1chart|app\.kubernetes\.io~1version|chart)$/.test(pointer);
}

function objectsOf({ documents }: HelmRender): ReadonlyMap<string, KubernetesObject> {
  const objects = documents.flatMap(({ object }) => (isKubernetesObject(object) ? [object] : []));
  return new Map(
    objects.map((object) => {
      const { kind, namespace, name } = resourceName(object);
      return [`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, object];
    }),
  );
}
