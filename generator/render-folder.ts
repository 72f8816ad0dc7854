/** Renders the repository in a folder: by its config, or as Argo CD would find it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolderOf } from './cache-folder.ts';
import { type Finding, STOPPED_AT_CONFIG } from './contract/finding.ts';
import { assertMinor } from './judge-paths.ts';
import { withEngines } from './open-engines.ts';
import { foreignFiles } from './output/foreign.ts';
import { loadLedger } from './output/ledger.ts';
import { planOf, type RunOptions } from './pipeline.ts';
import { viewPlan } from './render/plan-view.ts';
import type { RenderedRepository } from './render/render-repository.ts';
import { renderForeign } from './render-foreign.ts';
import { renderPlan } from './render-plan.ts';
import { groupViolations } from './validate/group.ts';
import { openWaivers } from './validate/waivers.ts';

export interface RenderFolderOptions extends RunOptions {
  /** Minor that clusters are taken to have where no config says it. */
  readonly kubernetes: string;
  /** Never load a config that lies in the folder. */
  readonly ignoreConfig: boolean;
}

export interface RenderedFolder extends Pick<RenderedRepository, 'resources' | 'notChecked' | 'applications'> {
  /** What went wrong while rendering; nothing else is judged. */
  readonly findings: readonly Finding[];
}

/** @throws PlatformError when a config cannot be loaded, or an option means nothing */
export async function renderFolder(options: RenderFolderOptions): Promise<RenderedFolder> {
  const root = resolve(options.root);
  assertMinor(options.kubernetes);
  const hasConfig = options.config !== undefined || existsSync(join(root, 'platform.config.ts'));
  if (!hasConfig || options.ignoreConfig) {
    const places = {
      chartsFolders: options.chartsFolders,
      cacheFolder: options.cache ? cacheFolderOf(root) : null,
    };
    const rendered = await withEngines((engines) => renderForeign(root, options.kubernetes, places, engines));
    return { ...rendered, findings: findingsOf(rendered, options.date) };
  }
  const { cacheFolder, disk, findings, platform, plan } = await planOf(options);
  if (platform === null || plan === null)
    return { resources: [], notChecked: [STOPPED_AT_CONFIG], applications: 0, findings };
  const readDisk = (path: string) => {
    const file = disk.read(path);
    return file.state === 'file' ? file.text.toString('utf8') : undefined;
  };
  const view = viewPlan(
    plan,
    readDisk,
    foreignFiles(new Set(plan.files().map((spec) => spec.path)), disk, loadLedger(root)),
  );
  const places = { root, chartsFolders: options.chartsFolders, cacheFolder };
  const rendered = await withEngines((engines) => renderPlan(platform, view, places, engines));
  return { ...rendered, findings: [...findings, ...findingsOf(rendered, options.date)] };
}

function findingsOf(rendered: RenderedRepository, date: string): readonly Finding[] {
  return groupViolations(rendered.violations, {
    policy: {},
    protectedEnvironments: new Set(),
    waivers: openWaivers([], date),
    hubEnvironment: '',
    origin: () => undefined,
    place: () => undefined,
  });
}
