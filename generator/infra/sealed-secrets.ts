import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES } from './_shared.ts';

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
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }) => ({
      fullnameOverride: release,
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    }),
  },
});
