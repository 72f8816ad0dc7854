import type { PolicyConfig } from '../config/types.ts';
import { type Level, SEVERITIES, type Severity, type Violation } from '../contract/finding.ts';

/** What decides how loud a violation is. */
export interface LevelContext {
  readonly policy: PolicyConfig;
  /** Environments in which deletes need a confirmation, and policies are stricter. */
  readonly protectedEnvironments: ReadonlySet<string>;
}

/** Without a config, and outside protected environments, policies of this severity and above are errors. */
const DEFAULT_THRESHOLD: Severity = 'high';
const PROTECTED_THRESHOLD: Severity = 'medium';

/** Level of a violation in the environment it hits. Config, tree, schema and admission are always errors. */
export function levelOf(
  violation: Violation,
  environment: string,
  { policy, protectedEnvironments }: LevelContext,
): Level {
  // A kind without a schema is no mistake of the author; it is told, so that nobody takes it for checked.
  if (violation.rule === 'no-schema') return 'warn';
  if (violation.layer !== 'policy')
    return violation.severity === 'low' || violation.severity === 'info' ? 'warn' : 'error';
  const own = policy.rules?.[violation.rule];
  const chosen = typeof own === 'string' ? own : own?.[environment];
  if (chosen !== undefined) return chosen;
  const threshold =
    policy.levels?.[environment] ??
    policy.levels?.default ??
    (protectedEnvironments.has(environment) ? PROTECTED_THRESHOLD : DEFAULT_THRESHOLD);
  return SEVERITIES.indexOf(violation.severity) <= SEVERITIES.indexOf(threshold) ? 'error' : 'warn';
}
