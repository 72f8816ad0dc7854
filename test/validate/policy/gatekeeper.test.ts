import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../../generator/contract/resource.ts';
import { normalizeResource } from '../../../generator/validate/index/normalize.ts';
import { NO_PARAMETERS } from '../../../generator/validate/index/parameters.ts';
import { openCompiler } from '../../../generator/validate/policy/compile.ts';
import { createEvaluator, type PolicyEvaluator } from '../../../generator/validate/policy/evaluator.ts';
import { readExample } from '../../../generator/validate/policy/example.ts';
import { exportRules } from '../../../generator/validate/policy/gatekeeper.ts';
import { formatMessage } from '../../../generator/validate/policy/message.ts';
import { readPolicySources, readTexts } from '../../../generator/validate/policy/policy-folder.ts';
import { runCli } from '../../support/run-cli.ts';
import { readTree, temporaryFolder } from '../../support/temporary-folder.ts';

const FOLDER = fileURLToPath(new URL('../../../policies', import.meta.url));
const sources = await readPolicySources(FOLDER);

describe('a template', () => {
  const { exported, left } = exportRules(sources);

  test('is made of each rule about one resource, and of no other', () => {
    expect(exported.every(({ rule }) => rule.scope === 'resource')).toBe(true);
    const [whole, code] = left.values();
    expect(whole?.every(({ scope }) => scope === 'repository')).toBe(true);
    expect(code?.map(({ id }) => id)).toEqual(['SEC-002', 'SEC-003']);
    expect(exported.length).toBeGreaterThan(50);
  });

  test('holds all that it needs, in the packages that Gatekeeper allows', () => {
    for (const { template } of exported) {
      const { rego, libs } = parse(JSON.stringify(template)).spec.targets[0].code[0].source;
      const packages = (libs as string[]).map((text) => /^package (lib\.[\w.]+)$/m.exec(text)?.[1]);
      for (const text of [rego, ...libs]) {
        for (const [, name = ''] of text.matchAll(/\bdata\.([\w.]+)/g)) expect(packages).toContain(name);
        expect(text).not.toMatch(/\binput\.(?:credentials|resources)\b|^# METADATA/m);
      }
    }
  });

  test('is told of a cluster only what its rule asks for', () => {
    const given = { podSecurity: 'baseline', protected: true, registries: ['registry.example.com'] } as const;
    const told = exportRules(sources, given).exported.map(({ rule, constraint }) => {
      const { parameters = {} } = constraint.spec as { parameters?: object };
      return [rule.id, Object.keys(parameters).join()];
    });
    expect(told.filter(([, names]) => names !== '' && names !== 'podSecurity')).toEqual([
      ['IMG-002', 'protected'],
      ['IMG-003', 'registries'],
      ['NET-003', 'protected'],
    ]);
  });
});

describe('a review is read as the program reads a resource', () => {
  let evaluator: PolicyEvaluator;
  beforeAll(async () => {
    const probe =
      'package probe\n\nnormal := data.lib.review.normal(input.review, input.parameters)\n\nmessage := data.lib.review.message(input.template, input.finding)\n';
    const compile = await openCompiler();
    const entrypoints = ['probe/normal', 'probe/message'];
    evaluator = createEvaluator(await compile({ ...sources, 'probe/probe.rego': probe }, entrypoints));
    evaluator.setData('{}');
  });
  const ask = (input: object, entrypoint: string) => evaluator.evaluate(JSON.stringify(input), entrypoint);
  /** Rego knows no order of keys; lists that are made of them are sorted. */
  const inOrder = (normal: unknown): unknown =>
    JSON.parse(JSON.stringify(normal), (key, value) =>
      key === 'data_keys' || key === 'malformed' ? value.toSorted() : value,
    );
  const there = (resource: unknown) => inOrder(ask({ review: { object: resource }, parameters: {} }, 'probe/normal'));
  const here = (resource: KubernetesObject): unknown => {
    const place = { cluster: '', environment: '', kubernetes: '1.34', application: '', source: '' };
    const { credentials: _, ...normal } = normalizeResource({ ...place, resource }, NO_PARAMETERS, undefined);
    return inOrder({ ...normal, params: { images: { registries: [] } } });
  };

  test('in every example of every rule', async () => {
    const texts = await readTexts(FOLDER, (path) => /\/(?:good|bad)\/.*\.yaml$/.test(path));
    const resources = Object.entries(texts).flatMap(([path, text]) => readExample(path, text).resources);
    expect(resources.length).toBeGreaterThan(250);
    for (const { resource } of resources) expect(there(resource)).toEqual(here(resource));
  });

  const amount = fc.oneof(
    fc
      .tuple(
        ...[fc.constantFrom('', '+'), fc.integer({ min: 0, max: 9999 }), fc.constantFrom('', '.', '.5', '.25')],
        fc.constantFrom('', 'm', 'u', 'n', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'e3', 'E-2', 'MB', ' ', 'x'),
      )
      .map((parts) => parts.join('')),
    ...[fc.integer({ min: 0, max: 1e6 }), fc.constantFrom('', '.5', '-.5', '-1', null, true)],
  );
  const list = fc.dictionary(fc.constantFrom('cpu', 'memory', 'ephemeral-storage', 'limits.cpu'), amount);
  const image = fc.oneof(
    fc.constantFrom(
      ...[
        'auto',
        '',
        'a b',
        'nginx',
        'localhost/a',
        'a.b/c:1',
        'a:5000/b',
        'docker.io/nginx:1@sha256:0',
        'index.docker.io/x',
      ],
    ),
    fc.stringMatching(/^[a-z.:/@]{1,12}$/),
  );
  const container = fc.record(
    {
      name: fc.oneof(fc.constantFrom('web', ''), fc.integer()),
      ...{ image, restartPolicy: fc.constantFrom('Always', 'Never') },
      resources: fc.record({ limits: list, requests: list }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  const containers = fc.array(fc.oneof({ weight: 5, arbitrary: container }, fc.constantFrom('text', null)), {
    maxLength: 3,
  });
  const metadata = fc.record(
    {
      ...{ name: fc.string(), generateName: fc.string(), namespace: fc.constantFrom('', 'web') },
      labels: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
      annotations: fc.dictionary(fc.constantFrom('a', 'inject.istio.io/templates'), fc.string()),
      managedFields: fc.constant([]),
    },
    { requiredKeys: [] },
  );
  const pod = fc.record(
    {
      metadata,
      spec: fc.record(
        { containers, initContainers: containers, ephemeralContainers: containers, hostNetwork: fc.boolean() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  const [workload, direct, other] = [
    fc.record({
      ...{ apiVersion: fc.constant('apps/v1'), kind: fc.constantFrom('Deployment', 'DaemonSet', 'Other'), metadata },
      spec: fc.record({ template: pod, replicas: fc.nat() }, { requiredKeys: [] }),
    }),
    pod.chain((one) =>
      fc
        .record({ apiVersion: fc.constant('v1'), kind: fc.constant('Pod'), metadata })
        .map((head) => ({ ...one, ...head })),
    ),
    fc.record({
      ...{ apiVersion: fc.constant('v1'), kind: fc.constantFrom('Secret', 'ConfigMap', 'Service'), metadata },
      data: fc.dictionary(fc.string(), fc.constantFrom('', 'a')),
      stringData: fc.dictionary(fc.string(), fc.constantFrom('', 'a')),
    }),
  ];

  test('whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(workload, direct, other), (resource) => {
        expect(there(resource)).toEqual(here(resource as KubernetesObject));
      }),
      { numRuns: 300 },
    );
  });

  test('and what is found is told in the same words', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.stringMatching(/^[a-z]*$/)));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c_d'), value), (finding) => {
        const template = 'Container "{a}" {b}, {c_d} and {a}{nothing}.';
        expect(ask({ template, finding }, 'probe/message')).toBe(formatMessage(template, finding));
      }),
    );
  });
});

test('policy export writes a template and a constraint for each, and says what it leaves', async () => {
  const root = temporaryFolder();
  const { code, stdout } = await runCli([
    'policy',
    'export',
    '-o',
    `${root}/out`,
    '--registries',
    'a.example,b.example',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+ rules written to .*\nnot exported: \d+ × it sees a whole repository/);
  const tree = readTree(`${root}/out`);
  const names = Object.keys(tree).map((path) => path.replace(/^\w+/, ''));
  expect(names.length).toBe(2 * new Set(names).size);
  expect(parse(tree['constraints/img-003-registry-allowlist.yaml'] ?? '')).toMatchObject({
    kind: 'SlipwayImg003',
    spec: { enforcementAction: 'warn', parameters: { registries: ['a.example', 'b.example'] } },
  });
  expect((await runCli(['policy', 'export'])).stderr).toContain('--output DIR');
  const wrong = await runCli(['policy', 'export', '-o', `${root}/out`, '--pod-security', 'baselin']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "baseline"?') });
});
