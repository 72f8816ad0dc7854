import { findKind, type KindSchema } from './catalogue.ts';
import { supportedMinors } from './kubernetes-minor.ts';
import { dereference, type SchemaNode } from './schema-node.ts';

/** `; Kubernetes 1.35 knows it`, when another minor than this one has the field, else `undefined`. */
export function otherMinorWith(path: readonly string[], kind: KindSchema, minor: string): string | undefined {
  const having = supportedMinors().filter((other) => {
    const found = other === minor ? undefined : findKind(kind.apiVersion, kind.kind, other);
    return found !== undefined && hasField(path, found);
  });
  const minors = supportedMinors();
  const later = having.find((other) => minors.indexOf(other) > minors.indexOf(minor));
  if (later !== undefined) return `; Kubernetes ${minor} does not know it, ${later} does`;
  const last = having.at(-1);
  return last === undefined ? undefined : `; Kubernetes ${last} was the last to know it`;
}

function hasField(path: readonly string[], { schema, collection }: KindSchema): boolean {
  let current: SchemaNode | undefined = schema;
  for (const part of path) {
    if (current === undefined) return false;
    const node: SchemaNode = dereference(current, collection);
    const { properties, additionalProperties } = node;
    if (properties !== undefined && Object.hasOwn(properties, part)) current = properties[part];
    else if (node.items !== undefined && /^\d+$/.test(part)) current = node.items;
    else current = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }
  return current !== undefined;
}
