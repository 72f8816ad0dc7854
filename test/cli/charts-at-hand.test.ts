// What is found in a config once the charts that it names are at hand: their values, what they bring, what they are.
import { expect, test } from 'vitest';
import type { Finding } from '../../generator/contract/finding.ts';
import { chartFiles, inFolder } from '../support/chart-files.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const VERSION = '3.13.1';

const CONFIG = `import { aws, definePlatform, metricsServer } from 'slipway';

export default definePlatform({
  name: 'small',
  repository: { url: 'https://git.example.com/small.git' },
  environments: { dev: { domain: 'dev.example.com' } },
  clusters: {
    dev: {
      environment: 'dev',
      hub: true,
      kubernetes: '1.34',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'dev' }),
      api: { server: 'https://dev.example.com' },
    },
  },
  teams: {},
  infra: {
    metrics: metricsServer({
      values: {
        replcas: 3,
        logs: 'loud',
      },
    }),
  },
  services: {},
});
`;

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'meters.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Meter', plural: 'meters' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
      },
    ],
  },
};

/** A chart of our own under the name of the catalogue's. */
function metricsChart(templates: Readonly<Record<string, string>> = {}, version = VERSION): string {
  const files = {
    'values.yaml': 'replicas: 1\nlogs: { level: info }\nresources: {}\npodDisruptionBudget: {}\n',
    'templates/config-map.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: {{ toJson (list .Values.replicas .Values.logs .Values.resources .Values.podDisruptionBudget) | quote }} }\n',
    ...templates,
  };
  return temporaryFolder(inFolder('metrics-server', chartFiles({ name: 'metrics-server', version, files })));
}

async function check(config: string, charts: string): Promise<readonly Finding[]> {
  const root = temporaryFolder({ 'platform.config.ts': config });
  const { stdout, stderr } = await runCli(['validate', '-C', root, '--charts', charts, '--format', 'json']);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;
}

test('a value that the chart does not read is an error on its line, one of another type a warning', async () => {
  const findings = await check(CONFIG, metricsChart());
  const told = findings.filter((one) => one.rule === 'unread-value' || one.rule === 'value-type');
  expect(told.map(({ rule, level, origin }) => [rule, level, origin?.line])).toEqual([
    ['unread-value', 'error', 20],
    ['value-type', 'warn', 21],
  ]);
  expect(told[0]?.message).toContain('did you mean "replicas"?');
});

test('a chart of another version is rendered, and told once, on the line of its component', async () => {
  const charts = metricsChart({}, '3.0.0');
  const told = (await check(CONFIG, charts)).filter((one) => one.rule === 'other-chart-version');
  expect(told.map(({ level, origin }) => [level, origin?.line])).toEqual([['warn', 18]]);
  expect(told[0]?.message).toContain(
    `chart metrics-server ${VERSION} is not at hand; ${charts}/metrics-server holds version 3.0.0, which was rendered in its place`,
  );
});

test('what a chart brings beyond its component’s statement is told with the statement that it should be', async () => {
  const charts = metricsChart({
    'crds/meters.yaml': JSON.stringify(CRD),
    'templates/other.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: elsewhere }\n---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: b }\nvalue: 1\n',
  });
  const [found] = (await check(CONFIG, charts)).filter((one) => one.rule === 'brings-more');
  expect(found).toMatchObject({ level: 'error', origin: { line: 18 } });
  expect(found?.message).toContain(
    'the definition of example.com Meter, cluster-scoped scheduling.k8s.io PriorityClass, objects in namespace elsewhere',
  );
  expect(found?.fix).toContain('"example.com":["Meter"]');
  expect(found?.fix).toContain('namespaces: ["elsewhere"]');
});

test('a cluster-wide kind that a chart of the config does not state is told with the key that would', async () => {
  const chart = `charts: {
    policies: {
      repository: 'https://charts.example.com', name: 'metrics-server', version: '${VERSION}', namespace: 'policies',
      clusterKinds: ['scheduling.k8s.io/PriorityClass'],
    },
  },`;
  const config = CONFIG.replace('services: {},', chart);
  const more = (kind: string) =>
    `\n---\napiVersion: storage.k8s.io/v1\nkind: ${kind}\nmetadata: { name: c }\nprovisioner: x\n`;
  const templates = (text: string) => ({
    'templates/other.yaml': `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: b }\nvalue: 1${text}`,
  });
  const told = async (text: string) =>
    (await check(config, metricsChart(templates(text)))).filter(
      (one) => one.rule === 'unstated-cluster-kind' || (one.rule === 'ARGO-008' && one.message.includes('policies')),
    );
  expect(await told('\n')).toEqual([]);
  const [found] = (await told(more('StorageClass'))).filter((one) => one.rule === 'unstated-cluster-kind');
  expect(found).toMatchObject({ level: 'error', layer: 'chart' });
  expect(found?.message).toContain('storage.k8s.io/StorageClass, cluster-wide');
  expect(found?.fix).toContain(
    "`clusterKinds: ['scheduling.k8s.io/PriorityClass', 'storage.k8s.io/StorageClass']` in `charts.policies`",
  );
});

test('custom resources are checked against the definition that the cluster gets', async () => {
  const resource = (version: string, spec: object) =>
    JSON.stringify({ apiVersion: `example.com/${version}`, kind: 'Meter', metadata: { name: version }, spec });
  const charts = metricsChart({
    'crds/meters.yaml': JSON.stringify(CRD),
    'templates/good.yaml': resource('v1', {}),
    'templates/field.yaml': resource('v1', { rate: 1 }).replace('"v1"}', '"field"}'),
    'templates/version.yaml': resource('v2', {}),
  });
  const told = (await check(CONFIG, charts)).filter((one) => one.layer === 'schema');
  expect(told.map(({ rule, level, resource }) => [rule, level, resource?.name])).toEqual([
    ['removed-api', 'error', 'v2'],
    ['unknown-field', 'error', 'field'],
  ]);
  expect(told[0]?.message).toContain(
    'example.com/v2 Meter is not served by its CustomResourceDefinition; use example.com/v1',
  );
});

test('an archive that cannot be trusted is an error, and nothing of it is used', async () => {
  const root = temporaryFolder({
    'platform.config.ts': CONFIG,
    'slipway.lock': '<<<<<<< ours\n',
  });
  const { code, stdout, stderr } = await runCli(['validate', '-C', root]);
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/damaged-chart|conflict/);
});
