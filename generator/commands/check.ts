import { defineCommand } from 'citty';
import { differenceFindings } from '../output/tree-violations.ts';
import { startLoading } from '../run.ts';
import { commonArgs, finish, runOptions } from './_common.ts';

export default defineCommand({
  meta: { name: 'check', description: 'Regenerate in memory, validate, and compare with the files. Changes nothing.' },
  args: commonArgs,
  async run({ args }) {
    const given = runOptions(args);
    const loaded = startLoading(given);
    const options = { ...given, loaded };
    const { keepCheck, readLastCheck } = await import('../unchanged.ts');
    const last = await readLastCheck(options, loaded);
    if (last !== undefined) return finish(args, { ...last, done: [sameFiles(last.same, 0)] });
    const { runPipeline } = await import('../pipeline.ts');
    const result = await runPipeline(options);
    const { findings, notChecked, summary, outcome } = result;
    if (outcome === null) return finish(args, { findings, notChecked, summary, done: [] });
    const differences = differenceFindings(outcome.compared);
    await keepCheck(options, loaded, result);
    const same = outcome.compared.filter((one) => one.state === 'same' || one.state === 'seeded').length;
    return finish(args, {
      findings: [...findings, ...differences],
      notChecked,
      summary,
      done: [sameFiles(same, differences.length)],
    });
  },
});

function sameFiles(same: number, different: number): string {
  return `${same} files are as the config wants them, ${different} differ`;
}
