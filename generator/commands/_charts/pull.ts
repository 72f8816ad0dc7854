import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCK_FILE, loadLock } from '../../chart-store/lock-file.ts';
import { PlatformError } from '../../contract/platform-error.ts';
import { pullCharts } from '../../download/pull-charts.ts';
import { readBundle } from './bundle.ts';
import { type ChartsArgs, openCharts, printProblems, withSources } from './open-charts.ts';

/** Fills the cache with what the lock names: from where it is published, or from a bundle. */
export async function pull(args: ChartsArgs & { readonly from?: string | undefined }): Promise<number> {
  if (args.from !== undefined) return readBundle(resolve(args.root), resolve(args.from));
  const root = resolve(args.root);
  if (!existsSync(join(root, LOCK_FILE))) {
    throw new PlatformError('no-lock', `${root} has no ${LOCK_FILE}`, { fix: 'Run `slipway charts lock` first.' });
  }
  const lock = loadLock(root);
  const { mirrors } = await openCharts(args);
  const { pulled, present, problems } = await withSources(mirrors, (sources) => pullCharts(root, lock, sources));
  process.stdout.write(`${pulled} pulled, ${present} there already, ${problems.length} could not be pulled\n`);
  return printProblems(problems);
}
