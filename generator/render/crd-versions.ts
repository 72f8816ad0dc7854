import { isRecord, type KubernetesObject } from '../contract/resource.ts';

/** What a CustomResourceDefinition makes an API server offer: `keda.sh/v1alpha1` and `keda.sh/v1alpha1/ScaledObject`. */
export function servedVersions(crd: KubernetesObject): readonly string[] {
  const { spec } = crd;
  if (!isRecord(spec) || !isRecord(spec.names) || !Array.isArray(spec.versions)) return [];
  const { group } = spec;
  const { kind } = spec.names;
  return spec.versions
    .filter(isRecord)
    .filter((version) => version.served === true)
    .flatMap(({ name }) => [`${group}/${name}`, `${group}/${name}/${kind}`]);
}
