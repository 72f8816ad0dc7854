import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, PATIENT_LIVENESS } from './_shared.ts';

/** Decrypts the SealedSecrets that people commit. */
export const sealedSecrets = defineComponent<object>({
  kind: 'sealed-secrets',
  summary: 'Decrypts secrets that are committed sealed',
  chart: { repository: 'https://bitnami.github.io/sealed-secrets', name: 'sealed-secrets', version: '2.19.1' },
  namespace: 'sealed-secrets',
  wave: 10,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: { 'bitnami.com': ['SealedSecret'] }, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['docker.io/bitnami/sealed-secrets-controller'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/secrets-unsealer', 'Role/{release}-key-admin'],
      reason: 'It writes the Secrets that were sealed, in any namespace, and keeps its keys as Secrets in its own.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}'],
      reason: 'One controller makes the keys. While it restarts, Secrets stay, and only newly sealed ones wait.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }) => ({
      fullnameOverride: release,
      // The chart would let everybody who is logged in reach it; the certificate is fetched by those who run the cluster.
      rbac: { serviceProxier: { create: false, bind: false } },
      livenessProbe: PATIENT_LIVENESS,
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    }),
  },
});
