/** Shapes of the parameters that generators give. */
import { isRecord } from '../../contract/resource.ts';
import type { Parameters } from './templating.ts';

/** One level, with dots between the names: what the older notation and selectors look at. */
export function flatten(value: Parameters): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  const walk = (inner: unknown, path: string): void => {
    if (Array.isArray(inner) && inner.length > 0)
      for (const [index, item] of inner.entries()) walk(item, join(path, String(index)));
    else if (isRecord(inner) && Object.keys(inner).length > 0)
      for (const [key, item] of Object.entries(inner)) walk(item, join(path, key));
    else if (path !== '') flat[path] = formatGo(inner);
  };
  walk(value, '');
  return flat;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A value as Go's `%v` prints it: numbers out of YAML are floats, with an exponent from a million on. */
function formatGo(value: unknown): string {
  if (typeof value === 'number') {
    const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
    return exponent < -4 || exponent >= 6 ? goExponent(value) : String(value);
  }
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]';
  return isRecord(value) ? 'map[]' : String(value);
}

function goExponent(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A name as Kubernetes allows it for a host: lower case, other characters become hyphens. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** Deep merge in which the later one wins; empty values do not replace, as in the library that Argo CD uses. */
export function mergeOver(base: Parameters, over: Parameters): Parameters {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const own = merged[key];
    if (isRecord(own) && isRecord(value)) merged[key] = mergeOver(own, value);
    else if (!isEmpty(value) || !(key in merged)) merged[key] = value;
  }
  return merged;
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** A label selector over flattened parameters, without limits on what a value may hold. */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  if (!isRecord(selector)) return true;
  const wanted = isRecord(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
  if (wanted.some(([key, value]) => labels[key] !== String(value))) return false;
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions.filter(isRecord) : [];
  return expressions.every(({ key, operator, values }) => {
    const own = labels[String(key)];
    const list = Array.isArray(values) ? values.map(String) : [];
    switch (operator) {
      case 'In':
        return own !== undefined && list.includes(own);
      case 'NotIn':
        return own === undefined || !list.includes(own);
      case 'Exists':
        return own !== undefined;
      case 'DoesNotExist':
        return own === undefined;
      default:
        return false;
    }
  });
}
