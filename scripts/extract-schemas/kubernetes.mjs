// Built-in kinds: OpenAPI documents of k8s.io/kubernetes, closed lists of values from the Go sources of k8s.io/api.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byName, Definitions, digest } from './definitions.mjs';

const KUBERNETES = [
  { minor: '1.33', kubernetes: 'v1.33.13', api: 'v0.33.13' },
  { minor: '1.34', kubernetes: 'v1.34.4', api: 'v0.34.4' },
  { minor: '1.35', kubernetes: 'v1.35.4', api: 'v0.35.4' },
  { minor: '1.36', kubernetes: 'v1.36.3', api: 'v0.36.3' },
];

/** Fields that the API server fills in or accepts as empty although OpenAPI calls them required. */
const NOT_REQUIRED = {
  'io.k8s.api.rbac.v1.RoleRef': ['apiGroup'],
  'io.k8s.api.scheduling.v1.PriorityClass': ['value'],
  'io.k8s.api.networking.v1.NetworkPolicySpec': ['podSelector'],
  'io.k8s.api.apps.v1.StatefulSetSpec': ['serviceName'],
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern': ['status'],
  'io.k8s.api.discovery.v1.EndpointSlice': ['endpoints'],
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion': ['strategy'],
};

/** Types that the walker knows by name; their shape in OpenAPI says less than the API server checks. */
const KNOWN_TYPES = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': 'object-meta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector': 'label-selector',
};

/** Definitions of all minors; adds to the list of sources and to the index. */
export function extractKubernetes(moduleCache, sources, index) {
  const definitions = new Definitions();
  const metadata = {};
  for (const { minor, kubernetes, api } of KUBERNETES) {
    const folder = join(moduleCache, `k8s.io/kubernetes@${kubernetes}/api/openapi-spec/v3`);
    const enums = readEnums(join(moduleCache, `k8s.io/api@${api}`));
    const names = readdirSync(folder)
      .filter((name) => /^apis?__.*_openapi\.json$/.test(name))
      .toSorted();
    const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
    const documents = texts.map((text) => JSON.parse(text));
    const schemas = Object.assign({}, ...documents.map((document) => document.components?.schemas ?? {}));
    const resolve = resolver(schemas, enums, definitions);
    const kinds = {};
    for (const document of documents) {
      for (const kind of servedKinds(document.paths)) {
        const name = `${kind.group === '' ? '' : `${kind.group}/`}${kind.version}/${kind.kind}`;
        const schema = Object.entries(schemas).find(([, candidate]) =>
          candidate['x-kubernetes-group-version-kind']?.some(
            (gvk) => gvk.group === kind.group && gvk.version === kind.version && gvk.kind === kind.kind,
          ),
        );
        if (schema !== undefined) kinds[name] = [resolve(schema[0]), kind.plural, kind.namespaced ? 1 : 0];
      }
    }
    metadata[minor] = resolve('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
    index[minor] = Object.fromEntries(Object.entries(kinds).toSorted(byName));
    sources.push(
      {
        name: `kubernetes-${minor}`,
        module: 'k8s.io/kubernetes',
        version: kubernetes,
        licence: 'Apache-2.0',
        file: 'kubernetes.json.br',
        sha256: digest(texts.map(digest).join('\n')),
      },
      {
        name: `kubernetes-enums-${minor}`,
        module: 'k8s.io/api',
        version: api,
        licence: 'Apache-2.0',
        file: 'kubernetes.json.br',
        sha256: enums.sha256,
      },
    );
  }
  return { definitions: definitions.list, metadata };
}

/** Kinds that can be created: those with a POST on their collection. */
function* servedKinds(paths) {
  for (const [path, operations] of Object.entries(paths)) {
    const match = /^\/apis?\/(?:[^/]+\/)?v[0-9a-z]+\/(namespaces\/\{namespace\}\/)?([a-z]+)$/.exec(path);
    const gvk = operations.post?.['x-kubernetes-group-version-kind'];
    if (match === null || gvk === undefined) continue;
    yield { ...gvk, plural: match[2], namespaced: match[1] !== undefined };
  }
}

/** Gives the number of a definition with everything below it resolved; a definition that contains itself becomes "anything". */
function resolver(schemas, enums, definitions) {
  const numbers = new Map();
  const open = new Set();
  const resolve = (name) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    if (open.has(name)) return definitions.add({ 'x-kubernetes-preserve-unknown-fields': true });
    open.add(name);
    const number = definitions.add(convert(schemas[name], name));
    open.delete(name);
    numbers.set(name, number);
    return number;
  };
  const convert = (schema, name) => {
    if (name === 'io.k8s.apimachinery.pkg.api.resource.Quantity') return { format: 'quantity' };
    if (name === 'io.k8s.apimachinery.pkg.util.intstr.IntOrString') return { 'x-kubernetes-int-or-string': true };
    const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0].$ref : undefined);
    if (reference !== undefined) {
      const target = reference.replace('#/components/schemas/', '');
      return { $ref: resolve(target) };
    }
    const { properties, items, additionalProperties, required } = schema;
    const optional = NOT_REQUIRED[name] ?? [];
    const needed = (required ?? []).filter((field) => !optional.includes(field) && !hasDefault(properties?.[field]));
    const empty = properties === undefined && additionalProperties === undefined;
    const anything = schema.type === undefined || (schema.type === 'object' && empty && isFreeForm(name));
    return {
      ...(schema.type === undefined ? {} : { type: schema.type }),
      ...(schema.format === undefined ? {} : { format: schema.format }),
      ...(KNOWN_TYPES[name] === undefined ? {} : { 'x-type': KNOWN_TYPES[name] }),
      ...(needed.length === 0 ? {} : { required: needed }),
      ...(anything ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
      ...(properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(properties).map(([field, value]) => [
                field,
                withEnum(convert(value), enums.of(name, field)),
              ]),
            ),
          }),
      ...(items === undefined ? {} : { items: convert(items) }),
      ...(additionalProperties === undefined
        ? {}
        : { additionalProperties: typeof additionalProperties === 'object' ? convert(additionalProperties) : true }),
    };
  };
  return resolve;
}

