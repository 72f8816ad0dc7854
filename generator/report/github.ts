import type { Finding } from '../contract/finding.ts';
import { defineReport, plainText } from './_define.ts';

/** Workflow commands that GitHub turns into annotations on the changed lines. */
export const github = defineReport({
  name: 'github',
  summary: 'annotations of GitHub Actions',
  render: ({ findings, notChecked }) =>
    [
      ...findings.filter((finding) => finding.level !== 'off').map(annotation),
      ...notChecked.map(({ what, reason }) => `::notice::not checked: ${data(`${what}: ${reason}`)}`),
      '',
    ].join('\n'),
});

function annotation(finding: Finding): string {
  const { origin } = finding;
  const place: Record<string, string | number> =
    origin !== undefined
      ? { file: origin.file, line: origin.line, col: origin.column }
      : finding.file === undefined
        ? {}
        : { file: finding.file, line: finding.line ?? 1 };
  const properties = Object.entries({ ...place, title: `${finding.rule} ${finding.title}` })
    .map(([key, value]) => `${key}=${property(String(value))}`)
    .join(',');
  const command = finding.level === 'error' ? 'error' : 'warning';
  return `::${command} ${properties}::${data(`${finding.message}\n${finding.fix}`)}`;
}

/** Escapes as the runner's own toolkit does, so that no message can begin a command of its own. */
function data(text: string): string {
  const lines = text.split('\n').map((line) => plainText(line));
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
