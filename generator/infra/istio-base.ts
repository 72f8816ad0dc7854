import { defineComponent } from './_define.ts';
import { ISTIO_CHARTS, ISTIO_VERSION, VALIDATING_WEBHOOKS } from './_shared.ts';

/** Istio's custom resource definitions. */
export const istioBase = defineComponent<object>({
  kind: 'istio-base',
  summary: 'Service mesh, custom resource definitions',
  chart: { repository: ISTIO_CHARTS, name: 'base', version: ISTIO_VERSION },
  namespace: 'istio-system',
  wave: 0,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'extensions.istio.io': ['TrafficExtension', 'WasmPlugin'],
      'networking.istio.io': [
        'DestinationRule',
        'EnvoyFilter',
        'Gateway',
        'ProxyConfig',
        'ServiceEntry',
        'Sidecar',
        'VirtualService',
        'WorkloadEntry',
        'WorkloadGroup',
      ],
      'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
      'telemetry.istio.io': ['Telemetry'],
    },
    clusterKinds: [VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  ignoreDifferences: [
    {
      group: 'admissionregistration.k8s.io',
      kind: 'ValidatingWebhookConfiguration',
      jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'],
    },
  ],
  options: { properties: {}, required: [] },
  defaults: {},
  values: { base: (_settings, platform) => ({ defaultRevision: platform.mesh?.revision ?? 'default' }) },
});
