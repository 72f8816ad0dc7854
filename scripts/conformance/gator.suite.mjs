// Our verdicts of policies against Gatekeeper's own test program: templates and constraints as `slipway policy export` writes them,
// over objects as an admission review has them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isKubernetesObject } from '../../dist/contract/resource.js';
import { NO_PARAMETERS } from '../../dist/validate/index/parameters.js';
import { checkPolicies } from '../../dist/validate/policy/evaluate.js';
import { readExample } from '../../dist/validate/policy/example.js';
import { exportRules } from '../../dist/validate/policy/gatekeeper.js';
import { readPolicySources, readTexts } from '../../dist/validate/policy/policy-folder.js';
import { mutate } from './mutants.mjs';
import { readObjects } from './objects.mjs';
import { renderPlatform } from './platform-resources.mjs';
import { buildProgram } from './programs.mjs';

const here = fileURLToPath(new URL('../..', import.meta.url));
/** Objects of one run have a number, since many are called alike. */
const NUMBER = 'conformance.test/number';
/** What we say of a pod beyond the rule's own words, where its namespace enforces a standard. */
const ENFORCED = / Its namespace enforces the \w+ standard, so the API server refuses the pod\.$/;

/** Objects in which one place is odd. */
const MUTANTS = 2000;

/** @returns a result for each example of each rule, each object of ours and its mutants, and each cluster of a platform */
export async function run({ cache, platform = here }) {
  const gator = buildProgram(cache, 'gator');
  const sources = await readPolicySources(join(here, 'policies'));
  const { exported, left } = exportRules(sources);
  const rules = new Set([...exported.map(({ rule }) => rule.id), 'pod-security']);
  const cases = [...(await listExamples()), ...(await listObjects()), ...(await listClusters(platform))];
  const results = [];
  let found = 0;
  for (const group of inRuns(cases).values()) {
    const answers = askGator(gator, exportRules(sources, parametersOf(group[0])).exported, group);
    for (const [index, { title, resources, parameters }] of group.entries()) {
      const { violations } = await checkPolicies(resources, { parameters, rules });
      const ours = violations.map(({ subject, pointer, message }) => print(subject.resource, pointer, message));
      found += answers[index].length;
      results.push({ title, how: ours.length > 0 ? 'found' : 'clean', ...compare(ours, answers[index]) });
    }
  }
  const kept = Array.from(left, ([reason, some]) => `${some.length} rules are not exported: ${reason}`);
  return { results, notes: [`${exported.length} rules, ${cases.length} inputs, ${found} findings of gator`, ...kept] };
}

async function listExamples() {
  const texts = await readTexts(join(here, 'policies'), (path) => /\/(good|bad)\/.*\.yaml$/.test(path));
  return Object.entries(texts).map(([path, text]) => {
    const { resources, parameters } = readExample(path, text);
    // A review knows no component; what one states of its images is nothing that a constraint says.
    return { title: path, resources, parameters: { ...parameters, components: {} } };
  });
}

async function listObjects() {
  const items = await readObjects([{ path: join(here, 'test/conformance/objects/good') }]);
  return [...items, ...mutate(items, { count: MUTANTS, seed: 1 })].flatMap(({ title, object }) => {
    if (!isKubernetesObject(object) || object.kind === 'Namespace') return [];
    // No server hands such a one to a webhook: it does not decode.
    if (!['undefined', 'string'].includes(typeof object.metadata.name)) return [];
    const place = { cluster: '', environment: '', kubernetes: '1.36', application: '', source: title };
    return [{ title, resources: [{ ...place, resource: object }], parameters: NO_PARAMETERS }];
  });
}

async function listClusters(platform) {
  const { clusters } = await renderPlatform(platform, []);
  return [...clusters].map(([name, resources]) => ({ title: `cluster ${name}`, resources, parameters: NO_PARAMETERS }));
}

/** Cases that one run can answer: with the same parameters, and no two with namespaces, which hold for all objects of a run. */
function inRuns(cases) {
  const runs = new Map();
  for (const one of cases) {
    const isAlone = one.resources.some(({ resource }) => resource.kind === 'Namespace');
    const key = isAlone ? one.title : JSON.stringify(parametersOf(one));
    runs.set(key, [...(runs.get(key) ?? []), one]);
  }
  return runs;
}

function parametersOf({ resources, parameters }) {
  const environment = parameters.environments[resources[0]?.environment ?? ''];
  const { registries } = parameters.images;
  return {
    ...(environment === undefined ? {} : environment),
    ...(environment === undefined && parameters.hasConfig ? { podSecurity: 'baseline' } : {}),
    ...(registries.length === 0 ? {} : { registries }),
  };
}

/** @returns per case what gator found, each once */
function askGator(gator, exported, cases) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    mkdirSync(join(folder, 'rules'));
    for (const { rule, template, constraint } of exported) {
      writeFileSync(join(folder, 'rules', `${rule.id}-template.yaml`), JSON.stringify(template));
      writeFileSync(join(folder, 'rules', `${rule.id}-constraint.yaml`), JSON.stringify(constraint));
    }
    const objects = cases.flatMap(({ resources }, index) => resources.map(({ resource }) => numbered(resource, index)));
    writeFileSync(join(folder, 'objects.yaml'), objects.map((one) => JSON.stringify(one)).join('\n---\n'));
    const args = ['test', '--filename=rules', '--filename=objects.yaml', '--output=json'];
    const { stdout, stderr } = spawnSync(gator, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (!/^(?:\[|null)/.test(stdout)) throw new Error(`gator gave no answer: ${stderr}${stdout}`.slice(0, 2000));
    const found = cases.map(() => new Set());
    for (const { msg, metadata, violatingObject } of JSON.parse(stdout) ?? []) {
      const own = found[Number(violatingObject.metadata.annotations[NUMBER])];
      own.add(print(violatingObject, metadata.details.pointer, msg));
    }
    return found.map((own) => [...own]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function numbered(resource, index) {
  const { metadata } = resource;
  return { ...resource, metadata: { ...metadata, annotations: { ...metadata.annotations, [NUMBER]: String(index) } } };
}

function compare(ours, theirs) {
  const [left, right] = [new Set(ours), new Set(theirs)];
  const lines = [
    ...[...left].filter((one) => !right.has(one)).map((one) => `  only ours   ${one}`),
    ...[...right].filter((one) => !left.has(one)).map((one) => `  only gator  ${one}`),
  ];
  return lines.length === 0 ? {} : { difference: lines.join('\n') };
}

function print({ kind, metadata }, pointer, message) {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''} ${pointer ?? ''} ${message.replace(ENFORCED, '')}`;
}
