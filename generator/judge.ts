/** What is wrong with what every cluster would receive: judged afresh, or remembered. */
import { fingerprintCharts } from './chart-store/fingerprint.ts';
import type { ConfigPath } from './contract/config-path.ts';
import type { Finding, Place } from './contract/finding.ts';
import type { Judgement } from './judgement.ts';
import type { Platform } from './model/platform.ts';
import type { Disk } from './output/disk.ts';
import { foreignFiles } from './output/foreign.ts';
import type { Ledger } from './output/ledger.ts';
import { leftOverImages } from './output/tree-violations.ts';
import type { FilePlan } from './plan/file-plan.ts';
import { viewPlan } from './render/plan-view.ts';
import { groupViolations } from './validate/group.ts';
import { listRules } from './validate/policy/catalogue.ts';
import { checkRuleNames } from './validate/rule-names.ts';
import { openWaivers } from './validate/waivers.ts';
import { openVerdictCache } from './verdict-cache.ts';

export interface JudgeOptions {
  readonly root: string;
  readonly disk: Disk;
  readonly ledger: Ledger;
  readonly date: string;
  /** Where verdicts are kept; `null` for no cache. */
  readonly cacheFolder: string | null;
  /** Folders of charts that are asked before the pulled ones. */
  readonly chartsFolders: readonly string[];
  place(path: ConfigPath): Place;
  readonly onStage?: (name: string, milliseconds: number) => void;
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
  const cache = openVerdictCache(options.cacheFolder, platform, plan, {
    readDisk,
    foreign,
    charts: fingerprintCharts(options.root, options.chartsFolders),
  });
  let judgement = cache.read();
  if (judgement === undefined) {
    // Engines, schemas and policies are loaded only when something has to be judged.
    const { judgeAfresh } = await import('./judge-afresh.ts');
    judgement = await judgeAfresh(platform, plan, viewPlan(plan, readDisk, foreign), options, options.onStage);
    cache.write(judgement);
  }
  const named = checkRuleNames(
    platform.policy,
    listRules().map((rule) => rule.id),
  );
  const findings = groupViolations([...named, ...judgement.violations], {
    policy: platform.policy,
    protectedEnvironments: new Set(platform.environments.filter((one) => one.protected).map((one) => one.name)),
    waivers: openWaivers(platform.policy.waivers ?? [], options.date),
    hubEnvironment: platform.hub.environment.name,
    origin: (violation) => violation.origin ?? violation.subject?.origin,
    place: options.place,
  });
  return {
    findings: [...findings, ...leftOverImages(foreign.keys())],
    notChecked: judgement.notChecked,
    summary: judgement.summary,
  };
}
