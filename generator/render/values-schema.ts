/** Turns Helm's report on values.schema.json into one violation per value, each with the config line that gave it. */
import type { Violation } from '../contract/finding.ts';
import { readPointer } from '../contract/json-pointer.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isRecord } from '../contract/resource.ts';
import { parseValues } from './parse-values.ts';
import type { Release } from './render-work.ts';
import type { RepositoryView } from './repository-view.ts';

const HEAD = "values don't meet the specifications of the schema";
/** A line of the report that is no detail of the one above it: `- at '/port/number': got string, want integer`. */
const LINE = /^- at '([^']*)': (.+)$/;

export function isSchemaReport(message: string): boolean {
  return message.startsWith(HEAD);
}

/** @returns nothing when the report has no line that can be read */
export function valuesViolations(
  report: string,
  release: Release,
  view: RepositoryView,
  subject: Rendered,
): readonly Violation[] {
  const lines = report.split('\n');
  return lines.flatMap((line, index) => {
    const [, pointer, words] = LINE.exec(line) ?? [];
    if (pointer === undefined || words === undefined) return [];
    const details = lines.slice(index + 1).findIndex((next) => !/^\s+- /.test(next));
    const first = details === 0 ? undefined : /': (.+)$/.exec(lines[index + 1] ?? '')?.[1];
    const place = pointer === '' ? 'the values' : pointer.slice(1).replaceAll('/', '.');
    const origin = originOfValue(pointer, release, view) ?? subject.origin;
    return [
      {
        layer: 'chart',
        rule: 'values-schema',
        severity: 'critical',
        title: 'Value does not fit the chart',
        message: `${place}: ${first ?? words}`,
        fix: "Give it a value that the chart's values.schema.json allows.",
        subject,
        ...(origin === undefined ? {} : { origin }),
      },
    ];
  });
}

/** Config path of the last file that sets a value, or what is around it. */
function originOfValue(pointer: string, release: Release, view: RepositoryView): Violation['origin'] {
  const files = release.valueFiles.map((path, index) => {
    const values = parseValues(release.request.values[index] ?? '');
    return { path, values: isRecord(values) ? values : {} };
  });
  const last = files.findLast(({ values }) => readPointer(values, pointer) !== undefined);
  return last?.path == null ? undefined : view.origin(last.path, pointer);
}
