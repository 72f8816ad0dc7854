import type { KubernetesObject } from '../contract/resource.ts';

export interface StorageClassFacts {
  readonly name: string;
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly mountOptions?: readonly string[];
}

/** The default class, of zonal block volumes: their zone is known once a pod is. */
export function blockClass(facts: StorageClassFacts): KubernetesObject {
  return storageClass(facts, 'WaitForFirstConsumer', { 'storageclass.kubernetes.io/is-default-class': 'true' });
}

/** A class of shared file systems, which every zone of the network reaches. */
export function fileClass(facts: StorageClassFacts): KubernetesObject {
  return storageClass(facts, 'Immediate', {});
}

function storageClass(
  { name, provisioner, parameters, mountOptions }: StorageClassFacts,
  volumeBindingMode: string,
  annotations: Readonly<Record<string, string>>,
): KubernetesObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    provisioner,
    parameters: { ...parameters },
    ...(mountOptions === undefined ? {} : { mountOptions }),
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode,
  };
}
