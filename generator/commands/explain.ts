import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { formatConfigPath } from '../contract/config-path.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { explainLine } from '../explain-line.ts';
import { exampleOf, listRules } from '../validate/policy/catalogue.ts';
import { commonArgs, runOptions } from './_common.ts';

export default defineCommand({
  meta: {
    name: 'explain',
    description: 'What a rule wants (POD-001), or which config key made a line (apps/web/values.yaml:7).',
  },
  args: {
    ...commonArgs,
    what: { type: 'positional', description: 'a rule id, or file:line', required: true, valueHint: 'WHAT' },
  },
  async run({ args }) {
    const match = /^(.+):(\d+)(?::\d+)?$/.exec(args.what);
    const [, file, line] = match ?? [];
    if (file !== undefined && line !== undefined) {
      const root = resolve(args.root);
      const path = existsSync(resolve(root, file)) ? relative(root, resolve(root, file)) : file;
      const { place, origin, pointer } = await explainLine(runOptions(args), path.replaceAll('\\', '/'), Number(line));
      const from = `${place.file}:${place.line}:${place.column}`;
      process.stdout.write(
        `${path}:${line}${pointer === '' ? '' : ` ${pointer}`}\n  comes from ${formatConfigPath(origin)}\n  ${from}\n`,
      );
      return 0;
    }
    process.stdout.write(await explainRule(args.what));
    return 0;
  },
});

async function explainRule(id: string): Promise<string> {
  const rules = listRules();
  const rule = rules.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (rule === undefined) {
    throw new PlatformError(
      'unknown-rule',
      `"${id}" is neither a rule nor file:line${didYouMean(
        id,
        rules.map((one) => one.id),
      )}`,
      {
        fix: '`slipway policy list` names the rules.',
      },
    );
  }
  const indented = (text: string) => text.trimEnd().replace(/^/gm, '    ');
  const good = exampleOf(rule, 'good');
  const bad = exampleOf(rule, 'bad');
  return [
    `${rule.id} ${rule.title} (${rule.severity})`,
    `  ${rule.description}`,
    `  fix: ${rule.fix}`,
    ...(bad === undefined ? [] : ['  wrong:', indented(bad)]),
    ...(good === undefined ? [] : ['  right:', indented(good)]),
    '',
  ].join('\n');
}
