// JSON schemas of every kind that an API server serves, out of its /openapi/v3, as kubeconform reads them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PREFIX = '#/components/schemas/';
/** They are parameters and answers, nothing that anybody applies. A kind may well end in `Status`. */
const NO_OBJECTS = /^(Status|WatchEvent)$|(List|Options)$/;

/** Where kubeconform looks: the core group has no name, and is called by its version. */
export const SCHEMA_LOCATION = '{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json';

/**
 * Writes a schema per kind, which refuses unknown fields.
 * @param crds definitions whose kinds should be among them: the server describes them a while after it serves them
 * @param seconds how long to wait for these
 * @returns how many, and the files of the kinds that are not described: a server leaves out a definition that it cannot publish
 */
export async function writeServerSchemas(client, folder, crds, seconds = 60) {
  mkdirSync(folder, { recursive: true });
  const wanted = crds.flatMap(({ spec }) =>
    spec.versions.filter(({ served }) => served).map(({ name }) => fileName(spec.names.kind, spec.group, name)),
  );
  const missingIn = (schemas) => wanted.filter((name) => !schemas.has(name));
  let schemas = await readSchemas(client);
  for (let waited = 0; waited < seconds && missingIn(schemas).length > 0; waited += 1) {
    await sleep(1000);
    schemas = await readSchemas(client);
  }
  for (const [name, schema] of schemas) writeFileSync(join(folder, name), JSON.stringify(schema));
  return { count: schemas.size, undescribed: missingIn(schemas) };
}

/** Name of the file with the schema of an object's kind. */
export function schemaFile({ apiVersion, kind }) {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return fileName(kind, group, version);
}

async function readSchemas(client) {
  const found = new Map();
  const { body } = await client.request('GET', '/openapi/v3');
  for (const [path, { serverRelativeURL }] of Object.entries(body.paths)) {
    const [, group = '', version] = /^(?:api|apis\/([^/]+))\/(v\d[\w-]*)$/.exec(path) ?? [];
    if (version === undefined) continue;
    const { components } = (await client.request('GET', serverRelativeURL)).body;
    for (const schema of Object.values(components?.schemas ?? {})) {
      for (const kind of kindsOf(schema, group, version)) {
        found.set(fileName(kind, group, version), complete(schema, components.schemas, { group, version, kind }));
      }
    }
  }
  return found;
}

function fileName(kind, group, version) {
  return `${kind.toLowerCase()}-${group === '' ? version : group}-${version}.json`;
}

function kindsOf(schema, group, version) {
  return (schema['x-kubernetes-group-version-kind'] ?? [])
    .filter((one) => one.group === group && one.version === version)
    .filter(({ kind }) => !NO_OBJECTS.test(kind) || schema.properties?.spec !== undefined)
    .map(({ kind }) => kind);
}

/** The schema with everything that it refers to. */
function complete(schema, all, { group, version, kind }) {
  const needed = new Set();
  const waiting = [schema];
  while (waiting.length > 0) {
    for (const name of referencesOf(waiting.pop())) {
      if (needed.has(name)) continue;
      needed.add(name);
      waiting.push(all[name]);
    }
  }
  const strict = closed(schema);
  return {
    ...strict,
    $schema: 'http://json-schema.org/draft-07/schema#',
    definitions: Object.fromEntries([...needed].map((name) => [name, closed(all[name])])),
    properties: {
      ...strict.properties,
      apiVersion: { const: group === '' ? version : `${group}/${version}` },
      kind: { const: kind },
    },
    required: [...new Set([...(strict.required ?? []), 'apiVersion', 'kind'])],
  };
}

/** A schema that refuses fields which it does not name. Only schemas are changed: a field may be called `default`. */
function closed(schema, isPart = false) {
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = { ...schema };
  if (typeof copy.$ref === 'string') copy.$ref = copy.$ref.replace(PREFIX, '#/definitions/');
  for (const key of ['items', 'additionalProperties']) {
    if (copy[key] !== undefined) copy[key] = closed(copy[key], isPart);
  }
  // Alternatives name some of the fields only.
  if (copy.not !== undefined) copy.not = closed(copy.not, true);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    if (copy[key] !== undefined) copy[key] = copy[key].map((one) => closed(one, true));
  }
  // Kubernetes writes them as drafts before the sixth did.
  for (const [flag, bound] of Object.entries({ exclusiveMaximum: 'maximum', exclusiveMinimum: 'minimum' })) {
    if (copy[flag] === true) copy[flag] = copy[bound];
    else if (copy[flag] === false) delete copy[flag];
  }
  if (copy.properties === undefined) return copy;
  copy.properties = Object.fromEntries(
    Object.entries(copy.properties).map(([name, child]) => [name, closed(child, isPart)]),
  );
  const isOpen = isPart || copy['x-kubernetes-preserve-unknown-fields'] || copy['x-kubernetes-embedded-resource'];
  return isOpen ? copy : { additionalProperties: false, ...copy };
}

function referencesOf(node) {
  if (Array.isArray(node)) return node.flatMap(referencesOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(value.lastIndexOf('/') + 1)] : referencesOf(value),
  );
}
