import { defineCommand } from 'citty';
import { comparePlan } from '../compare-plan.ts';
import { STOPPED_AT_CONFIG } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { diffFiles, type FileChange, type ResourceChange } from '../output/diff.ts';
import { findRefusedChanges, type RefusedChanges } from '../refused-changes.ts';
import { plainText } from '../report/_define.ts';
import { describeFinding } from '../report/pretty.ts';
import { commonArgs, finish, runOptions, wantsColor } from './_common.ts';

export default defineCommand({
  meta: { name: 'diff', description: 'Show what generate would change, and which of it no API server makes.' },
  args: {
    ...commonArgs,
    against: { type: 'string', description: 'compare with a commit, not with the files on disk', valueHint: 'REF' },
    text: { type: 'boolean', description: 'unified diff of every file' },
  },
  async run({ args }) {
    const options = runOptions(args);
    const { findings, outcome } = await comparePlan(options, args.against);
    if (outcome === null)
      return finish(args, {
        findings,
        notChecked: [STOPPED_AT_CONFIG],
        summary: { resources: 0, rendered: 0 },
        done: [],
      });
    const changes = diffFiles(outcome.compared);
    const refused = await findRefusedChanges(options, outcome);
    if (args.format === 'json') {
      process.stdout.write(`${JSON.stringify({ version: 1, changes, ...refused }, null, 2)}\n`);
    } else if (args.format !== 'pretty') {
      throw new PlatformError('bad-format', `diff has no format ${args.format}`, { fix: 'Choose pretty or json.' });
    } else {
      process.stdout.write(
        args.text === true ? changes.map((change) => change.patch).join('') : changes.map(describe).join(''),
      );
      process.stdout.write(describeRefused(refused, wantsColor(args.color)));
      process.stdout.write(`${changes.length} ${changes.length === 1 ? 'file differs' : 'files differ'}\n`);
    }
    return changes.length > 0 ? 1 : 0;
  },
});

/** Changes that no cluster makes, and how much could not be compared. */
function describeRefused({ findings, notChecked }: RefusedChanges, color: boolean): string {
  const told = findings.map((finding) => describeFinding(finding, color)).join('');
  const names = [...new Set(notChecked.map(({ what }) => what))];
  if (names.length === 0) return told;
  const few = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${told}not rendered, so not looked at for fields that cannot change: ${plainText(few)}${more}\n`;
}

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
