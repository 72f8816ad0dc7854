import { formatPointer } from '../../contract/json-pointer.ts';

/**
 * One thing that a schema does not allow, in the shape in which ajv reports it with `verbose` on, so that one
 * function puts both into words. Beside JSON schema's keywords there are the API server's own: `name`, `labelKey`,
 * `labelValue`, `annotationKey`, `annotationSize`, `alternatives`.
 */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer to the object or value that is wrong; for an unknown or missing field: to the object around it. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  /** The schema around the keyword; `properties` tells which fields would be right. */
  readonly parentSchema?: unknown;
}

/** Where a walk through a value stands, and what it has found. */
export interface Walk {
  readonly path: (string | number)[];
  readonly errors: SchemaError[];
}

/** Records an error at the place where the walk stands, or below it. */
export function report(
  walk: Walk,
  keyword: string,
  error: Omit<SchemaError, 'keyword' | 'instancePath'> & { readonly below?: readonly (string | number)[] },
): void {
  const { below = [], ...rest } = error;
  walk.errors.push({ keyword, instancePath: formatPointer([...walk.path, ...below]), ...rest });
}
