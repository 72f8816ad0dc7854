// Our verdicts of policies against conftest's: the same Rego sources, interpreted by OPA there, compiled and run here.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIndexes } from '../../dist/validate/index/cluster-index.js';
import { normalizeResource } from '../../dist/validate/index/normalize.js';
import { NO_PARAMETERS } from '../../dist/validate/index/parameters.js';
import { AGGREGATE_PATH, aggregateRules } from '../../dist/validate/policy/aggregate.js';
import { productionFiles, readRules } from '../../dist/validate/policy/build.js';
import { checkPolicies } from '../../dist/validate/policy/evaluate.js';
import { readExample } from '../../dist/validate/policy/example.js';
import { formatMessage } from '../../dist/validate/policy/message.js';
import { readPolicySources, readTexts } from '../../dist/validate/policy/policy-folder.js';
import { renderPlatform } from './platform-resources.mjs';
import { buildProgram } from './programs.mjs';

const here = fileURLToPath(new URL('../..', import.meta.url));
/** What conftest asks: everything that is data to us is in its input, so that one run judges every case. */
const QUESTIONS = `package conformance

import data.main

deny contains {"msg": json.marshal([rule, finding])} if {
	found := main.resource.findings with data.params as input.params
	some [_, rule, finding] in found
}

deny contains {"msg": json.marshal([rule, finding])} if {
	input.inv
	found := main.repository.findings with data.params as input.params with data.inv as input.inv
	some [rule, finding] in found
}
`;

/** @returns a result for each example of each rule, and for each cluster of a platform */
export async function run({ cache, platform = here }) {
  const conftest = buildProgram(cache, 'conftest');
  const folder = join(here, 'policies');
  const sources = productionFiles(await readPolicySources(folder));
  const rules = new Map(readRules(sources).map((rule) => [rule.id, rule]));
  const cases = [...(await listExamples(folder)), ...(await listClusters(platform))];
  const answers = askConftest(conftest, { ...sources, [AGGREGATE_PATH]: aggregateRules([...rules.values()]) }, cases);
  const results = [];
  for (const [index, { title, resources, parameters }] of cases.entries()) {
    const { violations } = await checkPolicies(resources, { parameters });
    const ours = violations.map(({ rule, message, pointer }) => print(rule, message, pointer));
    const theirs = answers[index].map(([id, finding]) => {
      const { message } = rules.get(id);
      return print(id, formatMessage(message, finding), finding.pointer);
    });
    results.push({ title, how: ours.length > 0 ? 'found' : 'clean', ...compare(ours, theirs) });
  }
  const found = answers.reduce((sum, one) => sum + one.length, 0);
  return { results, notes: [`${rules.size} rules, ${cases.length} inputs, ${found} findings of conftest`] };
}

async function listExamples(folder) {
  const texts = await readTexts(folder, (path) => /\/(good|bad)\/.*\.yaml$/.test(path));
  return Object.entries(texts).map(([path, text]) => ({ title: path, ...readExample(path, text) }));
}

async function listClusters(platform) {
  const { clusters } = await renderPlatform(platform, []);
  return [...clusters].map(([name, resources]) => ({ title: `cluster ${name}`, resources, parameters: NO_PARAMETERS }));
}

/** @returns per case what conftest found: `[rule, finding]`, each once */
function askConftest(conftest, sources, cases) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    for (const [path, text] of Object.entries({ ...sources, 'conformance/conformance.rego': QUESTIONS })) {
      write(join(folder, 'policies', path), text);
    }
    for (const [index, one] of cases.entries()) {
      for (const [part, input] of inputsOf(one).entries()) {
        write(join(folder, 'inputs', `${index}-${part}.json`), JSON.stringify(input));
      }
    }
    const args = ['test', '--namespace=conformance', '--output=json', '--no-color', '--policy=policies', 'inputs'];
    const { stdout, stderr } = spawnSync(conftest, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (!stdout.startsWith('[')) throw new Error(`conftest gave no answer: ${stderr}`);
    const found = cases.map(() => new Set());
    for (const { filename, failures = [] } of JSON.parse(stdout)) {
      const own = found[Number(basename(filename).split('-')[0])];
      for (const { msg } of failures) own.add(msg);
    }
    return found.map((own) => [...own].map((text) => JSON.parse(text)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Inputs as our own evaluator is given them: resources in buckets by kind, and the index of each cluster. */
function inputsOf({ resources, parameters }) {
  const normal = resources.map((one) => normalizeResource(one, parameters));
  const buckets = {};
  for (const [place, { group, kind, pod }] of normal.entries()) {
    const names = ['*', group === '' ? kind : `${group}/${kind}`, ...(pod === undefined ? [] : ['workload'])];
    for (const name of names) buckets[name] = [...(buckets[name] ?? []), place];
  }
  const indexes = buildIndexes(resources, parameters).map((inv) => ({ params: parameters, inv }));
  return [{ params: parameters, buckets, resources: normal }, ...indexes];
}

function compare(ours, theirs) {
  const [left, right] = [new Set(ours), new Set(theirs)];
  const lines = [
    ...[...left].filter((one) => !right.has(one)).map((one) => `  only ours      ${one}`),
    ...[...right].filter((one) => !left.has(one)).map((one) => `  only conftest  ${one}`),
  ];
  return lines.length === 0 ? {} : { difference: lines.join('\n') };
}

function print(rule, message, pointer) {
  return [rule, pointer ?? '', message].join(' ');
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
