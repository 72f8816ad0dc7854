// Synthetic platforms as the text of a config: many services, several environments, one AWS cluster in each.
// The scale case shares namespaces between the services of a team and has no mesh: five objects a service and environment.
// The large one gives each service a namespace of its own, and has a mesh, a broker and routes: twenty.
import { createHash } from 'node:crypto';

const FEW_COMPONENTS = `
    'argo-cd': argoCd(),
    'metrics-server': metricsServer(),`;

const MANY_COMPONENTS = `
    'argo-cd': argoCd(),
    'prometheus-crds': prometheusOperatorCrds(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@bench.example' }) }),
    'external-secrets': externalSecrets(),
    'external-dns': externalDns(),
    'load-balancer': awsLoadBalancerController(),
    'block-storage': awsEbsCsiDriver(),
    karpenter: karpenter(),
    'metrics-server': metricsServer(),
    keda: keda(),
    monitoring: kubePrometheusStack(),
    'istio-base': istioBase(),
    'istio-cni': istioCni(),
    istiod: istiod(),
    'public-gateway': istioGateway(),
    events: kafka({ topics: { orders: { partitions: 12, replicas: 3 } } }),`;

const ENVIRONMENTS = ['dev', 'test', 'stage', 'demo', 'prod'];

function environmentName(index) {
  return ENVIRONMENTS[index] ?? `extra-${index}`;
}

/** What every cluster runs of a service; an autoscaler and settings with every twentieth. */
function plainService(index) {
  return {
    team: `team-${index % 10}`,
    namespace: `team-${index % 10}`,
    image: imageOf(index),
    port: 8080,
    size: index % 3 === 0 ? 'medium' : 'small',
    metrics: false,
    ...(index % 20 === 0 ? { scale: { min: 2, max: 6, cpu: 70 } } : {}),
    ...(index % 20 === 0 ? { config: { LOG_LEVEL: 'info', SERVICE_NUMBER: index } } : {}),
  };
}

function imageOf(index) {
  const repository = `registry.bench.example/team-${index % 10}/service-${index}`;
  // Some digest: production wants one, and nobody pulls it.
  const digest = `sha256:${createHash('sha256').update(repository).digest('hex')}`;
  return { repository, tag: `1.${index % 7}.0`, digest };
}

/** A service as a rule has a caller, a store, a secret or a host; which of them follows from its number. */
function largeService(index) {
  const earlier = [index - 1, index - 7, index - 31].filter((other) => other >= 0);
  return {
    team: `team-${index % 10}`,
    image: imageOf(index),
    port: 8080,
    size: index % 3 === 0 ? 'medium' : 'small',
    calls: earlier.slice(0, index % 4).map((other) => `service-${other}`),
    ...(index % 5 === 0 ? { uses: { events: { publish: ['orders'] } } } : {}),
    ...(index % 3 === 0 ? { secrets: { API_KEY: `service-${index}/api-key` } } : {}),
    ...(index % 4 === 0 ? { expose: [{ gateway: 'public', host: `service-${index}` }] } : {}),
    ...(index % 2 === 0 ? { scale: { min: 2, max: 6, cpu: 70 } } : { replicas: 2 }),
    config: { LOG_LEVEL: 'info', SERVICE_NUMBER: index },
  };
}

function cluster(environment, isHub) {
  return `    '${environment}': {
      environment: '${environment}',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'bench-${environment}' }),
      kubernetes: '1.34',
      hub: ${isHub},
      api: { server: 'https://${environment}.k8s.bench.example', cidrs: ['10.10.0.0/28'] },
    },`;
}

const LARGE = `
  stores: { events: fromInfra('events') },
  secretStores: { cloud: cloudSecrets() },
  gateways: { public: istio({ workload: 'public-gateway' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },`;

/**
 * Text of a platform.config.ts.
 * @param large the platform with everything, in place of the scale case
 * @param edit a value that one service gets, to measure an edit
 */
export function benchConfig({ services, environments, large = false, edit = 'none' }) {
  const names = Array.from({ length: environments }, (_, index) => environmentName(index));
  const hub = names.at(-1);
  const service = large ? largeService : plainService;
  const all = Array.from({ length: services }, (_, index) => [`service-${index}`, service(index)]);
  const edited = all.at(Math.floor(services / 2));
  edited[1].config = { ...edited[1].config, EDIT: edit };
  const zones = names.map((name) => `    ${name}: { domain: '${name}.bench.example', protected: ${name === hub} },`);
  const components = large ? MANY_COMPONENTS : FEW_COMPONENTS;
  const rest = large ? LARGE : '';
  const imported = [...new Set(`${components} ${rest} aws( definePlatform(`.match(/\w+(?=\()/g))];
  // Namespaces that services share hold as many pods as there are services.
  const pods = large ? 50 : Math.max(50, services);
  const teams = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`team-${index}`, { owners: [`@bench/team-${index}`], quota: { pods } }]),
  );
  return `import { ${imported.toSorted().join(', ')} } from 'slipway';

export default definePlatform({
  name: 'bench',
  repository: { url: 'https://git.bench.example/platform.git', branch: 'main' },
  environments: {
${zones.join('\n')}
  },
  clusters: {
${names.map((name) => cluster(name, name === hub)).join('\n')}
  },
  teams: ${JSON.stringify(teams, null, 2)},
  sizes: {
    small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  },
  infra: {${components}
  },${rest}
  services: ${JSON.stringify(Object.fromEntries(all), null, 2)},
});
`;
}
