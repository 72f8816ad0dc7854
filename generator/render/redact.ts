/** Takes the values out of Secrets that a chart makes: nobody needs them, and nothing may keep them. */
import { isRecord, type KubernetesObject } from '../contract/resource.ts';

/** Base64 of `(redacted)`: what the API server reads as bytes. */
const BYTES = 'KHJlZGFjdGVkKQ==';
/** Not base64: a value that the API server would refuse stays one that it refuses. */
const TEXT = '(redacted)';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Empty values, keys and types stay: rules look at those. */
export function redactSecrets(resource: KubernetesObject): KubernetesObject {
  if (resource.kind !== 'Secret' || resource.apiVersion !== 'v1') return resource;
  const { data, stringData } = resource;
  return {
    ...resource,
    ...(isRecord(data) ? { data: mapValues(data, (text) => (isBase64(text) ? BYTES : TEXT)) } : {}),
    ...(isRecord(stringData) ? { stringData: mapValues(stringData, () => TEXT) } : {}),
  };
}

function isBase64(text: string): boolean {
  // Go skips line ends.
  return BASE64.test(text.replace(/[\r\n]/g, ''));
}

function mapValues(record: Record<string, unknown>, redact: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      typeof value === 'string' && value !== '' ? redact(value) : typeof value === 'number' ? 0 : value,
    ]),
  );
}
