// What the API server never changes in an object that exists: read from the update validation of Kubernetes 1.36 and compared with a
// real server (`npm run test:conformance -- immutable`). Nodes, CSINodes and Events are left out: no repository holds them.
import {
  addedNetwork,
  claimSource,
  completionsOf,
  grewOrKept,
  hadRollingUpdate,
  inTandem,
  isHeldImmutable,
  keepsAddress,
  keepsSource,
  keptTolerations,
  onlyExpandSecret,
  onlyLifted,
  onlyScheduling,
  podOf,
  quotaScopes,
  secretDataOf,
  serviceAddress,
  serviceFamily,
  shortened,
  staysLoadBalancer,
  staysLocal,
  volumeSourceOf,
} from './exceptions.ts';
import type { ImmutableKind } from './immutable-kind.ts';

const PODS = 'its Pods stop and start again';
const SELECTOR = [{ path: 'spec.selector' }];
const ORPHANS = `${PODS}; with --cascade=orphan they run on, and nobody owns those that the new selector does not match`;
const STATE_FIRST =
  'In a first step state the whole rollingUpdate that is filled in now, so that it can be taken away again; change the type in a second';
const POINTERS = 'what refers to it is without it in between';
const CLAIMS = 'volumes that exist keep what they are; new ones wait until it is back';
const RIGHTS = 'its subjects are without these rights in between';
const VOLUME = 'the data: what happens to it says persistentVolumeReclaimPolicy; set Retain before, and copy it';

