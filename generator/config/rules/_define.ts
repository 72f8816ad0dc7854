import type { ConfigPath } from '../../contract/config-path.ts';
import type { Severity } from '../../contract/finding.ts';
import type { Draft } from '../draft.ts';

/** What a rule says about one place; the path is put in front of the message. */
export interface RuleHit {
  readonly path: ConfigPath;
  readonly message: string;
  readonly fix: string;
}

/** One meaning rule. It reads a draft of any shape and must not fail on it. */
export interface ConfigRule {
  /** Stable, kebab-case. */
  readonly name: string;
  /** What it wants, one sentence, for the table of rules. */
  readonly summary: string;
  readonly severity: Severity;
  check(draft: Draft): Iterable<RuleHit>;
}

/** Defines a rule; an error unless it says otherwise. */
export function defineRule(rule: Omit<ConfigRule, 'severity'> & { readonly severity?: Severity }): ConfigRule {
  return { severity: 'high', ...rule };
}
