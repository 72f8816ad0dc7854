import { text } from '../model/option-schema.ts';
import { defineComponent, PLAIN } from './_define.ts';

export interface GatewayApiOptions {
  /** Tag of its repository; the definitions of the standard channel in it. @default 'v1.6.3' */
  readonly version: string;
}

/** Definitions of the Gateway API, for gateways of Istio, Kong and others: no cluster brings them all. */
export const gatewayApi = defineComponent<GatewayApiOptions>({
  kind: 'gateway-api',
  summary: 'Custom resource definitions of the Gateway API',
  ...PLAIN,
  companions: ({ version }) => [
    { repository: 'https://github.com/kubernetes-sigs/gateway-api', path: 'config/crd', revision: version },
  ],
  namespace: 'kube-system',
  wave: -10,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'gateway.networking.k8s.io': [
        'BackendTLSPolicy',
        'GRPCRoute',
        'Gateway',
        'GatewayClass',
        'HTTPRoute',
        'ListenerSet',
        'ReferenceGrant',
        'TCPRoute',
        'TLSRoute',
        'UDPRoute',
      ],
    },
    // It refuses definitions that are older than the ones in use.
    clusterKinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].map((kind) => ({
      group: 'admissionregistration.k8s.io',
      kind,
    })),
    namespaces: [],
  },
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: { version: text }, required: [] },
  defaults: { version: 'v1.6.3' },
});
