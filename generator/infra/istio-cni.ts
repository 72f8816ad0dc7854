import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, ISTIO_CHARTS, ISTIO_IMAGES, ISTIO_VERSION } from './_shared.ts';

/** Istio's node agent: it redirects traffic, so that pods need no privileges for it. */
export const istioCni = defineComponent<object>({
  kind: 'istio-cni',
  summary: 'Service mesh, traffic redirection without privileges in pods',
  chart: { repository: ISTIO_CHARTS, name: 'cni', version: ISTIO_VERSION },
  // A namespace of its own: its pods are privileged, and no other should be allowed to be.
  namespace: 'istio-cni',
  wave: 10,
  placement: 'everywhere',
  after: ['istio-base'],
  requires: ['istio-base'],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: [ISTIO_IMAGES],
  waivers: [
    {
      rules: ['POD-003', 'POD-005', 'POD-006', 'POD-007', 'POD-008', 'POD-011', 'POD-018'],
      targets: ['DaemonSet/istio-cni-node'],
      reason:
        'It installs a network plugin on the node, and redirects traffic inside of pods from there, so that no other pod needs these rights.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      global: { hub: ISTIO_IMAGES, tag: ISTIO_VERSION },
      seccompProfile: { type: 'RuntimeDefault' },
      // The annotation is for Kubernetes 1.29.
      useAppArmorAnnotation: false,

      resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { memory: '256Mi' } },
    }),
    cloud: (_settings, cloud) => (cloud.istioPlatform === '' ? {} : { global: { platform: cloud.istioPlatform } }),
  },
});
