import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { cacheFolderOf } from '../cache-folder.ts';
import { LAYERS } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { judgePaths } from '../judge-paths.ts';
import { narrowFindings } from '../narrow-findings.ts';
import { runPipeline } from '../pipeline.ts';
import { type CommonArgs, commonArgs, finish, runOptions } from './_common.ts';

export default defineCommand({
  meta: {
    name: 'validate',
    description: 'Check manifests: of this config, or of any file, folder or - for standard input.',
  },
  args: {
    ...commonArgs,
    layer: { type: 'string', description: `run only these, repeated or separated by commas: ${LAYERS.join(', ')}` },
    rule: { type: 'string', description: 'report only these rules, repeated or separated by commas' },
    kubernetes: { type: 'string', description: 'minor that plain manifests are judged by', default: '1.36' },
    path: { type: 'positional', description: 'files and folders', required: false, valueHint: 'PATH' },
  },
  async run({ args, rawArgs }) {
    const layers = listOf('layer', rawArgs);
    const rules = listOf('rule', rawArgs);
    for (const layer of layers ?? []) {
      if (!LAYERS.some((known) => known === layer)) {
        throw new PlatformError('unknown-layer', `"${layer}" is no layer${didYouMean(layer, LAYERS)}`, {
          fix: `Choose among ${LAYERS.join(', ')}.`,
        });
      }
    }
    if (args._.length > 0) return validatePaths(args, args._, layers, rules);
    const { findings, notChecked, summary, outcome } = await runPipeline(runOptions(args));
    // Without a tree no layer has looked: errors of the config are told, whatever was asked for.
    if (outcome === null) return finish(args, { findings, notChecked, summary, done: [] });
    return finish(args, { ...narrowFindings({ findings, notChecked }, layers, rules), summary, done: [] });
  },
});

async function validatePaths(
  args: CommonArgs & { readonly kubernetes: string },
  paths: readonly string[],
  layers: ReadonlySet<string> | undefined,
  rules: ReadonlySet<string> | undefined,
): Promise<number> {
  const { date, onStage, chartsFolders, cache } = runOptions(args);
  const root = resolve(args.root);
  const result = await judgePaths(paths, {
    root,
    chartsFolders,
    cacheFolder: cache ? cacheFolderOf(root) : null,
    kubernetes: args.kubernetes,
    date,
    stdin: () => readFileSync(0, 'utf8'),
    ...(layers === undefined ? {} : { layers }),
    ...(rules === undefined ? {} : { rules }),
    ...(onStage === undefined ? {} : { onStage }),
  });
  return finish(args, { ...result, done: [] });
}

/** Every value of an option that may stand several times, each with commas; the parser keeps only the last. */
function listOf(option: string, rawArgs: readonly string[]): ReadonlySet<string> | undefined {
  const texts = rawArgs.flatMap((argument, index) => {
    if (argument === `--${option}`) return rawArgs[index + 1] ?? [];
    return argument.startsWith(`--${option}=`) ? argument.slice(option.length + 3) : [];
  });
  return texts.length === 0 ? undefined : new Set(texts.flatMap((text) => text.split(',')).map((part) => part.trim()));
}
