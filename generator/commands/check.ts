import { defineCommand } from 'citty';
import { differenceFindings } from '../output/tree-violations.ts';
import { runPipeline } from '../pipeline.ts';
import { commonArgs, finish, runOptions } from './_common.ts';

export default defineCommand({
  meta: { name: 'check', description: 'Regenerate in memory, validate, and compare with the files. Changes nothing.' },
  args: commonArgs,
  async run({ args }) {
    const { findings, notChecked, summary, outcome } = await runPipeline(runOptions(args));
    if (outcome === null) return finish(args, { findings, notChecked, summary, done: [] });
    const differences = differenceFindings(outcome.compared);
    const same = outcome.compared.filter((one) => one.state === 'same' || one.state === 'seeded').length;
    return finish(args, {
      findings: [...findings, ...differences],
      notChecked,
      summary,
      done: [`${same} files are as the config wants them, ${differences.length} differ`],
    });
  },
});
