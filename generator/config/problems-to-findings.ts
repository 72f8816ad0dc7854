import type { ConfigPath } from '../contract/config-path.ts';
import type { Finding, Place } from '../contract/finding.ts';
import type { ConfigProblem } from './config-problem.ts';

/** Problems of the config as findings; `place` tells where each stands in the authored files. */
export function problemsToFindings(problems: readonly ConfigProblem[], place: (path: ConfigPath) => Place): Finding[] {
  return problems.map(({ rule, path, message, fix, severity }) => ({
    layer: 'config',
    rule,
    severity,
    level: severity === 'low' ? 'warn' : 'error',
    title: rule.replaceAll('-', ' '),
    message,
    fix,
    origin: place(path),
    occurrences: [],
  }));
}
