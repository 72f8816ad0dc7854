// Stands in for the controllers and the kubelets of a cluster: writes the status that Argo CD's health checks wait for.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { collection, writeStatus } from './api-client.mjs';

const PAUSE = 1000;
/** So that a wave which does not wait for health is seen to be too early. */
const DELAY = 4000;
const DISCOVER_EVERY = 10;

const condition = (type, reason = type) => ({
  type,
  status: 'True',
  reason,
  message: 'conformance',
  lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
});
const replicasOf = ({ spec }) => spec.replicas ?? 1;
const replicated = (object, more = {}) => {
  const replicas = replicasOf(object);
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas };
  return { observedGeneration: object.metadata.generation, ...counts, ...more };
};
const ready = () => ({ conditions: [condition('Ready')] });

/** The status of each kind once its controller is done. */
const STATUSES = {
  'apps/v1 Deployment': (object) =>
    replicated(object, {
      conditions: [
        condition('Available', 'MinimumReplicasAvailable'),
        condition('Progressing', 'NewReplicaSetAvailable'),
      ],
    }),
  'apps/v1 StatefulSet': (object) =>
    replicated(object, { currentReplicas: replicasOf(object), currentRevision: 'one', updateRevision: 'one' }),
  'apps/v1 DaemonSet': ({ metadata }) => ({
    observedGeneration: metadata.generation,
    currentNumberScheduled: 1,
    desiredNumberScheduled: 1,
    numberReady: 1,
    numberAvailable: 1,
    updatedNumberScheduled: 1,
    numberMisscheduled: 0,
  }),
  'batch/v1 Job': ({ metadata, spec }) => ({
    startTime: metadata.creationTimestamp,
    completionTime: condition('').lastTransitionTime,
    succeeded: spec.completions ?? 1,
    conditions: [condition('SuccessCriteriaMet', 'CompletionsReached'), condition('Complete', 'CompletionsReached')],
  }),
  'v1 Service': ({ spec }) =>
    spec.type === 'LoadBalancer' ? { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } : undefined,
  'networking.k8s.io/v1 Ingress': () => ({ loadBalancer: { ingress: [{ ip: '192.0.2.11' }] } }),
  'v1 PersistentVolumeClaim': ({ spec }) => ({
    phase: 'Bound',
    accessModes: spec.accessModes,
    capacity: { storage: spec.resources.requests.storage },
  }),
  'autoscaling/v2 HorizontalPodAutoscaler': ({ spec }) => ({
    desiredReplicas: spec.minReplicas ?? 1,
    currentReplicas: spec.minReplicas ?? 1,
    conditions: [condition('AbleToScale', 'ReadyForNewScale')],
  }),
  'policy/v1 PodDisruptionBudget': ({ metadata }) => ({
    observedGeneration: metadata.generation,
    currentHealthy: 2,
    desiredHealthy: 1,
    disruptionsAllowed: 1,
    expectedPods: 2,
    conditions: [condition('DisruptionAllowed', 'SufficientPods')],
  }),
  'argoproj.io/v1alpha1 Rollout': (object) => ({
    observedGeneration: String(object.metadata.generation),
    phase: 'Healthy',
    replicas: replicasOf(object),
  }),
  'bitnami.com/v1alpha1 SealedSecret': ({ metadata }) => ({
    observedGeneration: metadata.generation,
    conditions: [condition('Synced')],
  }),
  'monitoring.coreos.com/v1 Prometheus': () => ({ conditions: [condition('Available')] }),
  'monitoring.coreos.com/v1 Alertmanager': () => ({ conditions: [condition('Available')] }),
  'cert-manager.io/v1 Certificate': ready,
  'cert-manager.io/v1 ClusterIssuer': ready,
  'cert-manager.io/v1 Issuer': ready,
  'external-secrets.io/v1 ClusterSecretStore': ready,
  'external-secrets.io/v1 SecretStore': ready,
  'external-secrets.io/v1 ExternalSecret': ready,
  'keda.sh/v1alpha1 ScaledObject': ready,
  'keda.sh/v1alpha1 ScaledJob': ready,
  'karpenter.sh/v1 NodePool': ready,
  'karpenter.k8s.aws/v1 EC2NodeClass': ready,
};

/** Kinds, as `apiVersion kind`, whose status is written. */
export const STATUS_KINDS = Object.keys(STATUSES);

/** Kinds that Argo CD's own code looks at; for others it has a file, `<group>/<kind>/health.lua`. */
const BUILT_IN = new Set([
  'APIService',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
]);
/** The servers and Argo CD write their own; of aggregated APIs a server would deny what is written, and a setting says it. */
const REAL = new Set(['CustomResourceDefinition', 'Application', 'ApplicationSet', 'APIService']);

/**
 * Kinds that wait for a status which nobody here writes.
 * @param kinds as `apiVersion kind`
 * @param checks Argo CD's folder `resource_customizations`
 */
export function kindsWithoutStatus(kinds, checks) {
  return [...kinds].filter((one) => {
    const [apiVersion, kind] = one.split(' ');
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const isChecked = BUILT_IN.has(kind) || existsSync(join(checks, group, kind, 'health.lua'));
    return isChecked && !REAL.has(kind) && !STATUS_KINDS.includes(one);
  });
}

/**
 * Writes statuses until it is stopped.
 * @param kinds those that this cluster gets, as `apiVersion kind`
 * @returns `{ stop, problems }`; `problems` are refusals of the server, filled while it runs
 */
export function startStatusWriter(client, kinds) {
  const problems = new Set();
  const seen = new Set();
  let running = true;
  const run = async () => {
    let served = new Map();
    for (let round = 0; running; round += 1) {
      if (round % DISCOVER_EVERY === 0) served = await client.discover();
      for (const name of STATUS_KINDS.filter((one) => kinds.has(one) && served.has(one))) {
        await writeKind(client, served.get(name), STATUSES[name], seen, problems);
      }
      await sleep(PAUSE);
    }
  };
  const done = run();
  return {
    problems,
    async stop() {
      running = false;
      await done;
    },
  };
}

async function writeKind(client, kind, statusOf, seen, problems) {
  const { body } = await client.request('GET', `${kind.path}/${kind.plural}`);
  for (const object of body.items ?? []) {
    const { uid, generation, creationTimestamp, namespace, name } = object.metadata;
    // Kinds without a generation have one status for good.
    const done = `${uid} ${generation ?? ''}`;
    if (seen.has(done) || Date.now() - Date.parse(creationTimestamp) < DELAY) continue;
    const status = statusOf(object);
    seen.add(done);
    if (status === undefined) continue;
    const path = `${collection(kind, namespace)}/${name}`;
    const { accepted, message } = await writeStatus(client, path, status);
    if (!accepted) problems.add(`${path}: ${message}`);
  }
}
