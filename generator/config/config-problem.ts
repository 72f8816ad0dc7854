import type { ConfigPath } from '../contract/config-path.ts';
import type { Severity } from '../contract/finding.ts';

/** One mistake in the authored config. */
export interface ConfigProblem {
  /** Stable, kebab-case: `unknown-service`. */
  readonly rule: string;
  readonly path: ConfigPath;
  /** Begins with the path in the author's terms. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly fix: string;
  /** `low` warns; everything else is an error. */
  readonly severity: Severity;
}
