import { isRecord } from '../../contract/resource.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels carry every pair of a plain selector. An empty selector matches nothing here: callers say what empty means. */
export function matchesLabels(selector: unknown, labels: Labels): boolean {
  if (!isRecord(selector)) return false;
  const pairs = Object.entries(selector);
  return pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value);
}

/** Whether a LabelSelector (`matchLabels`, `matchExpressions`) matches; `{}` matches everything, absence nothing. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!isRecord(selector)) return false;
  if (isRecord(selector.matchLabels)) {
    for (const [key, value] of Object.entries(selector.matchLabels)) if (labels[key] !== value) return false;
  }
  if (!Array.isArray(selector.matchExpressions)) return true;
  return selector.matchExpressions.every((expression) => matchesExpression(expression, labels));
}

function matchesExpression(expression: unknown, labels: Labels): boolean {
  if (!isRecord(expression) || typeof expression.key !== 'string') return false;
  const value = Object.hasOwn(labels, expression.key) ? labels[expression.key] : undefined;
  const values: readonly unknown[] = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether a selector says nothing, and so takes all. */
export function isEmptySelector(selector: unknown): boolean {
  if (!isRecord(selector)) return true;
  const labels = isRecord(selector.matchLabels) ? Object.keys(selector.matchLabels).length : 0;
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions.length : 0;
  return labels + expressions === 0;
}
