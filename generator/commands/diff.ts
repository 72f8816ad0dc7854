import { defineCommand } from 'citty';
import { PlatformError } from '../contract/platform-error.ts';
import { diffFiles, type FileChange, type ResourceChange } from '../output/diff.ts';
import { runPipeline } from '../pipeline.ts';
import { plainText } from '../report/_define.ts';
import { commonArgs, finish, runOptions } from './_common.ts';

export default defineCommand({
  meta: { name: 'diff', description: 'Show what generate would change: per resource, or with --text per line.' },
  args: { ...commonArgs, text: { type: 'boolean', description: 'unified diff of every file' } },
  async run({ args }) {
    const { findings, notChecked, summary, outcome } = await runPipeline(runOptions(args));
    if (outcome === null) return finish(args, { findings, notChecked, summary, done: [] });
    const changes = diffFiles(outcome.compared);
    if (args.format === 'json') {
      process.stdout.write(`${JSON.stringify({ version: 1, changes }, null, 2)}\n`);
    } else if (args.format !== 'pretty') {
      throw new PlatformError('bad-format', `diff has no format ${args.format}`, { fix: 'Choose pretty or json.' });
    } else {
      process.stdout.write(
        args.text === true ? changes.map((change) => change.patch).join('') : changes.map(describe).join(''),
      );
      process.stdout.write(`${changes.length} ${changes.length === 1 ? 'file differs' : 'files differ'}\n`);
    }
    return changes.length > 0 ? 1 : 0;
  },
});

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function describe({ path, change, resources }: FileChange): string {
  return `${SIGNS[change]} ${path}\n${resources.map((one) => describeResource(one, path)).join('')}`;
}

function describeResource({ resource, change, fields }: ResourceChange, path: string): string {
  const head = resource === path ? '' : `    ${SIGNS[change]} ${plainText(resource)}\n`;
  return (
    head +
    fields
      .map(({ pointer, before, after }) => `      ${plainText(pointer)}: ${words(before)} → ${words(after)}\n`)
      .join('')
  );
}

function words(value: unknown): string {
  return value === undefined ? '(absent)' : plainText(JSON.stringify(value)).slice(0, 120);
}
