import { count, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations, identityPodLabels, SMALL_RESOURCES } from './_shared.ts';

export interface ArgoCdOptions {
  /** Image tag: 3.5.2 or newer, because older ones break on several sources. @default 'v3.5.7' */
  readonly version: string;
  /** @default 2 */
  readonly replicas: number;
}

/**
 * Without a check for Applications, waves between them wait for nothing. This one waits until a child has synced the
 * revision that its parent just wrote, and fails with it.
 */
const APPLICATION_HEALTH = `hs = { status = "Progressing", message = "waiting for the first sync" }
if obj.metadata.deletionTimestamp ~= nil then
  hs.message = "being deleted"
  return hs
end
local status = obj.status
if status == nil or status.sync == nil or status.health == nil then return hs end
local automated = obj.spec.syncPolicy ~= nil and obj.spec.syncPolicy.automated or nil
if automated ~= nil and automated.enabled ~= false then
  local operation = status.operationState
  if operation == nil then return hs end
  if operation.phase == "Running" or operation.phase == "Terminating" then
    hs.message = "sync running"
    return hs
  end
  if operation.phase == "Failed" or operation.phase == "Error" then
    return { status = "Degraded", message = operation.message or "sync failed" }
  end
  if status.sync.status ~= "Synced" then
    hs.message = "out of sync"
    return hs
  end
  local compared = status.sync.comparedTo or {}
  local wanted = obj.spec.sources or { obj.spec.source }
  local seen = compared.sources or { compared.source }
  for i, source in ipairs(wanted) do
    if seen[i] == nil or seen[i].targetRevision ~= source.targetRevision then
      hs.message = "new revision not compared yet"
      return hs
    end
  end
end
return { status = status.health.status or "Progressing", message = status.health.message or "" }
`;

/** Argo CD, which manages itself; on the hub only. */
export const argoCd = defineComponent<ArgoCdOptions>({
  kind: 'argo-cd',
  summary: 'Deploys everything else from this repository',
  chart: { repository: 'https://argoproj.github.io/argo-helm', name: 'argo-cd', version: '10.1.1' },
  // Chart 10.1.1 brings 3.4.4 and its definitions: the newer image needs its own.
  companions: (options) => [
    { repository: 'https://github.com/argoproj/argo-cd', path: 'manifests/crds', revision: options.version },
  ],
  namespace: 'argocd',
  wave: 0,
  placement: 'hub',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: { 'argoproj.io': ['Application', 'ApplicationSet', 'AppProject'] },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['quay.io/argoproj', 'ecr-public.aws.com/docker/library'],
  waivers: [
    {
      rules: ['RBAC-002', 'RBAC-003', 'RBAC-004'],
      targets: ['ClusterRole/{release}-argocd-server'],
      reason:
        'People look at every object of this cluster through it, and act on it, as far as Argo CD’s own roles let them.',
    },
    {
      rules: ['RBAC-002', 'RBAC-003', 'RBAC-004', 'RBAC-005'],
      targets: ['ClusterRole/{release}-argocd-application-controller'],
      reason:
        'It applies whatever the repository holds, roles among it; what may be deployed is decided by the AppProjects.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}-argocd-*'],
      reason: 'Clusters and repositories are Secrets of its own namespace, and come and go by label, not by name.',
    },
    {
      rules: ['REL-004'],
      targets: ['StatefulSet/{release}-argocd-application-controller'],
      reason: 'More replicas share the clusters instead of standing in for each other; a restart only delays a sync.',
    },
    {
      rules: ['REL-003'],
      targets: ['Deployment/{release}-redis-ha-haproxy'],
      reason: 'The chart has no values for the probes of this proxy; three of them share the load.',
    },
    {
      rules: ['NET-003'],
      targets: ['NetworkPolicy/{release}-argocd-application-controller', 'NetworkPolicy/{release}-argocd-repo-server'],
      reason: 'Only the ports with metrics are opened to every namespace: the chart cannot know where Prometheus runs.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: ['argocd-application-controller', 'argocd-applicationset-controller', 'argocd-server'],
  options: { properties: { version: text, replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { version: 'v3.5.7', replicas: 2 },
  values: {
    base: ({ options }) => ({
      global: { image: { tag: options.version }, networkPolicy: { defaultDenyIngress: true } },
      crds: { install: false },
      configs: {
        cm: {
          'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
          'application.sync.requireOverridePrivilegeForRevisionSync': 'true',
        },
        params: { 'controller.diff.server.side': 'true', 'server.insecure': 'true' },
      },
      controller: { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } } },
      repoServer: {
        replicas: options.replicas,
        pdb: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
      },
      server: {
        replicas: options.replicas,
        pdb: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      },
      applicationSet: { replicas: 0, resources: SMALL_RESOURCES },
      notifications: { enabled: false },
      dex: { enabled: false },
      redisSecretInit: { resources: SMALL_RESOURCES },
      'redis-ha': {
        enabled: true,
        podDisruptionBudget: { maxUnavailable: 1 },
        init: { resources: SMALL_RESOURCES },
        redis: { resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } },
        sentinel: { resources: SMALL_RESOURCES },
        splitBrainDetection: { resources: SMALL_RESOURCES },
        haproxy: {
          podDisruptionBudget: { maxUnavailable: 1 },
          init: { resources: SMALL_RESOURCES },
          resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        },
      },
    }),
    cluster: (settings, cluster, platform) => ({
      controller: {
        serviceAccount: identityAnnotations(settings, 'argocd-application-controller', cluster, platform),
        ...identityPodLabels(settings, 'argocd-application-controller', cluster, platform),
      },
      server: {
        serviceAccount: identityAnnotations(settings, 'argocd-server', cluster, platform),
        ...identityPodLabels(settings, 'argocd-server', cluster, platform),
      },
    }),
  },
});
