import type { IWasmPlugin } from '@kubernetes-models/istio/extensions.istio.io/v1alpha1';
import type { Emitted } from '../../contract/emitted.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import type { Gateway } from '../../model/platform.ts';

/** Coraza as a plugin of Envoy, with the OWASP Core Rule Set inside; proxies pull it, not the kubelet. */
const PLUGIN = 'oci://ghcr.io/corazawaf/coraza-proxy-wasm:0.5.0';

const ENGINE = { detect: 'DetectionOnly', block: 'On' } as const satisfies Record<NonNullable<Gateway['waf']>, string>;

/** The web application firewall of a gateway's pods. While it cannot be loaded, a gateway that blocks lets nothing through. */
export function firewall(gateway: Gateway, mode: NonNullable<Gateway['waf']>): KubernetesObject {
  return {
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'WasmPlugin',
    metadata: { name: `${gateway.name}-waf`, namespace: gateway.workload.namespace },
    spec: {
      selector: {
        matchLabels: { ...gateway.workload.definition.gatewayPods?.(gateway.workload.settings.base) },
      },
      url: PLUGIN,
      imagePullPolicy: 'IfNotPresent',
      phase: 'AUTHN',
      failStrategy: mode === 'block' ? 'FAIL_CLOSE' : 'FAIL_OPEN',
      pluginConfig: {
        default_directives: 'default',
        directives_map: {
          // Later directives win: the recommended settings only detect.
          default: [
            'Include @recommended-conf',
            'Include @crs-setup-conf',
            'Include @owasp_crs/*.conf',
            `SecRuleEngine ${ENGINE[mode]}`,
          ],
        },
      },
    },
  } satisfies Emitted<IWasmPlugin>;
}
