import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../generator/config/check-config.ts';
import type { CheckOptions } from '../../../generator/config/draft.ts';
import { formatConfigPath } from '../../../generator/contract/config-path.ts';
import { type Changes, platformWith, registries } from './platform.ts';

/** A mistake that a rule must find, and a near miss that it must leave alone. */
export interface RuleCase {
  readonly rule: string;
  readonly when: Changes;
  readonly path: string;
  readonly message: string;
  readonly not: Changes;
  readonly severity?: string;
  readonly options?: CheckOptions;
  readonly notOptions?: CheckOptions;
}

/** Every case as two tests: the whole set of what the rule reports, and silence on the near miss. */
export function describeRules(topic: string, cases: readonly RuleCase[]): void {
  describe(topic, () => {
    test.each(cases.map((one) => [`${one.rule} at ${one.path}`, one] as const))('%s', (_title, one) => {
      const found = checkConfig(platformWith(one.when), registries, one.options).filter(
        ({ rule }) => rule === one.rule,
      );
      expect(found.map(({ path }) => formatConfigPath(path))).toEqual([one.path]);
      expect(found[0]?.message).toContain(one.message);
      expect(found[0]?.message.startsWith(one.path === '' ? 'config' : one.path)).toBe(true);
      expect(found[0]?.severity).toBe(one.severity ?? 'high');
      expect(found[0]?.fix).toMatch(/^[A-Z].*\.$/s);
      const near = checkConfig(platformWith(one.not), registries, one.notOptions ?? one.options);
      expect(near.filter(({ rule }) => rule === one.rule)).toEqual([]);
    });
  });
}

/** Rules that the cases cover. */
export function covered(cases: readonly RuleCase[]): readonly string[] {
  return [...new Set(cases.map((one) => one.rule))];
}
