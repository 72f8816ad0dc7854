/** Says what it means that a chart renders differently each time. */
import type { Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { UnstableObject } from './unstable.ts';

export function describeUnstable(unstable: UnstableObject, chart: string, subject: Rendered): Violation {
  const { kind, name, pointers, template, pin } = unstable;
  const fields = pointers.filter((pointer) => pointer !== '');
  const what = fields.length === 0 ? 'is another object' : `has another value at ${fields.join(', ')}`;
  return {
    layer: 'chart',
    rule: 'unstable-output',
    severity: 'high',
    title: 'Chart renders differently each time',
    message: `${template}: ${kind} ${name} of ${chart} ${what} at every render, so Argo CD never sees it in sync and applies it anew`,
    fix:
      pin === undefined
        ? 'Give the chart the value instead of letting it make one up: an existing Secret, a certificate of cert-manager, a fixed name.'
        : `Set ${pin}: with a value of your own there, the chart makes nothing up.`,
    subject,
  };
}

/** Whether Argo CD compares these fields at all: it does not for hooks, and for what the Application ignores. */
export function isCompared(
  unstable: UnstableObject,
  resource: KubernetesObject,
  application: KubernetesObject,
): boolean {
  const annotations = resource.metadata.annotations ?? {};
  if ('helm.sh/hook' in annotations || 'argocd.argoproj.io/hook' in annotations) return false;
  const spec = isRecord(application.spec) ? application.spec : {};
  const ignored = Array.isArray(spec.ignoreDifferences) ? spec.ignoreDifferences.filter(isRecord) : [];
  return !ignored.some(
    (one) => (one.kind === '*' || one.kind === unstable.kind) && (one.name === undefined || one.name === unstable.name),
  );
}
