import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Rendered } from '../../../generator/contract/rendered.ts';
import { buildPolicies, hashSources, productionFiles } from '../../../generator/validate/policy/build.ts';
import { exampleOf, listRules } from '../../../generator/validate/policy/catalogue.ts';
import { openCompiler } from '../../../generator/validate/policy/compile.ts';
import { checkPolicies } from '../../../generator/validate/policy/evaluate.ts';
import { readPolicySources } from '../../../generator/validate/policy/policy-folder.ts';
import { testPolicies } from '../../../generator/validate/policy/test.ts';
import { temporaryFolder, writeFileIn } from '../../support/temporary-folder.ts';

const FOLDER = fileURLToPath(new URL('../../../policies', import.meta.url));

test('every rule passes its tests, accepts its good examples, and finds just what is wrong with its bad ones', async () => {
  const { failures, passed } = await testPolicies(FOLDER);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(listRules().length);
});

test('the committed bundle is built from the sources as they are', async () => {
  const manifest = JSON.parse(readFileSync(`${FOLDER}/bundle/policies.json`, 'utf8'));
  expect(manifest.sources).toEqual(hashSources(productionFiles(await readPolicySources(FOLDER))));
});

test('the same sources compile to the same bytes', async () => {
  const built = await buildPolicies({ files: await readPolicySources(FOLDER), compile: await openCompiler() });
  const committed = brotliDecompressSync(readFileSync(`${FOLDER}/bundle/policy.wasm.br`));
  expect(Buffer.from(built.wasm).equals(committed)).toBe(true);
});

test('a built-in that the evaluator lacks is refused by the build, with its place', async () => {
  const compile = await openCompiler();
  const files = { 'main/main.rego': 'package main\n\nresource := semver.compare("1.0.0", "1.0.1")\n' };
  await expect(compile(files, ['main/resource'])).rejects.toThrow(/main\/main\.rego:3.*semver/s);
});

test('every rule has an id, a fix, a good and a bad example', () => {
  const rules = listRules();
  expect(rules.length).toBeGreaterThanOrEqual(30);
  for (const rule of rules) {
    expect(rule.fix).not.toBe('');
    expect([rule.id, exampleOf(rule, 'good') !== undefined, exampleOf(rule, 'bad') !== undefined]).toEqual([
      rule.id,
      true,
      true,
    ]);
  }
});

test('a rule without an expectation for its bad example fails its tests', async () => {
  const folder = temporaryFolder();
  const rule = readFileSync(`${FOLDER}/rules/rbac/cluster_admin/cluster_admin.rego`, 'utf8');
  writeFileIn(folder, 'rules/rbac/cluster_admin/cluster_admin.rego', rule);
  writeFileIn(
    folder,
    'rules/rbac/cluster_admin/bad/fine.yaml',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: []\n',
  );
  const { failures } = await testPolicies(folder);
  expect(failures.map((one) => one.reason).join('\n')).toMatch(/nothing was found/);
});

const subject = (resource: Rendered['resource']): Rendered => ({
  cluster: 'prod',
  environment: 'prod',
  kubernetes: '1.34',
  application: 'a',
  source: 'a.yaml',
  resource,
});

test('an object nested too deeply costs one finding, and the others are judged', async () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 20_000; level += 1) deep = { deep };
  const { violations } = await checkPolicies([
    subject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'deep', namespace: 'app' }, spec: deep }),
    subject({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'all', namespace: 'app' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }],
    }),
  ]);
  expect(violations.map((one) => one.rule)).toContain('RBAC-002');
});

test('nothing to judge gives nothing', async () => {
  expect((await checkPolicies([])).violations).toEqual([]);
});
