import type { KubernetesObject } from '../contract/resource.ts';
import { defineComponent, PLAIN } from './_define.ts';
import { plainPods, plainWorkload } from './_plain.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

const VERSION = 'v8.6.0';

/** Snapshots of volumes: definitions and controller. GKE and AKS bring both: place it on the other clouds with `on: { clouds }`. */
export const snapshotController = defineComponent<object>({
  kind: 'snapshot-controller',
  summary: 'Snapshots of volumes',
  ...PLAIN,
  companions: () => [
    {
      repository: 'https://github.com/kubernetes-csi/external-snapshotter',
      path: 'client/config/crd',
      revision: VERSION,
    },
  ],
  namespace: 'snapshot-controller',
  wave: -10,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'groupsnapshot.storage.k8s.io': ['VolumeGroupSnapshot', 'VolumeGroupSnapshotClass', 'VolumeGroupSnapshotContent'],
      'snapshot.storage.k8s.io': ['VolumeSnapshot', 'VolumeSnapshotClass', 'VolumeSnapshotContent'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['registry.k8s.io/sig-storage/snapshot-controller'],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: {} }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  manifests: {
    shared: ({ release, namespace }): readonly KubernetesObject[] => [
      ...plainWorkload({
        ...{ name: release, namespace, replicas: 2, annotations: {} },
        pod: {
          automountServiceAccountToken: true,
          securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 },
          topologySpreadConstraints: spread(plainPods(release)),
        },
        container: {
          image: `registry.k8s.io/sig-storage/snapshot-controller:${VERSION}`,
          args: ['--v=2', '--leader-election=true', '--http-endpoint=:8080'],
          ports: [{ name: 'metrics', containerPort: 8080 }],
          readinessProbe: { httpGet: { path: '/healthz/leader-election', port: 'metrics' } },
          securityContext: RESTRICTED_CONTAINER,
          resources: resources('20m', '64Mi', '256Mi'),
        },
      }),
      ...rights(release, namespace),
    ],
  },
});

const READ = ['get', 'list', 'watch'];
const WRITE = [...READ, 'update', 'patch'];

/** What the controller's own description asks for, by API group and resource. */
const RULES: readonly (readonly [group: string, resource: string, verbs: readonly string[]])[] = [
  ['', 'persistentvolumes', READ],
  ['', 'persistentvolumeclaims', [...READ, 'update']],
  ['', 'events', ['list', 'watch', 'create', 'update', 'patch']],
  ['snapshot.storage.k8s.io', 'volumesnapshotclasses', READ],
  ['snapshot.storage.k8s.io', 'volumesnapshotcontents', [...WRITE, 'create', 'delete']],
  ['snapshot.storage.k8s.io', 'volumesnapshotcontents/status', ['patch']],
  ['snapshot.storage.k8s.io', 'volumesnapshots', [...WRITE, 'create', 'delete']],
  ['snapshot.storage.k8s.io', 'volumesnapshots/status', ['update', 'patch']],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshotclasses', READ],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents', [...WRITE, 'create', 'delete']],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents/status', ['patch']],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshots', WRITE],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshots/status', ['update', 'patch']],
];

function rights(name: string, namespace: string): readonly KubernetesObject[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const apiVersion = `${apiGroup}/v1`;
  return [
    {
      ...{ apiVersion, kind: 'ClusterRole', metadata: { name } },
      rules: RULES.map(([group, resource, verbs]) => ({ apiGroups: [group], resources: [resource], verbs })),
    },
    {
      ...{ apiVersion, kind: 'ClusterRoleBinding', metadata: { name } },
      ...{ roleRef: { apiGroup, kind: 'ClusterRole', name }, subjects },
    },
    {
      ...{ apiVersion, kind: 'Role', metadata: { name, namespace } },
      rules: [
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...READ, 'create', 'update', 'delete'] },
      ],
    },
    {
      ...{ apiVersion, kind: 'RoleBinding', metadata: { name, namespace } },
      ...{ roleRef: { apiGroup, kind: 'Role', name }, subjects },
    },
  ];
}
