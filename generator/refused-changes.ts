/** Renders the repository as it is and as it is planned, and tells which changes no API server makes. */
import { resolve } from 'node:path';
import { cacheFolderOf } from './cache-folder.ts';
import type { ComparedPlan } from './compare-plan.ts';
import type { Finding, NotChecked } from './contract/finding.ts';
import { withEngines } from './open-engines.ts';
import { openDisk } from './output/disk.ts';
import { foreignFiles } from './output/foreign.ts';
import { immutableViolations } from './output/immutable/immutable-violations.ts';
import { loadLedger } from './output/ledger.ts';
import type { RunOptions } from './pipeline.ts';
import { viewPlan } from './render/plan-view.ts';
import { renderPlan } from './render-plan.ts';
import { groupViolations } from './validate/group.ts';
import { openWaivers } from './validate/waivers.ts';

export interface RefusedChanges {
  readonly findings: readonly Finding[];
  /** What was not rendered on both sides. */
  readonly notChecked: readonly NotChecked[];
}

const NOTHING: RefusedChanges = { findings: [], notChecked: [] };

/**
 * Nothing is rendered when no file that is there would change.
 * @throws PlatformError for a folder of charts that does not exist
 */
export async function findRefusedChanges(
  options: RunOptions,
  { platform, plan, compared, place, before: earlier }: ComparedPlan,
): Promise<RefusedChanges> {
  if (!compared.some(({ before, after, state }) => before !== null && before !== after && state !== 'seeded'))
    return NOTHING;
  const root = resolve(options.root);
  const disk = openDisk(root);
  const readDisk = (path: string) => {
    const file = disk.read(path);
    return file.state === 'file' ? file.text.toString('utf8') : undefined;
  };
  const places = {
    root,
    chartsFolders: options.chartsFolders,
    cacheFolder: options.cache ? cacheFolderOf(root) : null,
  };
  const paths = new Set(plan.files().map((spec) => spec.path));
  const planned = viewPlan(plan, readDisk, foreignFiles(paths, disk, loadLedger(root)));
  const same = new Set(compared.filter(({ state }) => state === 'same').map(({ path }) => path));
  // What both sides share is read once.
  const found = { ...earlier, objects: (path: string) => (same.has(path) ? planned.objects(path) : undefined) };
  const [before, after] = await withEngines((engines) =>
    Promise.all([renderPlan(platform, found, places, engines), renderPlan(platform, planned, places, engines)]),
  );
  const findings = groupViolations(immutableViolations(before.resources, after.resources), {
    policy: platform.policy,
    protectedEnvironments: new Set(),
    waivers: openWaivers([], options.date),
    hubEnvironment: platform.hub.environment.name,
    origin: (violation) => violation.subject?.origin,
    place,
  });
  return { findings, notChecked: [...before.notChecked, ...after.notChecked] };
}
