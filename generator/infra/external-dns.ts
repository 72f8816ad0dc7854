import { oneOf } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations, identityPodLabels } from './_shared.ts';

export interface ExternalDnsOptions {
  /** Whether records that lost their source are deleted. @default 'upsert-only' */
  readonly policy: 'upsert-only' | 'sync';
}

/** DNS records for gateways. */
export const externalDns = defineComponent<ExternalDnsOptions>({
  kind: 'external-dns',
  summary: 'DNS records for gateways',
  chart: { repository: 'https://kubernetes-sigs.github.io/external-dns', name: 'external-dns', version: '1.21.1' },
  namespace: 'external-dns',
  wave: 20,
  placement: 'everywhere',
  answers: 'dns',
  after: ['istio-base', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: { 'externaldns.k8s.io': ['DNSEndpoint'] }, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['registry.k8s.io/external-dns'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}*'],
      reason:
        'It has no leader election: two would write the same records. While it restarts, records stay as they are.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 7979, pods: { 'app.kubernetes.io/name': 'external-dns' } }],
  identities: ['external-dns'],
  options: { properties: { policy: oneOf('upsert-only', 'sync') }, required: [] },
  defaults: { policy: 'upsert-only' },
  values: {
    base: ({ options }, platform) => ({
      policy: options.policy,
      registry: 'txt',
      // A host has one VirtualService. Its Gateway names it too, without the annotations of a record that clusters share.
      sources: [
        'service',
        ...(platform.gateways.some(({ type }) => type === 'ingress') || platform.mesh === null ? ['ingress'] : []),
        ...(platform.mesh === null ? [] : ['istio-virtualservice']),
      ],
      // 0.22 changes the default prefix: said on purpose, so that an upgrade drops no record.
      extraArgs: { 'annotation-prefix': 'external-dns.alpha.kubernetes.io/' },
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    }),
    cloud: (_settings, cloud) =>
      cloud.externalDnsProvider === '' ? {} : { provider: { name: cloud.externalDnsProvider } },
    environment: (_settings, environment) => ({ domainFilters: [environment.domain] }),
    cluster: (settings, cluster, platform) => ({
      // Owner of the records: two clusters of one zone must not delete each other's.
      txtOwnerId: `${platform.name}-${cluster.name}`,
      serviceAccount: { name: 'external-dns', ...identityAnnotations(settings, 'external-dns', cluster, platform) },
      ...identityPodLabels(settings, 'external-dns', cluster, platform),
      ...cluster.cloud.externalDnsValues(),
    }),
  },
});
