import type { Finding, NotChecked } from '../contract/finding.ts';

/** What a command has to say, before a format is chosen. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: { readonly resources: number; readonly rendered: number };
  /** Sentences about what was done, for people: `12 files written`. */
  readonly done: readonly string[];
}

export interface ReportOptions {
  readonly color: boolean;
  readonly verbose: boolean;
}

/** One output format: a pure function from a report to text. */
export interface ReportFormat {
  readonly name: string;
  readonly summary: string;
  render(report: Report, options: ReportOptions): string;
}

/** Defines a format. One file of `report/` exports one. */
export function defineReport(format: ReportFormat): ReportFormat {
  return format;
}

/** Counts by level; a waived finding is neither an error nor a warning. */
export function countFindings(findings: readonly Finding[]): {
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
} {
  const isWaived = (finding: Finding) => finding.level === 'off';
  return {
    errors: findings.filter((one) => one.level === 'error').length,
    warnings: findings.filter((one) => one.level === 'warn').length,
    waived: findings.filter(isWaived).length,
  };
}

/** Text without control characters, so that no name or message moves a terminal's cursor or ends a line of a CI log. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd').replace(/\n/g, ' ');
}
