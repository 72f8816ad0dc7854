import type { KubernetesObject } from '../contract/resource.ts';
import { count, textList } from '../model/option-schema.ts';
import { settingsOn } from '../model/placement.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { defineComponent, PLAIN } from './_define.ts';
import { plainMonitor, plainPods, plainWorkload } from './_plain.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { secretEntry } from './_shared.ts';
import { hasMonitors, serviceHost } from './_telemetry.ts';

export interface CloudflareTunnelOptions {
  /** Hosts that the tunnel serves. @default the environment's domain, and everything right below it */
  readonly hosts: readonly string[];
  /** URL inside the cluster that they lead to. @default the first gateway of the platform, by TLS */
  readonly to: string;
  /** Entry of the secret store whose `token` is that of a tunnel with a configuration of its own. @default the component's name */
  readonly secret: string;
  /** @default 2 */
  readonly replicas: number;
}

const IMAGE = 'docker.io/cloudflare/cloudflared';
const METRICS = 2000;

/**
 * Requests from Cloudflare to a gateway, through connections that the pods open themselves: no port of the cluster is open.
 * The charts for it are old, or write the token into Git, so that its objects are slipway's own.
 */
export const cloudflareTunnel = defineComponent<CloudflareTunnelOptions>({
  kind: 'cloudflare-tunnel',
  summary: 'Requests from Cloudflare, without an open port',
  ...PLAIN,
  namespace: 'cloudflare-tunnel',
  wave: 40,
  placement: 'everywhere',
  after: ['external-secrets', 'istio-gateway', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: [IMAGE],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: METRICS, pods: {} }],
  identities: [],
  secrets: (settings) => [
    {
      name: `${settings.release}-token`,
      entry: secretEntry(settings),
      data: { TUNNEL_TOKEN: 'token' },
    },
  ],
  options: {
    properties: {
      hosts: textList,
      to: { type: 'string' },
      secret: { type: 'string' },
      replicas: { ...count, minimum: 1 },
    },
    required: [],
  },
  defaults: { hosts: [], to: '', secret: '', replicas: 2 },
  manifests: {
    cluster: ({ release, namespace, options }, cluster, platform): readonly KubernetesObject[] => {
      const hosts =
        options.hosts.length > 0 ? options.hosts : [cluster.environment.domain, `*.${cluster.environment.domain}`];
      const service = options.to === '' ? gatewayUrl(platform, cluster) : options.to;
      return [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: release, namespace, labels: plainPods(release) },
          data: { 'config.yaml': tunnelConfig(hosts, service) },
        },
        ...plainWorkload({
          ...{ name: release, namespace, replicas: options.replicas },
          annotations: { 'slipway.dev/routes': `${hosts.join(' ')} > ${service}` },
          pod: {
            securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 },
            topologySpreadConstraints: spread(plainPods(release)),
            volumes: [{ name: 'config', configMap: { name: release } }],
          },
          container: {
            image: `${IMAGE}:2026.8.2`,
            args: ['tunnel', '--no-autoupdate', '--config', '/etc/cloudflared/config.yaml', 'run'],
            envFrom: [{ secretRef: { name: `${release}-token` } }],
            ports: [{ name: 'metrics', containerPort: METRICS }],
            readinessProbe: { httpGet: { path: '/ready', port: 'metrics' } },
            livenessProbe: { httpGet: { path: '/ready', port: 'metrics' }, failureThreshold: 12 },
            securityContext: RESTRICTED_CONTAINER,
            resources: resources('50m', '64Mi', '256Mi'),
            volumeMounts: [{ name: 'config', mountPath: '/etc/cloudflared', readOnly: true }],
          },
        }),
        ...(hasMonitors(platform) ? [plainMonitor(release, namespace, 'metrics')] : []),
      ];
    },
  },
});

/** Rules in the order in which they are tried; the last one catches the rest, as cloudflared demands. */
function tunnelConfig(hosts: readonly string[], service: string): string {
  // JSON is YAML, too.
  const config = {
    metrics: `0.0.0.0:${METRICS}`,
    ingress: [
      // The gateway chooses its certificate by the host.
      ...hosts.map((hostname) => ({ hostname, service, originRequest: { matchSNItoHost: true } })),
      { service: 'http_status:404' },
    ],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function gatewayUrl(platform: Platform, cluster: Cluster): string {
  const gateway = platform.gateways.find(({ workload }) => workload.placement.includes(cluster));
  if (gateway === undefined) return 'http_status:503';
  const settings = settingsOn(gateway.workload, cluster);
  return `https://${serviceHost(settings, '', gateway.workload.definition.gatewayService?.(settings))}:443`;
}
