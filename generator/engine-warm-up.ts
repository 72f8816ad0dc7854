/**
 * Calls that engines make for themselves while the config is read. V8 compiles a function of theirs when it is first called:
 * with these the first real call takes a fraction of the time, which counts where little has to be judged.
 */
import { Buffer } from 'node:buffer';
import type { KubernetesCall } from './engines/kubernetes-protocol.ts';
import type { HelmCall } from './engines/worker-protocol.ts';

const CHART = 'warm-up';

/** What most services say. */
const VALUES = {
  platform: CHART,
  team: CHART,
  environment: CHART,
  image: { repository: CHART, tag: '1' },
  port: { number: 8080, protocol: 'http' },
  scale: { min: 2, max: 3, cpu: 70 },
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
  probes: { readiness: { path: '/' }, liveness: { path: '/' } },
  config: { A: 'b' },
  disruptionBudget: { maxUnavailable: 1 },
  spread: true,
};

/** Renders the shared service chart. @param files of the chart, by path */
export function helmWarmUp(files: ReadonlyMap<string, string>): readonly HelmCall[] {
  const source = Array.from(files, ([name, text]) => ({ name, data: Buffer.from(text) }));
  const request = { chart: CHART, name: CHART, namespace: CHART, values: [JSON.stringify(VALUES)], omitText: true };
  return [
    { op: 'load', key: CHART, source: { kind: 'folder', files: source } },
    { op: 'render', request },
    { op: 'unload', key: CHART },
  ];
}

const LABELS = { app: CHART };

/** Judges two objects of kinds that most edits touch. */
export function kubernetesWarmUp(): readonly KubernetesCall[] {
  const metadata = { name: CHART, namespace: CHART, labels: LABELS };
  const container = {
    name: CHART,
    image: CHART,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [{ name: 'A', value: 'b' }],
    resources: VALUES.resources,
    readinessProbe: { httpGet: { path: '/', port: 'http' } },
    securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [container] } },
    },
  };
  const texts = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: VALUES.config }, deployment].map((one) =>
    Buffer.from(JSON.stringify(one)),
  );
  const lengths = texts.map((text) => text.length);
  return [{ op: 'judge', kubernetes: '1.34', lengths, objects: Buffer.concat(texts) }];
}
