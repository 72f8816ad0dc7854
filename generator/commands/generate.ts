import { defineCommand } from 'citty';
import type { Finding } from '../contract/finding.ts';
import type { FileComparison } from '../output/compare.ts';
import { obstacleFindings } from '../output/tree-violations.ts';
import { deleteGuard, writeFiles } from '../output/write.ts';
import { countFindings } from '../report/_define.ts';
import { startLoading, stopwatch } from '../run.ts';
import { commonArgs, finish, runOptions } from './_common.ts';

export default defineCommand({
  meta: {
    name: 'generate',
    description: 'Validate, then write the tree. With a finding at error level nothing is written.',
  },
  args: {
    ...commonArgs,
    'dry-run': { type: 'boolean', description: 'say what would be written, and write nothing' },
    'allow-delete': { type: 'string', description: 'allow up to N files to be deleted', valueHint: 'N', default: '0' },
    overwrite: { type: 'boolean', description: 'write generated files again that somebody edited' },
  },
  async run({ args }) {
    const options = runOptions(args);
    const loaded = startLoading(options);
    // The config loads in its worker meanwhile.
    const { runPipeline } = await import('../pipeline.ts');
    const { findings, notChecked, summary, outcome } = await runPipeline({ ...options, loaded });
    const report = { notChecked, summary };
    if (outcome === null)
      return finish(args, { ...report, findings, done: ['nothing was written: the config has errors'] });
    const { plan, compared } = outcome;
    const overwrite = args.overwrite === true;
    const guard = deleteGuard(compared, Number.parseInt(args['allow-delete'], 10) || 0);
    const all = [
      ...findings,
      ...obstacleFindings(compared, overwrite),
      ...(guard === null ? [] : [guardFinding(guard)]),
    ];
    const changes = compared.filter((one) =>
      ['new', 'missing', 'stale', 'orphan', ...(overwrite ? ['edited'] : [])].includes(one.state),
    );
    if (args['dry-run'] === true) {
      return finish(args, { ...report, findings: all, done: changes.map(describeChange) }, changes.length > 0);
    }
    if (countFindings(all).errors > 0) return finish(args, { ...report, findings: all, done: ['nothing was written'] });
    const stage = stopwatch(options.onStage);
    const { written, removed, unchanged } = await writeFiles(args.root, plan, compared, overwrite);
    stage('write');
    const done = [`${written.length} files written, ${removed.length} deleted, ${unchanged} unchanged`];
    return finish(args, { ...report, findings: all, done });
  },
});

function describeChange({ state, path }: FileComparison): string {
  return `${state === 'orphan' ? 'delete' : state === 'stale' || state === 'edited' ? 'change' : 'create'} ${path}`;
}

function guardFinding(message: string): Finding {
  return {
    layer: 'tree',
    rule: 'delete-guard',
    severity: 'critical',
    level: 'error',
    title: 'Many or weighty files would be deleted',
    message,
    fix: 'If that is meant, run again with --allow-delete N, N being at least their number.',
    occurrences: [],
  };
}
