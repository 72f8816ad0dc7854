/** Storage of a service as values of the shared chart: what it is everywhere, and the class that each cloud has for it. */
import type { HelmValues } from '../../config/component-types.ts';
import type { ServiceVolume } from '../../config/service-types.ts';
import { isMissing } from '../../model/cloud.ts';
import type { Cluster, ServiceSettings } from '../../model/platform.ts';

/** @returns volumes by name, without a class */
export function volumeValues({ volumes }: ServiceSettings): HelmValues {
  return Object.fromEntries(
    [...volumes].map(([name, { path, size, kind }]) => [name, { path: mountPath(path), size, kind }]),
  );
}

/** @returns the class of each volume on a cluster, by name */
export function volumeClasses({ volumes }: ServiceSettings, cluster: Cluster): HelmValues {
  return Object.fromEntries([...volumes].map(([name, volume]) => [name, { class: classOf(volume, cluster) }]));
}

/** Whether each replica has a disk of its own, which makes the service a StatefulSet. */
export function hasDisks({ volumes }: ServiceSettings): boolean {
  return [...volumes.values()].some((volume) => volume.kind === 'block');
}

function classOf({ kind }: ServiceVolume, { name, cloud }: Cluster): string {
  const { blockStorageClass, fileStorageClass } = cloud.traits;
  if (kind === 'block') return blockStorageClass;
  if (isMissing(fileStorageClass)) throw new Error(`cluster ${name} has no class for files`);
  return fileStorageClass;
}

/** The API server takes `/data` and `/data/` for two folders, and the second hides the first. */
function mountPath(path: string): string {
  return path.replace(/\/+$/, '');
}
