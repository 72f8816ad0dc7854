import type { Finding } from '../../generator/contract/finding.ts';
import type { Report, ReportOptions } from '../../generator/report/_define.ts';

/** A finding of a policy, with what the case changes. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    layer: 'policy',
    rule: 'POD-001',
    severity: 'high',
    level: 'error',
    title: 'Container runs as root',
    message: 'Container web may run as root.',
    fix: 'Set runAsNonRoot: true.',
    resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'web', name: 'web' },
    pointer: '/spec/template/spec/containers/0',
    file: 'charts/service/1.0.0/templates/workload.yaml',
    origin: { file: 'platform.config.ts', line: 12, column: 5 },
    occurrences: [{ cluster: 'prod-eu', environment: 'prod', application: 'prod-eu-web', level: 'error' }],
    ...changes,
  };
}

/** A report with one finding, with what the case changes. */
export function report(changes: Partial<Report> = {}): Report {
  return {
    findings: [finding()],
    notChecked: [{ what: 'kafka 32.4.3', reason: 'chart is not here' }],
    summary: { resources: 40, rendered: 6 },
    done: ['nothing was written'],
    ...changes,
  };
}

/** Without `origin` and `file`: about the repository as a whole. */
export function placeless(changes: Partial<Finding> = {}): Finding {
  const { origin: _origin, file: _file, ...rest } = finding(changes);
  return rest;
}

export const PLAIN: ReportOptions = { color: false, verbose: false };

/** Text that would end a line, move a cursor, or begin a command of a CI runner. */
export const HOSTILE = 'web\n::error::forged\r\n::add-mask::x\u001b[2J\u2028##[error]forged';
