// Tries components with real charts on every cloud. Usage: npm run catalogue -- CHARTS [KIND…]. Prints findings at error level, and
// statements of components that nothing needed or that fall short.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createJiti } from 'jiti';
import { loadServiceCharts } from '../dist/charts/service-charts.js';
import { CLOUDS } from '../dist/clouds/registry.gen.js';
import { checkConfig } from '../dist/config/check-config.js';
import { formatConfigPath } from '../dist/contract/config-path.js';
import { EMITTERS } from '../dist/emit/registry.gen.js';
import { COMPONENTS } from '../dist/infra/registry.gen.js';
import { judgePlan } from '../dist/judge.js';
import { resolvePlatform } from '../dist/model/resolve.js';
import { closeEngines, openEngines } from '../dist/open-engines.js';
import { openDisk } from '../dist/output/disk.js';
import { loadLedger } from '../dist/output/ledger.js';
import { buildPlan } from '../dist/plan/build-plan.js';

const [folders, ...wanted] = process.argv.slice(2);
const unknown = wanted.filter((kind) => !COMPONENTS.some((one) => one.kind === kind));
if (folders === undefined || unknown.length > 0) {
  const why = folders === undefined ? 'name the folder with the charts' : `no component ${unknown.join(', ')}`;
  process.stderr.write(`error: ${why}: npm run catalogue -- CHARTS [KIND…]\n`);
  process.exit(2);
}

const { sampleOf } = await createJiti(import.meta.url).import('../test/support/clouds.ts');
const serviceCharts = loadServiceCharts();
const registries = { clouds: CLOUDS, components: COMPONENTS, serviceCharts: serviceCharts.map((one) => one.version) };

/** Kinds with all that they need. */
function withNeeds(kinds) {
  const found = new Set();
  const add = (kind) => {
    if (found.has(kind)) return;
    found.add(kind);
    const { requires = [], requiresOneOf = [], stateful = false } = COMPONENTS.find((one) => one.kind === kind) ?? {};
    // Of a choice, the first stands for all.
    const chosen = requiresOneOf.slice(0, 1);
    const disks = stateful ? COMPONENTS.filter(({ answers }) => answers === 'block-storage') : [];
    for (const other of [...requires, ...chosen, ...disks.map((one) => one.kind)]) add(other);
  };
  for (const kind of kinds) add(kind);
  return found;
}

/** In the last round releases are called by names that no chart expects, because names of objects are made of them. */
function configOf(kinds, { round, renamed }) {
  const cluster = ({ name }, index) => [
    name,
    {
      environment: 'prod',
      kubernetes: '1.34',
      hub: index === 0,
      api: { server: `https://${name}.k8s.shop.example` },
      cloud: sampleOf(name),
    },
  ];
  const component = ({ kind, examples = [{}] }) => [
    renamed ? `r-${COMPONENTS.findIndex((one) => one.kind === kind)}` : kind,
    { component: kind, options: examples[Math.min(round, examples.length - 1)] },
  ];
  return {
    name: 'shop',
    repository: { url: 'https://git.shop.example/platform.git' },
    environments: { prod: { domain: 'shop.example', protected: true } },
    clusters: Object.fromEntries(
      // Nobody can derive the client ids of Azure's identities, which are those of releases.
      CLOUDS.filter((cloud) => !renamed || cloud.identities === undefined).map(cluster),
    ),
    teams: {},
    infra: Object.fromEntries(COMPONENTS.filter(({ kind }) => kinds.has(kind)).map(component)),
    services: {},
    policy: {
      images: { registries: ['registry.shop.example'] },
      rules: { 'IMG-002': 'off' },
      // Made by hand, where DNS is a server of one's own.
      externals: ['Secret/external-dns/*'],
    },
  };
}

async function tryOut(config, engines) {
  const problems = checkConfig(config, registries, { hasImageFile: () => true }).filter(
    (one) => one.severity !== 'low',
  );
  for (const { path, message } of problems) process.stdout.write(`config ${formatConfigPath(path)}: ${message}\n`);
  if (problems.length > 0) return { errors: problems.length, catalogue: [] };
  const platform = resolvePlatform(config, registries);
  const root = mkdtempSync(join(tmpdir(), 'slipway-catalogue-'));
  try {
    const { findings, notChecked, catalogue } = await judgePlan(
      platform,
      buildPlan(platform, EMITTERS, { serviceCharts }),
      {
        ...{ root, disk: openDisk(root), ledger: loadLedger(root), cacheFolder: null, engines },
        date: new Date().toISOString().slice(0, 10),
        chartsFolders: folders.split(':').map((folder) => resolve(folder)),
        place: () => undefined,
      },
    );
    const errors = findings.filter(({ level }) => level === 'error');
    const warnings = findings.filter(({ level }) => level === 'warn');
    for (const { rule, level, message, resource, pointer, occurrences, fix } of [...errors, ...warnings]) {
      const name = resource === undefined ? '' : `${resource.kind}/${resource.name}`;
      const clusters = [...new Set(occurrences.map((one) => one.cluster))].join(' ');
      process.stdout.write(
        `${level} ${rule} ${name} ${pointer ?? ''}\n    ${message}\n    ${fix}\n    on ${clusters}\n`,
      );
    }
    for (const { what, reason } of notChecked) process.stdout.write(`not checked: ${what}: ${reason}\n`);
    return { errors: errors.length, catalogue };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const kinds = withNeeds(wanted.length > 0 ? wanted : COMPONENTS.map((one) => one.kind));
const rounds = Math.max(
  ...COMPONENTS.filter(({ kind }) => kinds.has(kind)).map(({ examples }) => examples?.length ?? 1),
);
const engines = openEngines();
const tried = [];
for (let round = 0; round < rounds; round += 1)
  tried.push(await tryOut(configOf(kinds, { round, renamed: false }), engines));
tried.push(await tryOut(configOf(kinds, { round: 0, renamed: true }), engines));
await closeEngines(engines);

const uses = new Map();
for (const use of tried.flatMap(({ catalogue }) => catalogue)) uses.set(use.kind, [...(uses.get(use.kind) ?? []), use]);
let defects = 0;
for (const [kind, all] of uses) {
  const [first = { unused: [] }] = all;
  // What one set of options switches off, another may need.
  const unused = first.unused.filter((one) => all.every((use) => use.unused.includes(one)));
  const unstated = [...new Set(all.flatMap((use) => use.unstated))];
  for (const one of unused) process.stdout.write(`${kind}: nothing needs ${one}\n`);
  for (const one of unstated) process.stdout.write(`${kind}: images do not state ${one}\n`);
  defects += unused.length + unstated.length;
}
const missing = [...kinds].filter((kind) => !uses.has(kind));
if (missing.length > 0) process.stdout.write(`not rendered in the version that they pin: ${missing.join(', ')}\n`);
const errors = tried.reduce((sum, one) => sum + one.errors, 0);
process.stdout.write(`${uses.size} components tried ${rounds + 1} times: ${errors} errors, ${defects} defects\n`);
process.exitCode = errors + defects > 0 ? 1 : 0;
