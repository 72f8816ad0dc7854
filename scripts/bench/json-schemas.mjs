// Writes the schemas of this project as JSON schema files, for tools that read those.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findKind } from '../../dist/validate/schema/catalogue.js';

const KEPT = [
  'type format enum required pattern minimum maximum minLength maxLength minItems maxItems',
  'minProperties maxProperties uniqueItems',
].flatMap((line) => line.split(' '));
const BELOW = ['properties', 'patternProperties'];

/**
 * One file a kind: `deployment_apps_v1.json`.
 * @param resources each kind among them gets a file
 * @returns the template by which kubeconform finds them
 */
export function writeJsonSchemas(folder, resources, kubernetes) {
  mkdirSync(folder, { recursive: true });
  const kinds = new Map(resources.map((one) => [`${one.apiVersion}/${one.kind}`, one]));
  for (const { apiVersion, kind } of kinds.values()) {
    const found = findKind(apiVersion, kind, kubernetes);
    if (found === undefined) throw new Error(`no schema for ${apiVersion} ${kind}`);
    // What kubeconform calls the group of the core API is its version.
    const parts = apiVersion.split('/');
    const [group, version] = [parts[0], parts.at(-1)];
    writeFileSync(join(folder, `${kind.toLowerCase()}_${group}_${version}.json`), JSON.stringify(translate(found)));
  }
  return join(folder, '{{.ResourceKind}}_{{.Group}}_{{.ResourceAPIVersion}}.json');
}

function translate({ schema, collection }) {
  const definitions = {};
  const visit = (node) => {
    if (node.$ref !== undefined) {
      if (!(node.$ref in definitions)) {
        definitions[node.$ref] = {};
        definitions[node.$ref] = visit(collection.definitions[node.$ref]);
      }
      return { $ref: `#/definitions/${node.$ref}` };
    }
    const out = Object.fromEntries(KEPT.filter((key) => node[key] !== undefined).map((key) => [key, node[key]]));
    if (node['x-kubernetes-int-or-string'] || node.format === 'int-or-string') {
      return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
    }
    if (node.nullable && typeof node.type === 'string') out.type = [node.type, 'null'];
    for (const key of BELOW) {
      if (node[key]) out[key] = Object.fromEntries(Object.entries(node[key]).map(([name, one]) => [name, visit(one)]));
    }
    if (node.items) out.items = visit(node.items);
    if (typeof node.additionalProperties === 'object') out.additionalProperties = visit(node.additionalProperties);
    else if (node.properties && !node['x-kubernetes-preserve-unknown-fields']) out.additionalProperties = false;
    return out;
  };
  const top = visit(schema);
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...top, definitions };
}
