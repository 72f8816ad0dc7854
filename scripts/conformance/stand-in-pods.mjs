// Pods as the controllers of a cluster would make them: none runs here, and istioctl judges policies and gateways by pods.

const PROXY = 'istio-proxy';
/** Kinds that run pods. */
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

/** One Pod for each workload among the objects of a cluster; where the mesh would inject its proxy, with a proxy. */
export function podsOf(objects) {
  const meshed = new Set(
    objects
      .filter(({ kind, metadata }) => kind === 'Namespace' && isInjected(metadata))
      .map(({ metadata }) => metadata.name),
  );
  const image = proxyImage(objects);
  return objects
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map(({ metadata, spec }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...spec.template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace },
      spec: podSpec(spec, meshed.has(metadata.namespace), image),
    }));
}

/**
 * A Pod and a Service for each Istio Gateway whose pods are not among these: those of a chart that is not at hand.
 * @param pods what `podsOf` gave
 */
export function missingGateways(objects, pods) {
  return objects
    .filter(({ apiVersion, kind }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .filter(({ spec }) => !pods.some(({ metadata }) => hasLabels(metadata.labels, spec.selector)))
    .flatMap(({ metadata, spec }) => {
      const { namespace } = metadata;
      const name = `${metadata.name}-stand-in`;
      const ports = spec.servers.map(({ port }) => ({ name: port.name, port: port.number }));
      return [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace, labels: spec.selector },
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: PROXY,
                image: 'stand-in',
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              },
            ],
          },
        },
        { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: spec.selector, ports } },
      ];
    });
}

function hasLabels(labels = {}, wanted = {}) {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function isInjected({ labels = {} }) {
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

/** What istiod's injector would put in. */
function proxyImage(objects) {
  const config = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'istio-sidecar-injector',
  );
  if (config === undefined) return 'stand-in';
  const { hub, tag, proxy } = JSON.parse(config.data.values).global;
  return `${hub}/${proxy.image}:${tag}`;
}

function podSpec({ template, volumeClaimTemplates = [] }, meshed, image) {
  const { containers, volumes = [], ...others } = template.spec;
  const claimed = volumeClaimTemplates.map(({ metadata }) => metadata.name);
  const [{ securityContext = {} }] = containers;
  const given = containers.map((one) => (one.name === PROXY && one.image === 'auto' ? { ...one, image } : one));
  const hasProxy = containers.some(({ name }) => name === PROXY);
  return {
    ...others,
    containers: meshed && !hasProxy ? [...given, { name: PROXY, image, securityContext }] : given,
    volumes: [...volumes, ...claimed.map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-0` } }))],
  };
}