/** By `group/Kind`. */
export const IMMUTABLE_KINDS: Readonly<Record<string, ImmutableKind>> = {
  'apps/Deployment': {
    fields: [
      ...SELECTOR,
      { path: 'spec.strategy.type', filledIn: 'RollingUpdate', allows: hadRollingUpdate, remedy: STATE_FIRST },
    ],
    cost: ORPHANS,
    cascade: 'orphan',
  },
  'apps/ReplicaSet': { fields: SELECTOR, cost: ORPHANS, cascade: 'orphan' },
  'apps/DaemonSet': { fields: SELECTOR, cost: ORPHANS, cascade: 'orphan' },
  'apps/StatefulSet': {
    fields: [
      ...SELECTOR,
      { path: 'spec.serviceName', filledIn: '' },
      { path: 'spec.podManagementPolicy', filledIn: 'OrderedReady' },
      { path: 'spec.updateStrategy.type', filledIn: 'RollingUpdate', allows: hadRollingUpdate, remedy: STATE_FIRST },
      {
        path: 'spec.volumeClaimTemplates',
        cost: 'with --cascade=orphan nothing stops, and Pods and claims stay; claims that exist keep their size and class until each is changed itself',
      },
    ],
    cost: `${PODS} one by one; the claims and their data stay unless persistentVolumeClaimRetentionPolicy says Delete; with --cascade=orphan nothing stops`,
    cascade: 'orphan',
  },
  'apps/ControllerRevision': { fields: [{ path: 'data' }], cost: 'that step of the history' },
  'batch/Job': {
    fields: [
      ...SELECTOR,
      { path: 'spec.completions', read: completionsOf, allows: inTandem },
      { path: 'spec.completionMode', filledIn: 'NonIndexed' },
      { path: 'spec.podFailurePolicy' },
      { path: 'spec.backoffLimitPerIndex' },
      { path: 'spec.managedBy', filledIn: 'kubernetes.io/job-controller' },
      { path: 'spec.successPolicy' },
      { path: 'spec.template', allows: onlyScheduling },
    ],
    cost: 'its Pods, and what they did so far: it runs again from the start. A Job for each run needs a name for each run, or the hook annotation of Argo CD',
  },
  '/Pod': {
    fields: [
      { path: 'spec', read: podOf },
      { path: 'spec.tolerations', allows: keptTolerations },
      { path: 'spec.activeDeadlineSeconds', allows: shortened },
      { path: 'spec.schedulingGates', allows: onlyLifted },
    ],
    cost: 'it stops, with everything in its own volumes',
  },
  '/Service': {
    fields: [
      { path: 'spec.clusterIP', read: serviceAddress, allows: keepsAddress },
      {
        path: 'spec.ipFamilies',
        read: serviceFamily,
        allows: ({ old, now }) => old === undefined || now === undefined,
      },
      { path: 'spec.loadBalancerClass', allows: (update) => !staysLoadBalancer(update) },
      { path: 'spec.healthCheckNodePort', allows: (update) => !staysLocal(update) || update.now === undefined },
    ],
    cost: 'its address: clients fail until they resolve its name again, and a cloud gives a load balancer another one',
  },
  '/ConfigMap': {
    fields: [
      { path: 'immutable', when: isHeldImmutable },
      { path: 'data', when: isHeldImmutable },
      { path: 'binaryData', when: isHeldImmutable },
    ],
    cost: 'nothing while Pods run; those that start in between fail. A new name for a new content needs no deletion',
  },
  '/Secret': {
    fields: [
      { path: 'type', filledIn: 'Opaque' },
      { path: 'immutable', when: isHeldImmutable },
      { path: 'data', read: secretDataOf, when: isHeldImmutable },
    ],
    cost: 'nothing while Pods run; those that start in between fail. A new name for a new content needs no deletion',
  },
  '/PersistentVolumeClaim': {
    fields: [
      { path: 'spec.accessModes' },
      { path: 'spec.selector' },
      { path: 'spec.resources.limits' },
      { path: 'spec.resources.requests.storage', allows: grewOrKept },
      // Where nothing stands, the cluster may have filled in its default class, or the volume that was bound.
      { path: 'spec.storageClassName', allows: ({ old }) => old === undefined },
      { path: 'spec.volumeName', allows: ({ old }) => old === undefined },
      { path: 'spec.volumeMode', filledIn: 'Filesystem' },
      { path: 'spec.dataSourceRef', read: claimSource, allows: keepsSource },
      { path: 'spec.volumeAttributesClassName', allows: ({ now }) => now !== undefined },
    ],
    cost: 'the data, unless its volume is kept: set persistentVolumeReclaimPolicy to Retain before, and copy it. The claim only goes when no Pod uses it',
  },
  '/PersistentVolume': {
    fields: [
      { path: 'spec', read: volumeSourceOf, allows: onlyExpandSecret },
      { path: 'spec.volumeMode', filledIn: 'Filesystem' },
      { path: 'spec.nodeAffinity', allows: ({ old }) => old === undefined },
      { path: 'spec.volumeAttributesClassName', allows: ({ now }) => now !== undefined },
    ],
    cost: VOLUME,
  },
  '/ResourceQuota': {
    fields: [{ path: 'spec.scopes', read: quotaScopes }],
    cost: 'the namespace is without this limit in between',
  },
  'networking.k8s.io/IngressClass': { fields: [{ path: 'spec.controller' }], cost: POINTERS },
  'networking.k8s.io/IPAddress': {
    fields: [{ path: 'spec.parentRef' }],
    cost: 'the address may be given to another Service',
  },
  'networking.k8s.io/ServiceCIDR': {
    fields: [{ path: 'spec.cidrs', allows: addedNetwork }],
    cost: 'it only goes when no Service has an address of it',
  },
  'rbac.authorization.k8s.io/RoleBinding': {
    fields: [{ path: 'roleRef.kind' }, { path: 'roleRef.name' }],
    cost: RIGHTS,
  },
  'rbac.authorization.k8s.io/ClusterRoleBinding': {
    fields: [{ path: 'roleRef.kind' }, { path: 'roleRef.name' }],
    cost: RIGHTS,
  },
  'scheduling.k8s.io/PriorityClass': {
    fields: [
      { path: 'value', filledIn: 0 },
      { path: 'preemptionPolicy', filledIn: 'PreemptLowerPriority' },
    ],
    cost: 'Pods keep the priority that they have; new ones that name it are refused in between',
  },
  'node.k8s.io/RuntimeClass': { fields: [{ path: 'handler' }], cost: 'new Pods that name it are refused in between' },
  'storage.k8s.io/StorageClass': {
    fields: [
      { path: 'provisioner' },
      { path: 'parameters' },
      { path: 'reclaimPolicy', filledIn: 'Delete' },
      { path: 'volumeBindingMode', filledIn: 'Immediate' },
    ],
    cost: CLAIMS,
  },
  'storage.k8s.io/CSIDriver': {
    fields: [
      { path: 'spec.attachRequired', filledIn: true },
      { path: 'spec.volumeLifecycleModes', filledIn: ['Persistent'] },
    ],
    cost: 'volumes that are mounted stay; nothing is attached or mounted until it is back',
  },
  'storage.k8s.io/VolumeAttributesClass': { fields: [{ path: 'driverName' }, { path: 'parameters' }], cost: CLAIMS },
  'storage.k8s.io/VolumeAttachment': { fields: [{ path: 'spec' }], cost: 'the volume is detached from its node' },
  'storage.k8s.io/CSIStorageCapacity': {
    fields: [{ path: 'storageClassName' }, { path: 'nodeTopology' }],
    cost: 'the scheduler does not know that capacity in between',
  },
  'discovery.k8s.io/EndpointSlice': {
    fields: [{ path: 'addressType' }],
    cost: 'the Service is without these endpoints in between',
  },
  'certificates.k8s.io/ClusterTrustBundle': { fields: [{ path: 'spec.signerName' }], cost: POINTERS },
  'resource.k8s.io/ResourceClaim': {
    fields: [{ path: 'spec' }],
    cost: 'its devices are given back; it only goes when no Pod uses it',
  },
  'resource.k8s.io/ResourceClaimTemplate': {
    fields: [{ path: 'spec' }],
    cost: 'Pods keep the claims that they have; new ones wait until it is back',
  },
  'resource.k8s.io/ResourceSlice': {
    fields: [{ path: 'spec.driver' }, { path: 'spec.nodeName' }, { path: 'spec.pool.name' }],
    cost: 'its devices cannot be given to anybody in between',
  },
  'storagemigration.k8s.io/StorageVersionMigration': { fields: [{ path: 'spec' }], cost: 'it starts again' },
  'apiextensions.k8s.io/CustomResourceDefinition': {
    fields: [{ path: 'spec.scope' }, { path: 'spec.names.kind' }],
    cost: 'every object of that kind, in every namespace: they are deleted with it',
  },
};
