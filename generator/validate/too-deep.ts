// Objects that are nested deeper than any honest one: whoever walks them runs out of stack.
import type { Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isRecord } from '../contract/resource.ts';
import { ADMISSION_RULES } from './layer-rules.ts';

/** The deepest that people write are schemas in CustomResourceDefinitions, at about 60 levels. */
const DEEPEST = 500;

/** Those that cannot be judged, and a refusal for each. */
export function findTooDeep(resources: readonly Rendered[]): {
  readonly deep: ReadonlySet<Rendered>;
  readonly violations: readonly Violation[];
} {
  const deep = new Set(resources.filter(({ resource }) => isDeeperThan(resource, DEEPEST)));
  return {
    deep,
    violations: [...deep].map((subject) => ({
      layer: 'admission',
      rule: 'too-deep',
      severity: 'critical',
      title: ADMISSION_RULES['too-deep'].title,
      message: `the object is nested more than ${DEEPEST} levels deep; nothing more of it was checked`,
      fix: ADMISSION_RULES['too-deep'].fix,
      subject,
    })),
  };
}

/** Every value of every resource passes here: no list of them is made, and no call for what holds nothing. */
function isDeeperThan(value: object, limit: number): boolean {
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isHolder(item) && isDeeperThan(item, limit - 1)) return true;
  } else if (isRecord(value)) {
    // Out of JSON or of the plan: what it has is its own.
    for (const key in value) {
      const item = value[key];
      if (isHolder(item) && isDeeperThan(item, limit - 1)) return true;
    }
  }
  return false;
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
