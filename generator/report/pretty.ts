import pc from 'picocolors';
import { type Finding, type NotChecked, STOPPED_AT_CONFIG } from '../contract/finding.ts';
import { groupBy } from '../contract/group-by.ts';
import { countFindings, defineReport, plainText, type Report, type ReportOptions } from './_define.ts';

/** Findings that are told in full before the rest is counted, unless `--verbose`. */
const MOST_WARNINGS = 20;

/** For people: one block per finding, the place first, then what and how to mend it. */
export const pretty = defineReport({
  name: 'pretty',
  summary: 'for people',
  render: (report, options) => {
    const colors = pc.createColors(options.color);
    const errors = report.findings.filter((one) => one.level === 'error');
    const warnings = report.findings.filter((one) => one.level === 'warn');
    const shown = options.verbose ? warnings : warnings.slice(0, MOST_WARNINGS);
    const hidden = warnings.length - shown.length;
    return [
      ...errors.map((finding) => block(finding, colors)),
      ...shown.map((finding) => block(finding, colors)),
      ...(hidden > 0 ? [colors.dim(`… and ${plural(hidden, 'warning')} more; --verbose shows them`), ''] : []),
      ...(options.verbose
        ? report.findings.filter((one) => one.level === 'off').map((finding) => block(finding, colors))
        : []),
      ...report.done.map((line) => plainText(line)),
      lastLines(report, options, colors),
      '',
    ].join('\n');
  },
});

/** One finding as people read it; several follow each other without anything between. */
export function describeFinding(finding: Finding, color: boolean): string {
  return `${block(finding, pc.createColors(color))}\n`;
}

type Colors = ReturnType<typeof pc.createColors>;

function block(finding: Finding, colors: Colors): string {
  const { origin, file, line, resource, occurrences } = finding;
  const place =
    origin !== undefined
      ? `${origin.file}:${origin.line}:${origin.column}`
      : file === undefined
        ? ''
        : line === undefined
          ? file
          : `${file}:${line}`;
  const word =
    finding.level === 'error'
      ? colors.red('error')
      : finding.level === 'warn'
        ? colors.yellow('warning')
        : colors.dim('waived');
  const head = `${place === '' ? '' : `${colors.bold(plainText(place))} `}${word} ${colors.dim(plainText(finding.rule))} ${plainText(finding.title)}`;
  const clusters = [...new Set(occurrences.map((one) => one.cluster).filter((name) => name !== ''))];
  const where = [
    ...(resource === undefined
      ? []
      : [`${resource.kind} ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`]),
    ...(finding.pointer === undefined || finding.pointer === '' ? [] : [finding.pointer]),
    ...(origin === undefined || file === undefined ? [] : [file]),
    ...(clusters.length === 0 ? [] : [`on ${clusters.join(', ')}`]),
  ];
  const waiver = occurrences.find((one) => one.waiver !== undefined)?.waiver;
  return [
    head,
    `  ${plainText(finding.message)}`,
    ...(where.length === 0 ? [] : [`  ${colors.dim(plainText(where.join(' · ')))}`]),
    `  ${colors.cyan('fix:')} ${plainText(finding.fix)}`,
    ...(waiver === undefined
      ? []
      : [`  ${colors.dim(`waived by ${plainText(waiver.owner)}: ${plainText(waiver.reason)}`)}`]),
    '',
  ].join('\n');
}

function lastLines(report: Report, options: ReportOptions, colors: Colors): string {
  const { errors, warnings, waived } = countFindings(report.findings);
  const counts = [
    plural(errors, 'error'),
    plural(warnings, 'warning'),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ].join(', ');
  if (report.notChecked.includes(STOPPED_AT_CONFIG)) {
    return [
      colors.red(`stopped at the config: ${counts}`),
      'not checked: the whole tree, because of a config with errors none is made',
    ].join('\n');
  }
  const checked = `${plural(report.summary.resources, 'resource')} of ${plural(report.summary.rendered, 'application')} checked: ${counts}`;
  return [
    errors > 0 ? colors.red(checked) : colors.green(checked),
    notCheckedLine(report.notChecked, options.verbose),
  ].join('\n');
}

/** Names of what was left unchecked for one reason; `--verbose` tells all. */
const MOST_NAMES = 3;

/** The last lines of every run: what nobody looked at, a line for each reason. */
function notCheckedLine(notChecked: readonly NotChecked[], verbose: boolean): string {
  if (notChecked.length === 0) return 'nothing was left unchecked';
  const lines = [...groupBy(notChecked, ({ reason }) => reason)].map(([reason, all]) => {
    const what = all.map((one) => one.what);
    const named = verbose ? what : what.slice(0, MOST_NAMES);
    const more = what.length > named.length ? ` and ${what.length - named.length} more` : '';
    return plainText(`not checked: ${what.length} × ${reason} (${named.join(', ')}${more})`);
  });
  return lines.join('\n');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
