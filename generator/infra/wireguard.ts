import type { KubernetesObject } from '../contract/resource.ts';
import { count, mapOf, oneOf, shape, text, textList } from '../model/option-schema.ts';
import { defineComponent, PLAIN } from './_define.ts';
import { plainPods, plainWorkload } from './_plain.ts';
import { resources } from './_pods.ts';
import { secretEntry } from './_shared.ts';

export interface WireguardPeer {
  readonly publicKey: string;
  /** Addresses on its side. */
  readonly allowedIps: readonly string[];
  /** `host:port` of a site that answers; people who call have none. @default none */
  readonly endpoint?: string;
}

export interface WireguardOptions {
  /** Address of this end inside the tunnel, with its network. @default '10.99.0.1/24' */
  readonly address: string;
  /** Sites and people at the other ends, by name. @default none */
  readonly peers: Readonly<Record<string, WireguardPeer>>;
  /** Port of the load balancer, UDP. @default 51820 */
  readonly port: number;
  /** Who reaches the load balancer. @default 'public' */
  readonly scheme: 'public' | 'internal';
  /** Entry of the secret store whose `private-key` is this end's. @default the component's name */
  readonly secret: string;
}

const PORT = 51820;
const IMAGE = 'lscr.io/linuxserver/wireguard';

/**
 * A tunnel to other sites and to people, for clouds whose own VPN is not wanted. Whoever comes through it has the address of this pod, and
 * reaches what that pod reaches: gateways, not the namespaces of services, whose network policies do not know it.
 */
export const wireguard = defineComponent<WireguardOptions>({
  kind: 'wireguard',
  summary: 'Tunnel to other sites and to people',
  ...PLAIN,
  namespace: 'wireguard',
  wave: 40,
  placement: 'everywhere',
  after: ['aws-load-balancer-controller', 'external-secrets'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: [IMAGE],
  waivers: [
    {
      rules: ['POD-005', 'POD-006', 'POD-008', 'POD-018'],
      targets: ['Deployment/{release}'],
      reason: 'It makes a network device and routes through it, and its image prepares itself as root when it starts.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}'],
      reason: 'An end of a tunnel is one process with one key: a second one would take its packets.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'gateway', port: PORT, protocol: 'UDP', pods: {} }],
  identities: [],
  secrets: (settings) => [
    {
      name: `${settings.release}-tunnel`,
      entry: secretEntry(settings),
      data: { key: 'private-key' },
      template: { 'wg0.conf': tunnel(settings.options) },
    },
  ],
  options: {
    properties: {
      address: text,
      peers: mapOf(shape({ publicKey: text, allowedIps: textList, endpoint: text }, ['publicKey', 'allowedIps'])),
      port: { ...count, minimum: 1, maximum: 65535 },
      scheme: oneOf('public', 'internal'),
      secret: { type: 'string' },
    },
    required: [],
  },
  defaults: { address: '10.99.0.1/24', peers: {}, port: 51820, scheme: 'public', secret: '' },
  manifests: {
    cluster: ({ release, namespace, options }, cluster): readonly KubernetesObject[] => [
      ...plainWorkload({
        ...{ name: release, namespace, replicas: 1 },
        annotations: { 'slipway.dev/peers': Object.keys(options.peers).toSorted().join(' ') },
        pod: {
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          volumes: [{ name: 'tunnel', secret: { secretName: `${release}-tunnel`, defaultMode: 0o400 } }],
        },
        container: {
          image: `${IMAGE}:1.0.20250521-r1-ls110`,
          ports: [{ name: 'wireguard', containerPort: PORT, protocol: 'UDP' }],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['NET_ADMIN'] } },
          readinessProbe: { exec: { command: ['wg', 'show', 'wg0'] } },
          resources: resources('100m', '64Mi', '256Mi'),
          volumeMounts: [{ name: 'tunnel', mountPath: '/config/wg_confs', readOnly: true }],
        },
      }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          ...{ name: release, namespace, labels: plainPods(release) },
          annotations: {
            ...cluster.cloud.traits.loadBalancerAnnotations(options.scheme),
            ...cluster.cloud.loadBalancerAnnotations(options.scheme),
          },
        },
        spec: {
          type: 'LoadBalancer',
          selector: plainPods(release),
          ports: [{ name: 'wireguard', port: options.port, targetPort: 'wireguard', protocol: 'UDP' }],
        },
      },
    ],
  },
});

/** The file that WireGuard reads; External Secrets fills the key in. */
function tunnel({ address, peers }: WireguardOptions): string {
  const masquerade = (verb: '-A' | '-D') => `iptables -t nat ${verb} POSTROUTING -o eth+ -j MASQUERADE`;
  const section = (name: string, entries: Readonly<Record<string, string>>) =>
    [`[${name}]`, ...Object.entries(entries).map(([key, value]) => `${key} = ${value}`), ''].join('\n');
  return [
    section('Interface', {
      Address: address,
      ListenPort: String(PORT),
      PrivateKey: '{{ .key }}',
      PostUp: masquerade('-A'),
      PostDown: masquerade('-D'),
    }),
    ...Object.entries(peers)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, peer]) =>
        section('Peer', {
          PublicKey: peer.publicKey,
          AllowedIPs: peer.allowedIps.join(', '),
          ...(peer.endpoint === undefined ? {} : { Endpoint: peer.endpoint, PersistentKeepalive: '25' }),
        }),
      ),
  ].join('\n');
}
