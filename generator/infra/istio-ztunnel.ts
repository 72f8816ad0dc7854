import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { ISTIO_CHARTS, ISTIO_IMAGES, ISTIO_VERSION } from './_shared.ts';

/** Istio's node proxy: encrypts the traffic of namespaces in ambient mode, whose pods carry no proxy of their own. */
export const istioZtunnel = defineComponent<object>({
  kind: 'istio-ztunnel',
  summary: 'Service mesh, node proxy of ambient mode',
  chart: { repository: ISTIO_CHARTS, name: 'ztunnel', version: ISTIO_VERSION },
  // Beside the node agent: both are privileged, and no other pod of a namespace should be allowed to be.
  namespace: 'istio-cni',
  wave: 30,
  placement: 'everywhere',
  after: ['istio-cni', 'istiod'],
  requires: ['istio-cni', 'istiod'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: [ISTIO_IMAGES],
  waivers: [
    {
      rules: ['POD-003', 'POD-005', 'POD-007', 'POD-008', 'POD-010'],
      targets: ['DaemonSet/ztunnel'],
      reason: 'It takes over connections inside of the network namespaces of the pods of its node.',
    },
    {
      rules: ['POD-020'],
      targets: ['DaemonSet/ztunnel'],
      reason:
        'By the token istiod knows on whose behalf it asks for the certificates of pods; no binding gives it a right.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 15020, pods: { app: 'ztunnel' } }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      global: { hub: ISTIO_IMAGES, tag: ISTIO_VERSION },
      resources: resources('200m', '512Mi', '1Gi'),
    }),
    cloud: (_settings, cloud) => (cloud.istioPlatform === '' ? {} : { global: { platform: cloud.istioPlatform } }),
  },
});
