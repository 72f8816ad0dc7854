import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../contract/finding.ts';
import { defineReport } from './_define.ts';

/** SARIF 2.1.0, for code scanning. */
export const sarif = defineReport({
  name: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  render: ({ findings, notChecked }) => {
    const rules = new Map(findings.map((finding) => [finding.rule, descriptor(finding)]));
    const log: Log = {
      version: '2.1.0',
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      runs: [
        {
          tool: { driver: { name: 'slipway', rules: [...rules.values()] } },
          results: findings.map(result),
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: notChecked.map(({ what, reason }) => ({
                level: 'note',
                message: { text: `not checked: ${what}: ${reason}` },
              })),
            },
          ],
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
});

function descriptor(finding: Finding): ReportingDescriptor {
  return { id: finding.rule, shortDescription: { text: finding.title }, help: { text: finding.fix } };
}

function result(finding: Finding): Result {
  const { origin } = finding;
  const file = origin?.file ?? finding.file;
  const line = origin?.line ?? finding.line ?? 1;
  const waiver = finding.occurrences.find((one) => one.waiver !== undefined)?.waiver;
  return {
    ruleId: finding.rule,
    level: finding.level === 'error' ? 'error' : 'warning',
    message: { text: `${finding.message} ${finding.fix}` },
    ...(file === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                region: { startLine: line, ...(origin === undefined ? {} : { startColumn: origin.column }) },
              },
            },
          ],
        }),
    ...(finding.level === 'off'
      ? {
          suppressions: [
            { kind: 'external', justification: waiver === undefined ? '' : `${waiver.owner}: ${waiver.reason}` },
          ],
        }
      : {}),
  };
}
