/** What is wrong with what every cluster would receive: judged afresh, or remembered. */
import { type ComponentUse, grantWaivers, useOfCatalogue } from './catalogue-use.ts';
import { fingerprintCharts } from './chart-store/fingerprint.ts';
import type { ConfigPath } from './contract/config-path.ts';
import type { Finding, Place } from './contract/finding.ts';
import type { Judgement } from './judgement.ts';
import type { Platform } from './model/platform.ts';
import type { Engines } from './open-engines.ts';
import type { Disk } from './output/disk.ts';
import { foreignFiles, isLookedAt } from './output/foreign.ts';
import type { Ledger } from './output/ledger.ts';
import { leftOverImages } from './output/tree-violations.ts';
import type { FilePlan } from './plan/file-plan.ts';
import { viewPlan } from './render/plan-view.ts';
import { groupViolations } from './validate/group.ts';
import { listRules } from './validate/policy/catalogue.ts';
import { checkRuleNames } from './validate/rule-names.ts';
import { openWaivers } from './validate/waivers.ts';
import { hashText, type KeptJudgement, openVerdictCache } from './verdict-cache.ts';

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
  /** Engines that were started ahead. */
  readonly engines: Engines | undefined;
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface PlanVerdict extends Omit<Judgement, 'violations' | 'images'> {
  readonly findings: readonly Finding[];
  /** For whoever tends the catalogue: what its components say of charts that were rendered. */
  readonly catalogue: readonly ComponentUse[];
  /** Files that were looked at beside the planned and the foreign ones: path → hash, `null` for one that is not there. */
  readonly reads: KeptJudgement['reads'];
}

export async function judgePlan(platform: Platform, plan: FilePlan, options: JudgeOptions): Promise<PlanVerdict> {
  const texts = new Map<string, string | undefined>();
  const readDisk = (path: string) => {
    if (texts.has(path)) return texts.get(path);
    // What CI changes, an image's tag and digest, is short, and one for each service and environment.
    const file = options.disk.read(path, plan.get(path)?.mode === 'seeded');
    const text = file.state === 'file' ? file.text.toString('utf8') : undefined;
    texts.set(path, text);
    return text;
  };
  const planned = new Set(plan.files().map((spec) => spec.path));
  const foreign = foreignFiles(planned, options.disk, options.ledger);
  // Such a file would be a foreign one if it were there.
  const isAbsent = (path: string) => texts.get(path) === undefined && isLookedAt(path, planned);
  const cache = openVerdictCache(options.cacheFolder, platform, plan, {
    readDisk,
    hashDisk: (path) => {
      const found = options.disk.hash(path);
      return found.state === 'file' ? found.hash : undefined;
    },
    foreign,
    charts: fingerprintCharts(options.root, options.chartsFolders),
  });
  let kept = cache.read();
  if (kept === undefined) {
    // Engines, schemas and policies are loaded only when something has to be judged.
    const { judgeAfresh } = await import('./judge-afresh.ts');
    const view = viewPlan(plan, readDisk, foreign);
    const judgement = await judgeAfresh(platform, plan, view, options, options.onStage);
    const others = [...texts].filter(([path]) => !planned.has(path) && !foreign.has(path) && !isAbsent(path));
    kept = { judgement, reads: new Map(others.map(([path, text]) => [path, hashText(text)])) };
    cache.write(kept);
  }
  const { judgement, reads } = kept;
  const named = checkRuleNames(
    platform.policy,
    listRules().map((rule) => rule.id),
  );
  const waivers = openWaivers(platform.policy.waivers ?? [], options.date, grantWaivers(platform));
  const findings = groupViolations([...named, ...judgement.violations], {
    policy: platform.policy,
    protectedEnvironments: new Set(platform.environments.filter((one) => one.protected).map((one) => one.name)),
    waivers,
    hubEnvironment: platform.hub.environment.name,
    origin: (violation) => violation.origin ?? violation.subject?.origin,
    place: options.place,
  });
  return {
    findings: [...findings, ...leftOverImages(foreign.keys())],
    catalogue: useOfCatalogue(platform, judgement.images, waivers),
    notChecked: judgement.notChecked,
    summary: judgement.summary,
    reads,
  };
}