const isFreeForm = (name) => name === undefined || /\.(FieldsV1|RawExtension|Patch)$/.test(name);

const hasDefault = (schema) =>
  schema !== undefined &&
  ![undefined, null, '', 0, false].includes(schema.default) &&
  JSON.stringify(schema.default) !== '{}';

function withEnum(schema, values) {
  if (values === undefined) return schema;
  if (schema.type === 'array') return { ...schema, items: { ...schema.items, enum: values } };
  return { ...schema, enum: values };
}

/** The `+enum` types of k8s.io/api with their constants: the OpenAPI documents are published without them. */
function readEnums(module) {
  const byField = new Map();
  const texts = [];
  // The only constants of another package that types are declared with, e.g. AddressType(v1.IPv4Protocol).
  const core = new Map(
    [...readFileSync(join(module, 'core/v1/types.go'), 'utf8').matchAll(/^\s*(\w+)\s+\w+\s*=\s*"([^"]*)"/gm)].map(
      ([, name, value]) => [name, value],
    ),
  );
  for (const group of readdirSync(module)) {
    if (!statSync(join(module, group)).isDirectory()) continue;
    for (const version of readdirSync(join(module, group))) {
      if (!/^v\d/.test(version)) continue;
      const folder = join(module, group, version);
      const sources = readdirSync(folder)
        .filter((name) => /^(\w+_)?types\.go$/.test(name))
        .toSorted();
      const text = sources.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
      texts.push(text);
      for (const [field, values] of enumFields(text, core))
        byField.set(`io.k8s.api.${group}.${version}.${field}`, values);
    }
  }
  return {
    of: (definition, field) => byField.get(`${definition}.${field}`),
    sha256: digest(texts.map(digest).join('\n')),
  };
}

function* enumFields(text, core) {
  const closed = new Set([...text.matchAll(/\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string/g)].map((match) => match[1]));
  const values = new Map();
  const constants = [
    ...text.matchAll(/^\s*\w+\s+(\w+)\s*=\s*"([^"]*)"/gm),
    ...text.matchAll(/^\s*\w+\s*=\s*(\w+)\("([^"]*)"\)/gm),
    ...[...text.matchAll(/^\s*\w+\s*=\s*(\w+)\(v1\.(\w+)\)/gm)].map(([all, type, name]) => {
      if (closed.has(type) && !core.has(name)) throw new Error(`no value for ${all.trim()}`);
      return [all, type, core.get(name)];
    }),
  ];
  for (const [, type, value] of constants) {
    if (closed.has(type)) values.set(type, [...(values.get(type) ?? []), value]);
  }
  for (const [, struct, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    for (const [, type, field] of body.matchAll(/^\s*\w+\s+(?:\[\])?\*?(\w+)\s+`json:"(\w+)/gm)) {
      const list = values.get(type);
      if (list !== undefined) yield [`${struct}.${field}`, list];
    }
  }
}
