import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { printYaml } from '../plan/yaml.ts';
import { type ConstraintParameters, exportRules } from '../validate/policy/gatekeeper.ts';
import { readPolicySources } from '../validate/policy/policy-folder.ts';

/** What a constraint may be told of the clusters that it is for. */
export const EXPORT_ARGS = {
  output: { type: 'string', alias: 'o', description: 'export: folder to write to', valueHint: 'DIR' },
  'pod-security': {
    type: 'string',
    description: 'export: standard that pods are judged by: privileged, baseline or restricted (default)',
    valueHint: 'STANDARD',
  },
  registries: { type: 'string', description: 'export: registries that images may come from', valueHint: 'A,B' },
  protected: { type: 'boolean', description: 'export: for clusters of protected environments', default: false },
} as const;

const STANDARDS = ['privileged', 'baseline', 'restricted'] as const;

/**
 * Writes a template and a constraint for each rule that Gatekeeper can ask.
 * @param folder of the policies
 * @throws PlatformError `no-output`, `bad-standard`
 */
export async function exportPolicies(
  folder: string,
  args: {
    readonly output?: string | undefined;
    readonly 'pod-security'?: string | undefined;
    readonly registries?: string | undefined;
    readonly protected: boolean;
  },
): Promise<number> {
  const { output } = args;
  if (output === undefined || output === '') {
    throw new PlatformError('no-output', 'policy export writes files, and was not told where', {
      fix: 'Name a folder with --output DIR.',
    });
  }
  const { exported, left } = exportRules(await readPolicySources(folder), parametersOf(args));
  for (const { rule, template, constraint } of exported) {
    const name = `${rule.id.toLowerCase()}-${rule.name}.yaml`;
    write(join(resolve(output), 'templates', name), printYaml(template));
    write(join(resolve(output), 'constraints', name), printYaml(constraint));
  }
  process.stdout.write(
    `${exported.length} rules written to ${output}, for Gatekeeper 3.19 or newer: apply templates, then constraints; each only warns\n`,
  );
  for (const [reason, rules] of left) {
    process.stdout.write(`not exported: ${rules.length} × ${reason} (${rules.map(({ id }) => id).join(', ')})\n`);
  }
  return 0;
}

function parametersOf(args: Parameters<typeof exportPolicies>[1]): ConstraintParameters {
  const given = args['pod-security'];
  const podSecurity = STANDARDS.find((one) => one === given);
  if (given !== undefined && podSecurity === undefined) {
    throw new PlatformError('bad-standard', `"${given}" is no Pod Security Standard${didYouMean(given, STANDARDS)}`, {
      fix: `Choose one of ${STANDARDS.join(', ')}.`,
    });
  }
  const registries = (args.registries ?? '').split(',').filter((one) => one !== '');
  return {
    ...(podSecurity === undefined ? {} : { podSecurity }),
    ...(registries.length === 0 ? {} : { registries }),
    ...(args.protected ? { protected: true } : {}),
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
