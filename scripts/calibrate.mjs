// Compares our policies with the verdicts of other checkers. Usage: npm run calibrate -- DIR, a folder with manifests and an
// index.json: [{ file, context?, check, expected: pass|fail, target?: {kind, namespace?, name}, mapsTo: [rule ids] }].
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { NO_PARAMETERS } from '../dist/validate/index/parameters.js';
import { listRules } from '../dist/validate/policy/catalogue.js';
import { checkPolicies } from '../dist/validate/policy/evaluate.js';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('error: name the folder with the fixtures: npm run calibrate -- DIR\n');
  process.exit(2);
}
const root = resolve(folder);
const ours = new Set(listRules().map((rule) => rule.id));
const entries = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8')).filter(
  (entry) =>
    entry.mapsTo?.length > 0 &&
    entry.mapsTo.every((id) => ours.has(id)) &&
    entry.params === undefined &&
    entry.needsContext === undefined &&
    entry.admissionReview === undefined,
);

function read(file) {
  return parseAllDocuments(readFileSync(join(root, file), 'utf8'), { uniqueKeys: false, logLevel: 'silent' })
    .map((document) => document.toJS())
    .filter((value) => typeof value?.kind === 'string' && typeof value.apiVersion === 'string')
    .map((value) => ({
      cluster: '',
      environment: '',
      kubernetes: '1.36',
      application: '',
      source: file,
      resource: { ...value, metadata: value.metadata ?? {} },
    }));
}

function isTarget({ resource }, target) {
  return (
    resource.kind === target.kind &&
    resource.metadata.name === target.name &&
    (target.namespace === undefined || resource.metadata.namespace === target.namespace)
  );
}

const perRule = new Map();
const differences = [];
for (const entry of entries) {
  const resources = [entry.file, ...(entry.context ?? [])].flatMap(read);
  const { violations } = await checkPolicies(resources, { parameters: NO_PARAMETERS, rules: new Set(entry.mapsTo) });
  const hits = violations.filter(({ subject }) =>
    entry.target === undefined
      ? subject?.source === entry.file || subject === undefined
      : subject !== undefined && isTarget(subject, entry.target),
  );
  const verdict = hits.length > 0 ? 'fail' : 'pass';
  for (const id of entry.mapsTo) {
    const count = perRule.get(id) ?? { agree: 0, all: 0 };
    count.all += 1;
    if (verdict === entry.expected) count.agree += 1;
    perRule.set(id, count);
  }
  if (verdict !== entry.expected) differences.push({ entry, verdict });
}
for (const [id, { agree, all }] of [...perRule].sort(([a], [b]) => (a < b ? -1 : 1))) {
  process.stdout.write(`${id.padEnd(9)} ${String(agree).padStart(4)} of ${String(all).padStart(4)}\n`);
}
for (const { entry, verdict } of differences) {
  process.stdout.write(
    `differs: ${entry.mapsTo.join(', ')}: ${entry.peer ?? ''} ${entry.check} says ${entry.expected}, we say ${verdict}: ${entry.file}\n`,
  );
}
const agreed = entries.length - differences.length;
process.stdout.write(
  `${agreed} of ${entries.length} verdicts agree (${((100 * agreed) / Math.max(1, entries.length)).toFixed(1)} %)\n`,
);
