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
const ours = new Map(listRules().map((rule) => [rule.id, rule]));
// The strictest environment: every rule that asks for one speaks.
const parameters = {
  ...NO_PARAMETERS,
  environments: { calibration: { protected: true, podSecurity: 'restricted' } },
};
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
      cluster: 'calibration',
      environment: 'calibration',
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

// Where we differ on purpose: checker, its check, the files it holds for, and why.
const understood = [
  ['gatekeeper-library', /^containerresources$/, /no-enforcements/, 'its sample turns every demand off'],
  ['polaris', /^insecureCapabilities$/, /./, 'it asks for dropped capabilities: POD-006 does'],
  ['polaris', /^memoryRequestsMissing$/, /./, 'it asks about memory alone; CPU is missing'],
  ['polaris', /^pullPolicyNotAlways$/, /./, 'without a policy, a tag that changes is pulled always'],
  ['polaris', /^missingPodDisruptionBudget$/, /./, 'one replica leaves nothing to keep available'],
  ['polaris', /^deploymentMissingReplicas$/, /./, 'no server knows the apiVersion: the schema layer says so'],
  ['polaris', /^readinessProbeMissing$/, /./, 'no Service sends traffic to the pod'],
  [
    'polaris',
    /^(runAsRootAllowed|pdbDisruptionsIsZero)$/,
    /./,
    'no server knows the apiVersion: the schema layer says so',
  ],
  ['polaris', /^pdbMinAvailable/, /success/, 'the budget leaves no pod to evict'],
  ['polaris', /^sensitiveConfigmapContent$/, /./, 'the value is a placeholder'],
  ['polaris', /^(cluster)?rolebindingClusterAdmin/, /./, 'a role of wildcards is told once, at the role: RBAC-002'],
  ['polaris', /PodExecAttach$/, /unrelated_perms|references_role/, 'who creates pods enters them, too'],
  ['polaris', /PodExecAttach$/, /role_binding_cluster_role/, 'the role itself is told, whoever is bound to it'],
  ['polaris', /PodExecAttach$/, /missing_ref/, 'a binding to nothing gives nothing'],
  ['polaris', /PodExecAttach$/, /system_prefix|calico/, 'the prefix system: is kept for the cluster itself'],
  ['istio-analyze', /^gateway\.SecretAnalyzer$/, /./, 'it reads the certificate; no Secret with one belongs in Git'],
];

function reasonOf({ peer, check, file }) {
  return understood.find(([who, what, where]) => who === peer && what.test(check) && where.test(file))?.[3];
}

const perRule = new Map();
const differences = [];
for (const entry of entries) {
  const resources = [entry.file, ...(entry.context ?? [])].flatMap(read);
  const { violations } = await checkPolicies(resources, { parameters, rules: new Set(entry.mapsTo) });
  const hits = violations.filter(
    ({ subject, rule }) =>
      subject === undefined ||
      // A rule about several objects may name another one of them than the target.
      ours.get(rule)?.scope === 'repository' ||
      (entry.target === undefined ? subject.source === entry.file : isTarget(subject, entry.target)),
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
let explained = 0;
for (const { entry, verdict } of differences) {
  const reason = reasonOf(entry);
  if (reason !== undefined) explained += 1;
  process.stdout.write(
    `differs: ${entry.mapsTo.join(', ')}: ${entry.peer ?? ''} ${entry.check} says ${entry.expected}, we say ${verdict}: ${entry.file}${
      reason === undefined ? '' : ` (understood: ${reason})`
    }\n`,
  );
}
const share = (count) => `${((100 * count) / Math.max(1, entries.length)).toFixed(1)} %`;
const agreed = entries.length - differences.length;
process.stdout.write(`${agreed} of ${entries.length} verdicts agree (${share(agreed)})\n`);
process.stdout.write(`${agreed + explained} agree or differ for a known reason (${share(agreed + explained)})\n`);
