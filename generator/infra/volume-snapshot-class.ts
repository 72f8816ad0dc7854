import type { KubernetesObject } from '../contract/resource.ts';
import { flag, oneOf } from '../model/option-schema.ts';
import { defineComponent, PLAIN } from './_define.ts';

export interface VolumeSnapshotClassOptions {
  /** Whether a snapshot in the cloud goes with the object that stands for it. @default 'Delete' */
  readonly deletion: 'Delete' | 'Retain';
  /** Whether snapshots that name no class are of this one; a driver has one such class. @default true */
  readonly isDefault: boolean;
}

/** How volumes of the cloud are snapshot: the class `block`, of the driver of block volumes. The controller stands beside it. */
export const volumeSnapshotClass = defineComponent<VolumeSnapshotClassOptions>({
  kind: 'volume-snapshot-class',
  summary: 'Class of volume snapshots of the cloud',
  ...PLAIN,
  namespace: 'snapshot-controller',
  wave: 0,
  placement: 'everywhere',
  answers: 'volume-snapshots',
  after: ['snapshot-controller'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: { deletion: oneOf('Delete', 'Retain'), isDefault: flag }, required: [] },
  defaults: { deletion: 'Delete', isDefault: true },
  manifests: {
    cluster: ({ options }, { cloud }): readonly KubernetesObject[] => [
      {
        apiVersion: 'snapshot.storage.k8s.io/v1',
        kind: 'VolumeSnapshotClass',
        metadata: {
          name: 'block',
          annotations: { 'snapshot.storage.kubernetes.io/is-default-class': String(options.isDefault) },
        },
        driver: cloud.traits.snapshotDriver,
        deletionPolicy: options.deletion,
      },
    ],
  },
});
