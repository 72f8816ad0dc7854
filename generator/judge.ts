/** Render and validate a plan: what every cluster would receive, and what is wrong with it. */
import type { ConfigPath } from './contract/config-path.ts';
import type { Finding, NotChecked, Place, Violation } from './contract/finding.ts';
import { openHelmPool } from './engines/pool.ts';
import type { Platform } from './model/platform.ts';
import type { Disk } from './output/disk.ts';
import { foreignFiles } from './output/foreign.ts';
import type { Ledger } from './output/ledger.ts';
import type { FilePlan } from './plan/file-plan.ts';
import { type RenderedRepository, renderRepository } from './render/render-repository.ts';
import type { TargetCluster } from './render/render-work.ts';
import { type RepositoryView, viewPlan } from './render/repository-view.ts';
import { traceOrigins } from './render/trace.ts';
import { groupViolations } from './validate/group.ts';
import type { PolicyParameters } from './validate/index/parameters.ts';
import { isNamespaced } from './validate/schema/catalogue.ts';
import { validateResources } from './validate/validate.ts';
import { openWaivers } from './validate/waivers.ts';
import { openVerdictCache } from './verdict-cache.ts';

export interface JudgeOptions {
  readonly root: string;
  readonly disk: Disk;
  readonly ledger: Ledger;
  readonly date: string;
  /** Where verdicts are kept; `null` for no cache. */
  readonly cacheFolder: string | null;
  place(path: ConfigPath): Place;
  readonly onStage?: (name: string, milliseconds: number) => void;
}

/** What judging a plan gives; plain data, so that it can be kept. */
export interface Judgement {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: { readonly resources: number; readonly rendered: number };
}

export interface PlanVerdict extends Omit<Judgement, 'violations'> {
  readonly findings: readonly Finding[];
}

export async function judgePlan(platform: Platform, plan: FilePlan, options: JudgeOptions): Promise<PlanVerdict> {
  const readDisk = (path: string) => {
    const file = options.disk.read(path);
    return file.state === 'file' ? file.text.toString('utf8') : undefined;
  };
  const foreign = foreignFiles(options.root, plan, options.disk, options.ledger);
  const cache = openVerdictCache(options.cacheFolder, platform, plan, { readDisk, foreign });
  const judgement = cache.read() ?? (await judge(platform, plan, viewPlan(plan, readDisk, foreign), options));
  cache.write(judgement);
  const findings = groupViolations(judgement.violations, {
    policy: platform.policy,
    protectedEnvironments: new Set(platform.environments.filter((one) => one.protected).map((one) => one.name)),
    waivers: openWaivers(platform.policy.waivers ?? [], options.date),
    hubEnvironment: platform.hub.environment.name,
    origin: (violation) => violation.origin ?? violation.subject?.origin,
    place: options.place,
  });
  return { findings, notChecked: judgement.notChecked, summary: judgement.summary };
}

async function judge(
  platform: Platform,
  plan: FilePlan,
  view: RepositoryView,
  options: JudgeOptions,
): Promise<Judgement> {
  const started = performance.now();
  const helm = openHelmPool();
  try {
    const clusters = platform.clusters.map(targetCluster);
    const hub = clusters.find((cluster) => cluster.name === platform.hub.name);
    if (hub === undefined) throw new Error('the hub is not among the clusters');
    const rendered = await renderRepository({
      view,
      repository: platform.repository.url,
      clusters,
      hub,
      helm,
      isNamespaced,
    });
    options.onStage?.('  render', performance.now() - started);
    const verdict = await validateResources(rendered.resources, {
      parameters: policyParameters(platform, rendered),
      ...(options.onStage === undefined ? {} : { onStage: (name, ms) => options.onStage?.(`  ${name}`, ms) }),
    });
    const violations = await traceOrigins([...rendered.violations, ...verdict.violations], {
      releases: rendered.releases,
      helm,
      spec: (path) => plan.get(path),
    });
    return {
      violations: violations.map(slim),
      notChecked: [...rendered.notChecked, ...verdict.notChecked],
      summary: { resources: rendered.resources.length, rendered: rendered.applications },
    };
  } finally {
    await helm.close();
  }
}

/** Keeps of a violation's subject what a report names; the rest could hold what no cache may. */
function slim(violation: Violation): Violation {
  const { subject } = violation;
  if (subject === undefined) return violation;
  const { apiVersion, kind, metadata } = subject.resource;
  const { name, generateName, namespace } = metadata;
  const names = {
    ...(name === undefined ? {} : { name }),
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  return { ...violation, subject: { ...subject, resource: { apiVersion, kind, metadata: names } } };
}

function targetCluster(cluster: Platform['clusters'][number]): TargetCluster {
  return {
    name: cluster.name,
    environment: cluster.environment.name,
    kubernetes: cluster.kubernetes,
    server: cluster.api.server,
  };
}

function policyParameters(platform: Platform, rendered: RenderedRepository): PolicyParameters {
  return {
    images: { registries: platform.policy.images?.registries ?? [] },
    externals: (platform.policy.externals ?? []).map((text) => {
      const [kind = '', namespace = '', name = ''] = text.split('/');
      return { kind, ...(namespace === '' ? {} : { namespace }), name };
    }),
    environments: Object.fromEntries(
      platform.environments.map((one) => [one.name, { protected: one.protected, podSecurity: one.podSecurity }]),
    ),
    hasConfig: true,
    unrendered: rendered.unrendered.map(({ cluster, application, namespace }) => ({ cluster, application, namespace })),
  };
}
