// `slipway explain`: what a rule of any layer means.
import { expect, test } from 'vitest';
import { layerRuleNames } from '../../generator/validate/layer-rules.ts';
import { runCli } from '../support/run-cli.ts';

test.for([
  ['POD-001', /^POD-001 .*\n {2}.*\n {2}fix: /],
  ['missing-field', /^missing-field A required field is missing \(layer schema\)\n {2}.*\n {2}fix: Add the field\.\n$/],
  ['not-supported', /^not-supported .* \(layer admission\)\n {2}.*\n {2}fix: .*\n$/],
  ['unanswered-option', /^unanswered-option \(layer config\)\n {2}.*\n$/],
  ['missing-key', /^missing-key \(layer config\)\n {2}.*\n$/],
] as const)('%s is explained', async ([rule, words]) => {
  const { code, stdout } = await runCli(['explain', rule]);
  expect(code).toBe(0);
  expect(stdout).toMatch(words);
});

test('a rule that two layers have is explained for both', async () => {
  const { stdout } = await runCli(['explain', 'unknown-field']);
  expect(stdout).toMatch(/unknown-field .*\(layer schema\)[\s\S]*unknown-field .*\(layer admission\)/);
});

test('a name that is none is answered with the nearest, of any layer', async () => {
  const { code, stderr } = await runCli(['explain', 'mising-field']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean "missing-field"?');
});

test('names of the rules of layers are kebab-case', () => {
  expect(layerRuleNames().filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});
