// Rules for names, label keys and values, and annotation keys: the same for every kind.
import { isRecord } from '../../contract/resource.ts';
import { report, type Walk } from './schema-error.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const ANNOTATIONS_LIMIT = 256 * 1024;

/** What the API server wants a name to be. */
export type NameRule = 'subdomain' | 'label' | 'label-1035' | 'path-segment';

/** Why a name is not of that form, or `undefined` when it is. */
export function nameProblem(name: string, rule: NameRule): string | undefined {
  switch (rule) {
    case 'subdomain':
      if (name.length > 253) return 'at most 253 characters';
      return SUBDOMAIN.test(name)
        ? undefined
        : 'lower-case letters, digits, "-" and "."; each part between dots starts and ends with a letter or digit';
    case 'label':
      if (name.length > 63) return 'at most 63 characters';
      return LABEL.test(name)
        ? undefined
        : 'lower-case letters, digits and "-"; starts and ends with a letter or digit';
    case 'label-1035':
      if (name.length > 63) return 'at most 63 characters';
      return LABEL_1035.test(name)
        ? undefined
        : 'lower-case letters, digits and "-"; starts with a letter and ends with a letter or digit';
    case 'path-segment':
      return name === '.' || name === '..' || /[/%]/.test(name) ? 'no "/" and no "%", and not "." or ".."' : undefined;
    default:
      return rule satisfies never;
  }
}

/** Checks a map of labels that stands in `field` of the object where the walk is. Wrong types are the walker's business. */
export function checkLabels(labels: unknown, field: string, walk: Walk): void {
  if (!isRecord(labels)) return;
  for (const [key, value] of Object.entries(labels)) {
    const keyRule = keyProblem(key);
    if (keyRule !== undefined) report(walk, 'labelKey', { params: { key, rule: keyRule }, below: [field, key] });
    const rule = typeof value === 'string' ? valueProblem(value) : undefined;
    if (rule !== undefined) report(walk, 'labelValue', { params: { key, rule }, below: [field, key], data: value });
  }
}

/** Checks the annotations of the object where the walk is. */
export function checkAnnotations(annotations: unknown, walk: Walk): void {
  if (!isRecord(annotations)) return;
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    // Unlike with labels, the API server lets annotation keys have capitals in their prefix.
    const rule = keyProblem(key.toLowerCase());
    if (rule !== undefined) report(walk, 'annotationKey', { params: { key, rule }, below: ['annotations', key] });
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (size > ANNOTATIONS_LIMIT) {
    report(walk, 'annotationSize', { params: { size, limit: ANNOTATIONS_LIMIT }, below: ['annotations'] });
  }
}

function keyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && nameProblem(prefix, 'subdomain') !== undefined) {
    return `the part before "/" must be a lower-case DNS name of at most 253 characters`;
  }
  if (name.length > 63) return `${prefix === undefined ? 'it' : 'the part after "/"'} must have at most 63 characters`;
  if (QUALIFIED.test(name)) return undefined;
  return 'letters, digits, "-", "_", "."; starts and ends with a letter or digit; at most one "/"';
}

function valueProblem(value: string): string | undefined {
  if (value.length > 63) return 'at most 63 characters';
  return value === '' || QUALIFIED.test(value)
    ? undefined
    : 'letters, digits, "-", "_", "."; starts and ends with a letter or digit; or empty';
}
