/** Says of each wrong value where it stands: the config line, the value file, or the Application. */
import type { Violation } from '../contract/finding.ts';
import { isRecord } from '../contract/resource.ts';
import type { Release, RenderWork } from './render-work.ts';
import type { ValueProblem } from './values-usage.ts';

export function describeValueProblem(
  work: Pick<RenderWork, 'view'>,
  release: Release,
  problem: ValueProblem,
): Violation {
  const { subject, valueFiles } = release;
  const { severity, message, fix, pointer } = problem;
  const path = valueFiles[problem.file] ?? null;
  const origin = path === null ? undefined : work.view.origin(path, pointer);
  const finding = {
    layer: 'chart' as const,
    rule: severity === 'error' ? 'unread-value' : 'value-type',
    severity: severity === 'error' ? ('critical' as const) : ('low' as const),
    title:
      severity === 'error' ? 'Value that the chart does not read' : 'Value of another type than the chart’s default',
    message,
    fix,
  };
  if (origin !== undefined) return { ...finding, subject, origin };
  if (path !== null) return { ...finding, pointer, subject: { ...subject, source: path, resource: fileObject(path) } };
  return { ...finding, subject, pointer: `${inlinePointer(release)}${pointer}` };
}

/** Stands for a file that holds no object. */
function fileObject(path: string): Release['subject']['resource'] {
  return { apiVersion: '', kind: 'File', metadata: { name: path } };
}

function inlinePointer({ subject }: Release): string {
  const { spec } = subject.resource;
  if (!isRecord(spec) || !isRecord(spec.source) || !isRecord(spec.source.helm)) return '/spec';
  return isRecord(spec.source.helm.valuesObject) ? '/spec/source/helm/valuesObject' : '/spec/source/helm';
}
