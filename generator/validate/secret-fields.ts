import type { KubernetesObject } from '../contract/resource.ts';

const SECRET_FIELDS = new Set(['data', 'stringData']);
const SECRET_NAME = /passw(or)?d|secret|token|credential|private|api[-_]?key/i;
const REFERENCE_NAME = /(ref|name|namespace)$/i;

/** Whether what stands at a path may be a secret: it is never printed then. */
export function holdsSecret(resource: KubernetesObject, path: readonly string[]): boolean {
  if (resource.kind === 'Secret') return SECRET_FIELDS.has(path[0] ?? '');
  const last = path.at(-1) ?? '';
  return last === 'value' || (SECRET_NAME.test(last) && !REFERENCE_NAME.test(last));
}
