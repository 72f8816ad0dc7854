import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { CONFIG_RULES } from '../config/check-config.ts';
import { SHAPE_RULES } from '../config/check-shape.ts';
import { formatConfigPath } from '../contract/config-path.ts';
import type { Layer } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { explainLine } from '../explain-line.ts';
import { UNANSWERED_OPTION } from '../model/check-components.ts';
import { findLayerRules, layerRuleNames } from '../validate/layer-rules.ts';
import { exampleOf, listRules } from '../validate/policy/catalogue.ts';
import type { RuleInfo } from '../validate/policy/rule-info.ts';
import { commonArgs, runOptions } from './_common.ts';

export default defineCommand({
  meta: {
    name: 'explain',
    description:
      'What a rule wants (POD-001, unknown-field), or which config key made a line (apps/web/values.yaml:7).',
  },
  args: {
    ...commonArgs,
    what: { type: 'positional', description: 'a rule of any layer, or file:line', required: true, valueHint: 'WHAT' },
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
    process.stdout.write(explainRule(args.what));
    return 0;
  },
});

function explainRule(name: string): string {
  const policies = listRules();
  const policy = policies.find((one) => one.id.toLowerCase() === name.toLowerCase());
  if (policy !== undefined) return explainPolicy(policy);
  const rules = [...findLayerRules(name), ...findConfigRules(name)];
  if (rules.length > 0) return rules.map(explainLayerRule).join('\n');
  const known = [...policies.map((one) => one.id), ...layerRuleNames(), ...CONFIG_RULE_NAMES];
  throw new PlatformError('unknown-rule', `"${name}" is neither a rule nor file:line${didYouMean(name, known)}`, {
    fix: '`slipway policy list` names the rules of policies; every finding names its own.',
  });
}

interface Explained {
  readonly layer: Layer;
  readonly name: string;
  readonly title?: string;
  readonly meaning: string;
  readonly fix?: string;
}

function explainLayerRule({ layer, name, title, meaning, fix }: Explained): string {
  return [
    `${name}${title === undefined ? '' : ` ${title}`} (layer ${layer})`,
    `  ${meaning}`,
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
    '',
  ].join('\n');
}

/** Rules of the config say what they want; each finding says what to do. */
const CONFIG_RULE_MEANINGS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SHAPE_RULES),
  ...[...CONFIG_RULES, UNANSWERED_OPTION].map(({ name, summary }) => [name, summary] as const),
]);
const CONFIG_RULE_NAMES = [...CONFIG_RULE_MEANINGS.keys()];

function findConfigRules(name: string): readonly Explained[] {
  const meaning = CONFIG_RULE_MEANINGS.get(name.toLowerCase());
  return meaning === undefined ? [] : [{ layer: 'config', name: name.toLowerCase(), meaning }];
}

function explainPolicy(rule: RuleInfo): string {
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
