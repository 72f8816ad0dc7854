import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { ILimitRange, INamespace, IResourceQuota } from 'kubernetes-models/v1';
import type { Emitted } from '../../contract/emitted.ts';
import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import { type Namespace, namespacesOf } from '../../model/namespaces.ts';
import type { Cluster, Platform, Team } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';

const OWNER = 'namespaces';

/** What a container without resources gets: enough for a sidecar or a job, little enough to be noticed. */
const DEFAULT_RESOURCES = {
  default: { memory: '256Mi' },
  defaultRequest: { cpu: '50m', memory: '64Mi' },
};

/** Each Namespace with its labels, quota, limits and team access; nobody else creates or changes it. */
export const namespaces = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const cluster of platform.clusters) {
      for (const namespace of namespacesOf(platform, cluster)) {
        const folder = `${paths.namespaces(cluster.name)}/${namespace.name}`;
        const file = (name: string, object: KubernetesObject) =>
          objectFile(`${folder}/${name}.yaml`, OWNER, namespace.origin, object);
        yield file('namespace', namespaceObject(platform, cluster, namespace));
        if (namespace.services.length > 0) yield file('limit-range', limitRange(namespace));
        const { team } = namespace;
        if (team === null) continue;
        if (Object.keys(team.quota).length > 0) yield file('resource-quota', resourceQuota(namespace, team));
        yield file('role', teamRole(namespace, team));
        yield file('role-binding', teamRoleBinding(namespace, team));
      }
    }
  },
});

function namespaceObject(platform: Platform, cluster: Cluster, namespace: Namespace): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace.name,
      labels: {
        'app.kubernetes.io/part-of': platform.name,
        'slipway.dev/environment': cluster.environment.name,
        ...(namespace.team === null ? {} : { 'slipway.dev/team': namespace.team.name }),
        'pod-security.kubernetes.io/enforce': namespace.podSecurity,
        // The standard of the cluster's own minor: a newer one must not refuse running pods by surprise.
        'pod-security.kubernetes.io/enforce-version': `v${cluster.kubernetes}`,
        'pod-security.kubernetes.io/warn': 'restricted',
        ...(namespace.mesh ? { 'istio.io/rev': platform.mesh?.revision ?? 'default' } : {}),
        ...namespace.identityLabels,
      },
      ...(cluster.environment.protected
        ? { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } }
        : {}),
    },
  } satisfies Emitted<INamespace>;
}

function resourceQuota(namespace: Namespace, team: Team): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team', namespace: namespace.name },
    spec: { hard: { ...team.quota } },
  } satisfies Emitted<IResourceQuota>;
}

function limitRange(namespace: Namespace): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', namespace: namespace.name },
    spec: { limits: [{ type: 'Container', ...DEFAULT_RESOURCES }] },
  } satisfies Emitted<ILimitRange>;
}

/** Read access for debugging; changes go through Git. */
function teamRole(namespace: Namespace, team: Team): KubernetesObject {
  const verbs = ['get', 'list', 'watch'];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: `team-${team.name}`, namespace: namespace.name },
    rules: [
      {
        apiGroups: [''],
        resources: ['pods', 'pods/log', 'services', 'configmaps', 'events', 'endpoints', 'persistentvolumeclaims'],
        verbs,
      },
      { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets'], verbs },
      { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs },
      { apiGroups: ['argoproj.io'], resources: ['rollouts', 'analysisruns'], verbs },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs },
    ],
  } satisfies Emitted<IRole>;
}

function teamRoleBinding(namespace: Namespace, team: Team): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `team-${team.name}`, namespace: namespace.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `team-${team.name}` },
    subjects: team.owners.map((owner) => ({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Group',
      name: owner.replace(/^@/, ''),
    })),
  } satisfies Emitted<IRoleBinding>;
}
