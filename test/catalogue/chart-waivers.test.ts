// What a component says of a chart that others publish: findings that stay, and where its images come from.
import { beforeAll, expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { ConfigPath } from '../../generator/contract/config-path.ts';
import type { Finding } from '../../generator/contract/finding.ts';
import { EMITTERS } from '../../generator/emit/registry.gen.ts';
import { defineComponent } from '../../generator/infra/_define.ts';
import { judgePlan, type PlanVerdict } from '../../generator/judge.ts';
import type { ChartWaiver, ComponentDefinition } from '../../generator/model/component.ts';
import { resolvePlatform } from '../../generator/model/resolve.ts';
import { closeEngines, type Engines, openEngines } from '../../generator/open-engines.ts';
import { openDisk } from '../../generator/output/disk.ts';
import { loadLedger } from '../../generator/output/ledger.ts';
import { buildPlan } from '../../generator/plan/build-plan.ts';
import { chartFiles, inFolder } from '../support/chart-files.ts';
import { cluster } from '../support/platforms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const VERSION = '1.2.3';

const AGENT = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: {{ .Release.Name }}-agent, namespace: {{ .Release.Namespace }} }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers:
        - name: agent
          image: {{ .Values.image }}
          securityContext: { privileged: true }
`;

const reads: ChartWaiver = { rules: ['POD-001'], targets: ['DaemonSet/{release}-agent'], reason: 'It loads a module.' };

function agent(changes: Partial<ComponentDefinition> = {}): ComponentDefinition {
  return {
    ...defineComponent<object>({
      kind: 'agent',
      summary: 'An agent on each node',
      chart: { repository: 'https://charts.example.com', name: 'agent', version: VERSION },
      ...{ namespace: 'agent', wave: 10, placement: 'everywhere', after: [], requires: [] },
      brings: { crds: {}, clusterKinds: [], namespaces: [] },
      ...{ podSecurity: 'privileged', stateful: false, serves: [], identities: [] },
      options: { properties: {}, required: [] },
      defaults: {},
      values: { base: () => ({ image: 'registry.example.com/agents/agent:1.2.3' }) },
      waivers: [reads],
      images: ['registry.example.com/agents'],
    }).definition,
    ...changes,
  };
}

let engines: Engines;
beforeAll(() => {
  engines = openEngines();
  return () => closeEngines(engines);
});

/** Judges a platform that is one component, with a chart of one template. @param infra the component's options, by release */
async function judge(
  definition: ComponentDefinition,
  options: {
    readonly infra?: Readonly<Record<string, object>>;
    readonly chart?: string;
    readonly policy?: object;
  } = {},
): Promise<PlanVerdict> {
  const { infra = { agent: {} }, chart = VERSION, policy = {} } = options;
  const files = { 'values.yaml': 'image: none\n', 'templates/agent.yaml': AGENT, 'templates/config-map.yaml': '' };
  const chartsFolder = temporaryFolder(inFolder('agent', chartFiles({ name: 'agent', version: chart, files })));
  const config = {
    name: 'shop',
    repository: { url: 'https://git.shop.example/platform.git' },
    environments: { prod: { domain: 'shop.example', protected: true } },
    clusters: { prod: { ...cluster('prod'), hub: true } },
    teams: {},
    infra: Object.fromEntries(Object.entries(infra).map(([name, one]) => [name, { component: 'agent', options: one }])),
    services: {},
    policy: { images: { registries: ['registry.shop.example'] }, ...policy },
  };
  const registries = { clouds: CLOUDS, components: [definition], serviceCharts: ['1.0.0'] };
  const platform = resolvePlatform(config, registries);
  const root = temporaryFolder();
  return judgePlan(platform, buildPlan(platform, EMITTERS, { serviceCharts: [] }), {
    ...{ root, disk: openDisk(root), ledger: loadLedger(root), date: '2026-11-21', cacheFolder: null, engines },
    chartsFolders: [chartsFolder],
    place: (path: ConfigPath) => ({ file: path.join('.'), line: 1, column: 1 }),
  });
}

const of = ({ findings }: PlanVerdict, rule: string): readonly Finding[] =>
  findings.filter((finding) => finding.rule === rule);

test('a waiver of the catalogue holds for the object that it names, and stays in the report with owner and reason', async () => {
  const verdict = await judge(agent());
  expect(of(verdict, 'POD-001').map(({ level, occurrences }) => [level, occurrences[0]?.waiver])).toEqual([
    ['off', { owner: 'slipway catalogue', reason: 'It loads a module. (until chart 1.2.3 changes)' }],
  ]);
  // Another rule about the same object is not covered.
  expect(of(verdict, 'RES-001')[0]?.level).toBe('error');
  expect(verdict.catalogue).toEqual([{ kind: 'agent', unused: [], unstated: [] }]);
});

test('it follows the name of the release and its namespace', async () => {
  const verdict = await judge(agent(), { infra: { 'edge-agent': { namespace: 'edge' } } });
  expect(of(verdict, 'POD-001').map(({ level, resource }) => [level, resource?.namespace, resource?.name])).toEqual([
    ['off', 'edge', 'edge-agent-agent'],
  ]);
});

test('it holds for no object of another name', async () => {
  const verdict = await judge(agent({ waivers: [{ ...reads, targets: ['DaemonSet/agent-other'] }] }));
  expect(of(verdict, 'POD-001')[0]?.level).toBe('error');
});

test('it ends with the chart version, which is told on the line that changed it', async () => {
  const verdict = await judge(agent(), { infra: { agent: { chart: '1.3.0' } }, chart: '1.3.0' });
  expect(of(verdict, 'POD-001')[0]?.level).toBe('error');
  const [ended] = of(verdict, 'waiver-ended');
  expect(ended).toMatchObject({ level: 'warn', origin: { file: 'infra.agent.chart' } });
  expect(ended?.message).toContain('the catalogue waives POD-001 for chart version 1.2.3; 1.3.0 was not judged');
  // Nothing is known of how the statements fit this version.
  expect(verdict.catalogue).toEqual([]);
});

test('an override of another environment leaves it alone', async () => {
  const verdict = await judge(agent(), { infra: { agent: { environments: { dev: { chart: '1.3.0' } } } } });
  expect(of(verdict, 'POD-001')[0]?.level).toBe('off');
  expect(of(verdict, 'waiver-ended')).toEqual([]);
});

test('a waiver of the author comes before that of the catalogue, and neither is called unused', async () => {
  const waivers = [
    { rule: 'POD-001', target: 'DaemonSet/agent/*', owner: '@shop/core', reason: 'we know', expires: '2027-01-01' },
  ];
  const verdict = await judge(agent(), { policy: { waivers } });
  expect(of(verdict, 'POD-001')[0]?.occurrences[0]?.waiver).toEqual({ owner: '@shop/core', reason: 'we know' });
  expect(of(verdict, 'waiver-unused')).toEqual([]);
  expect(verdict.catalogue[0]?.unused).toEqual([]);
});

test('a rule, a target or a registry that nothing needs is a defect of the catalogue, and no finding of the author', async () => {
  const verdict = await judge(
    agent({
      waivers: [
        { ...reads, rules: ['POD-001', 'POD-002'] },
        { rules: ['RES-001', 'RES-002'], targets: ['DaemonSet/{release}-agent', 'Job/*'], reason: 'No values.' },
      ],
      images: ['registry.example.com/agents', 'registry.example.com/age'],
    }),
  );
  expect(verdict.catalogue[0]?.unused).toEqual([
    'waiver of POD-002 for DaemonSet/{release}-agent',
    'waiver for Job/* of RES-001, RES-002',
    'images registry.example.com/age',
  ]);
  expect(verdict.findings.filter(({ layer }) => layer === 'waiver')).toEqual([]);
});

test('images that a component states are allowed in its Application, others are an error that names the statement', async () => {
  expect(of(await judge(agent()), 'IMG-003')).toEqual([]);
  const verdict = await judge(agent(), { infra: { agent: { values: { image: 'mirror.example.com/agent:1.2.3' } } } });
  expect(of(verdict, 'IMG-003').map(({ level, message }) => [level, message.split(': ').slice(1).join(': ')])).toEqual([
    [
      'error',
      'Container "agent" pulls mirror.example.com/agent:1.2.3, which is in none of the allowed registries, nor in what component agent states: registry.example.com/agents.',
    ],
  ]);
  expect(verdict.catalogue[0]).toMatchObject({
    unused: ['images registry.example.com/agents'],
    unstated: ['mirror.example.com/agent:1.2.3'],
  });
});
