import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineCommand } from 'citty';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { plainText } from '../report/_define.ts';
import { POLICIES } from '../validate/policy/bundle.ts';
import { listRules } from '../validate/policy/catalogue.ts';
import { testPolicies } from '../validate/policy/test.ts';
import { writeBundle } from '../validate/policy/write-bundle.ts';
import { EXPORT_ARGS, exportPolicies } from './_policy-export.ts';

const ACTIONS = ['list', 'test', 'build', 'export'] as const;

export default defineCommand({
  meta: { name: 'policy', description: 'List, test or build the policies, or export them for Gatekeeper.' },
  args: {
    root: { type: 'string', alias: 'C', description: 'folder of the repository', default: '.', valueHint: 'DIR' },
    folder: {
      type: 'string',
      description: 'folder of the policies to test or build',
      default: 'policies',
      valueHint: 'DIR',
    },
    format: { type: 'string', description: 'pretty, or json for list', default: 'pretty' },
    ...EXPORT_ARGS,
    action: { type: 'positional', description: ACTIONS.join(', '), required: true, valueHint: 'ACTION' },
  },
  async run({ args }) {
    const { action } = args;
    if (action === 'list') return list(args.format);
    if (action === 'export') return exportPolicies(fileURLToPath(POLICIES), args);
    if (action !== 'test' && action !== 'build') {
      throw new PlatformError('unknown-action', `policy has no action "${action}"${didYouMean(action, ACTIONS)}`, {
        fix: `Choose one of ${ACTIONS.join(', ')}.`,
      });
    }
    const folder = resolve(args.root, args.folder);
    if (!existsSync(folder)) {
      throw new PlatformError('policies-not-found', `${folder} does not exist`, {
        fix: 'Name the folder with --folder.',
      });
    }
    if (action === 'test') return test(folder);
    const { manifest, wasm } = await writeBundle(folder);
    process.stdout.write(`${manifest.rules.length} rules compiled to ${args.folder}/bundle, ${wasm.length} bytes\n`);
    return 0;
  },
});

function list(format: string): number {
  const rules = listRules();
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ version: 1, rules }, null, 2)}\n`);
    return 0;
  }
  for (const { id, severity, title } of rules) process.stdout.write(`${id.padEnd(9)} ${severity.padEnd(8)} ${title}\n`);
  process.stdout.write(`${rules.length} rules; slipway explain ID tells one\n`);
  return 0;
}

async function test(folder: string): Promise<number> {
  const { passed, failed, failures } = await testPolicies(folder);
  for (const failure of failures)
    process.stdout.write(`failed ${plainText(failure.test)}\n  ${plainText(failure.reason)}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}
