import type { ComponentSettings } from '../model/component.ts';
import { count, flag, oneOf, quantity } from '../model/option-schema.ts';
import type { Platform } from '../model/platform.ts';
import { ownCertificate } from './_certificates.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, identityAnnotations, MUTATING_WEBHOOKS, PATIENT_LIVENESS } from './_shared.ts';

export interface VaultServerOptions {
  /** Members; one is active. @default 3 */
  readonly replicas: number;
  /** Where it keeps its data: on volumes of its own, or in the platform's Consul. @default 'raft' */
  readonly backend: 'raft' | 'consul';
  /** Volume of each member for data, and another for its audit log. @default '10Gi' */
  readonly storage: string;
  /** HCL of its `seal` stanza, e.g. with a key of the cloud; empty: people unseal each member. @default '' */
  readonly seal: string;
  /** Whether pods get an agent by annotations. @default false */
  readonly injector: boolean;
}

const PODS = { 'app.kubernetes.io/name': 'vault', component: 'server' };
const TLS_FOLDER = '/vault/tls';

/**
 * Vault, highly available. Its certificate is its own: clients trust `ca.crt` of Secret `<release>-tls`. After the first start
 * somebody runs `vault operator init` in one of its pods, and unseals each, unless `seal` does.
 */
export const vaultServer = defineComponent<VaultServerOptions>({
  kind: 'vault-server',
  summary: 'Secrets, highly available',
  chart: { repository: 'https://helm.releases.hashicorp.com', name: 'vault', version: '0.34.1' },
  namespace: 'vault',
  // Before what takes its secrets from it.
  wave: 25,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'cert-manager', 'consul'],
  requires: ['cert-manager'],
  brings: { crds: {}, clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS], namespaces: [] },
  images: ['docker.io/hashicorp'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}-agent-injector-leader-elector-role'],
      reason: 'Injectors share their certificate as a Secret of their own namespace.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'webhook', port: 8080, pods: { 'app.kubernetes.io/name': 'vault-agent-injector' } },
    { purpose: 'operator', operator: 'external-secrets', port: 8200, pods: PODS },
  ],
  identities: ['vault'],
  options: {
    properties: {
      replicas: { ...count, minimum: 1 },
      backend: oneOf('raft', 'consul'),
      storage: quantity,
      seal: { type: 'string' },
      injector: flag,
    },
    required: [],
  },
  defaults: { replicas: 3, backend: 'raft', storage: '10Gi', seal: '', injector: false },
  examples: [{}, { backend: 'consul', injector: true }],
  values: {
    base: (settings, platform) => {
      const { release, options } = settings;
      return {
        fullnameOverride: release,
        global: { tlsDisable: false },
        injector: {
          enabled: options.injector,
          replicas: 2,
          livenessProbe: PATIENT_LIVENESS,
          podDisruptionBudget: { maxUnavailable: 1 },
          resources: resources('50m', '64Mi', '128Mi'),
          securityContext: { container: RESTRICTED_CONTAINER },
        },
        server: {
          resources: resources('250m', '256Mi', '1Gi'),
          dataStorage: { enabled: options.backend === 'raft', size: options.storage },
          auditStorage: { enabled: true, size: options.storage },
          volumes: [{ name: 'tls', secret: { secretName: `${release}-tls` } }],
          volumeMounts: [{ name: 'tls', mountPath: TLS_FOLDER, readOnly: true }],
          extraEnvironmentVars: { VAULT_CACERT: `${TLS_FOLDER}/ca.crt` },
          statefulSet: { securityContext: { container: RESTRICTED_CONTAINER } },
          standalone: { enabled: false },
          ha: {
            enabled: true,
            replicas: options.replicas,
            disruptionBudget: { enabled: true, maxUnavailable: 1 },
            ...(options.backend === 'raft'
              ? { raft: { enabled: true, setNodeId: true, config: raftConfig(settings) } }
              : {
                  config: config(options, consulStorage(release, platform)),
                }),
          },
        },
        ui: { enabled: true },
      };
    },
    cloud: (_settings, cloud) => ({
      server: {
        dataStorage: { storageClass: cloud.blockStorageClass },
        auditStorage: { storageClass: cloud.blockStorageClass },
      },
    }),
    cluster: (settings, cluster, platform) => ({
      server: { serviceAccount: { name: 'vault', ...identityAnnotations(settings, 'vault', cluster, platform) } },
    }),
  },
  manifests: {
    // Its pods wait for it.
    needs: ({ release, namespace }) =>
      ownCertificate({
        name: `${release}-tls`,
        namespace,
        dnsNames: [
          'localhost',
          ...[release, `${release}-active`, `${release}-standby`, `*.${release}-internal`].flatMap((name) => [
            ...(name.startsWith('*') ? [name] : [name, `${name}.${namespace}`]),
            `${name}.${namespace}.svc`,
            `${name}.${namespace}.svc.cluster.local`,
          ]),
        ],
      }),
  },
});

function config({ seal }: VaultServerOptions, storage: string): string {
  const listener = [
    'address = "[::]:8200"',
    'cluster_address = "[::]:8201"',
    `tls_cert_file = "${TLS_FOLDER}/tls.crt"`,
    `tls_key_file = "${TLS_FOLDER}/tls.key"`,
    `tls_client_ca_file = "${TLS_FOLDER}/ca.crt"`,
  ];
  return [
    'ui = true',
    `listener "tcp" {\n${listener.map((line) => `  ${line}`).join('\n')}\n}`,
    storage,
    'service_registration "kubernetes" {}',
    ...(seal === '' ? [] : [seal]),
    '',
  ].join('\n');
}

/** In the platform's own Consul, under the name of the release. */
function consulStorage(release: string, platform: Platform): string {
  const store = platform.components.find((one) => one.definition.kind === 'consul');
  const address = `${store?.name ?? 'consul'}-server.${store?.namespace ?? 'consul'}.svc:8500`;
  return ['storage "consul" {', `  path = "${release}"`, `  address = "${address}"`, '}'].join('\n');
}

/** Each member knows all others, so that any of them may be the first. */
function raftConfig({ release, options }: ComponentSettings<VaultServerOptions>): string {
  const joins = Array.from({ length: options.replicas }, (_, member) => [
    '  retry_join {',
    `    leader_api_addr = "https://${release}-${member}.${release}-internal:8200"`,
    `    leader_ca_cert_file = "${TLS_FOLDER}/ca.crt"`,
    '  }',
  ]).flat();
  return config(options, ['storage "raft" {', '  path = "/vault/data"', ...joins, '}'].join('\n'));
}
