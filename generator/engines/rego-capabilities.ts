import { isRecord, type Json, type JsonObject } from '../contract/resource.ts';

/** Built-ins that OPA 1.22 compiles into a module (the table in its internal/compiler/wasm). */
const NATIVE = [
  'abs',
  'all',
  'and',
  'any',
  'array.concat',
  'array.flatten',
  'array.reverse',
  'array.slice',
  'base64.decode',
  'base64.encode',
  'base64.is_valid',
  'base64url.decode',
  'base64url.encode',
  'bits.and',
  'bits.lsh',
  'bits.negate',
  'bits.or',
  'bits.rsh',
  'bits.xor',
  'ceil',
  'concat',
  'contains',
  'count',
  'div',
  'endswith',
  'equal',
  'floor',
  'format_int',
  'glob.match',
  'graph.reachable',
  'gt',
  'gte',
  'indexof',
  'internal.member_2',
  'internal.member_3',
  'internal.template_string',
  'intersection',
  'is_array',
  'is_boolean',
  'is_null',
  'is_number',
  'is_object',
  'is_set',
  'is_string',
  'json.filter',
  'json.is_valid',
  'json.marshal',
  'json.remove',
  'json.unmarshal',
  'lower',
  'lt',
  'lte',
  'max',
  'min',
  'minus',
  'mul',
  'neq',
  'net.cidr_contains',
  'net.cidr_intersects',
  'net.cidr_overlap',
  'numbers.range',
  'object.filter',
  'object.get',
  'object.keys',
  'object.remove',
  'object.union',
  'object.union_n',
  'or',
  'plus',
  'product',
  're_match',
  'regex.find_all_string_submatch_n',
  'regex.is_valid',
  'regex.match',
  'rem',
  'replace',
  'round',
  'set_diff',
  'sort',
  'split',
  'startswith',
  'strings.replace_n',
  'strings.reverse',
  'substring',
  'sum',
  'to_number',
  'trim',
  'trim_left',
  'trim_prefix',
  'trim_right',
  'trim_space',
  'trim_suffix',
  'type_name',
  'union',
  'upper',
  'walk',
] as const;

/** Built-ins of @open-policy-agent/opa-wasm 1.10. Its `sprintf` is left out: it formats objects unlike Go, and can end a run. */
const SDK = ['json.is_valid', 'regex.split', 'yaml.is_valid', 'yaml.marshal', 'yaml.unmarshal'] as const;

/** Names that the compiler resolves itself: nothing is called at run time, and prints are dropped. */
const COMPILE_TIME = ['assign', 'eq', 'internal.print', 'print', 'rego.metadata.chain', 'rego.metadata.rule'] as const;

/** OPA's description of what a policy may use; only the built-ins matter here. */
export interface RegoCapabilities extends JsonObject {
  readonly builtins: readonly Json[];
}

/** Whether a value is a capabilities document. */
export function isRegoCapabilities(value: unknown): value is RegoCapabilities {
  return isRecord(value) && Array.isArray(value.builtins);
}

/**
 * Keeps the built-ins that exist where policies run, so that a policy which needs another one fails to compile instead
 * of failing at run time. `custom` names those the caller provides itself.
 */
export function restrictCapabilities(full: RegoCapabilities, custom: readonly string[] = []): RegoCapabilities {
  const kept = new Set<string>([...NATIVE, ...SDK, ...COMPILE_TIME, ...custom]);
  const builtins = full.builtins.filter(
    (builtin) => isRecord(builtin) && typeof builtin.name === 'string' && kept.has(builtin.name),
  );
  return { ...full, builtins };
}
