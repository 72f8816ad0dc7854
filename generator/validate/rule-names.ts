import type { PolicyConfig } from '../config/types.ts';
import type { Violation } from '../contract/finding.ts';
import { didYouMean } from '../contract/suggest.ts';

/** An id of the catalogue; the rules of other layers have names in lower case, and are not waived by id. */
const CATALOGUE_ID = /^[A-Z]+-\d+$/;

/** Names of rules in the config that no rule has: a mistyped one would silently change nothing. */
export function checkRuleNames(policy: PolicyConfig, known: readonly string[]): readonly Violation[] {
  const unknown = (id: string, origin: Violation['origin']): readonly Violation[] =>
    known.includes(id) || (origin?.[1] === 'waivers' && !CATALOGUE_ID.test(id))
      ? []
      : [
          {
            layer: 'config',
            rule: 'unknown-rule',
            severity: 'high',
            title: 'Unknown rule',
            message: `"${id}" is not a rule${didYouMean(id, known)}`,
            fix: '`slipway policy list` names the rules.',
            ...(origin === undefined ? {} : { origin }),
          },
        ];
  return [
    ...Object.keys(policy.rules ?? {}).flatMap((id) => unknown(id, ['policy', 'rules', id])),
    ...(policy.waivers ?? []).flatMap((waiver, index) => unknown(waiver.rule, ['policy', 'waivers', index, 'rule'])),
  ];
}
