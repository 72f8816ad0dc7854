import { isRecord } from '../contract/resource.ts';

/**
 * Whether a values.schema.json names a key at a path. `additionalProperties: true` names nothing, a schema there does.
 * References outside of the document are not followed.
 */
export function schemaAllows(schema: unknown, path: readonly (string | number)[], key: string): boolean {
  let current = expand(schema, schema);
  for (const part of path) current = current.flatMap((one) => below(one, part)).flatMap((one) => expand(one, schema));
  return current.some((one) => below(one, key).length > 0);
}

/** A schema and what it is made of: references and alternatives. */
function expand(schema: unknown, root: unknown, depth = 0): readonly Record<string, unknown>[] {
  if (!isRecord(schema) || depth > 8) return [];
  const alternatives = [schema.allOf, schema.anyOf, schema.oneOf, [schema.then, schema.else]].flat();
  const target = typeof schema.$ref === 'string' ? resolveReference(root, schema.$ref) : undefined;
  return [schema, ...[...alternatives, target].flatMap((one) => expand(one, root, depth + 1))];
}

function resolveReference(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  let current = root;
  for (const part of reference.slice(1).split('/').filter(Boolean)) {
    if (!isRecord(current)) return undefined;
    current = current[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return current;
}

function below(schema: Record<string, unknown>, key: string | number): readonly unknown[] {
  if (typeof key === 'number') return [schema.items, schema.prefixItems].flat().filter(isRecord);
  const { properties, patternProperties, additionalProperties } = schema;
  if (isRecord(properties) && Object.hasOwn(properties, key)) return [properties[key]];
  const patterns = isRecord(patternProperties) ? Object.entries(patternProperties) : [];
  const matching = patterns.filter(([pattern]) => matches(pattern, key)).map(([, value]) => value);
  return isRecord(additionalProperties) ? [...matching, additionalProperties] : matching;
}

function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    // Not every pattern of other engines is one here; a key that cannot be judged is allowed.
    return true;
  }
}
