// A maintainer's tool, run by hand: extracts the committed files of schemas/ from Go modules that are already in
// the module cache, and from a folder of CRD files. slipway itself never runs it.
//
//   go mod download -json k8s.io/kubernetes@v1.36.3 k8s.io/api@v0.36.3   # likewise each module listed in MODULES
//   node scripts/extract-schemas.mjs --modules "$(go env GOMODCACHE)" [--crds DIR]
//
// --crds DIR holds CRD files and an index.json: [{ project, projectVersion, file, source }]; without it the CRDs of
// those projects that are committed now would vanish, so it is refused unless --without-crds says so.
//
// Every output is brotli of { definitions: [schema…], …}, where { "$ref": 12 } means definitions[12]: equal parts are
// stored once, for Kubernetes across all minors. Prose is dropped. schemas/index.json lists each kind with its scope,
// plural and schema; schemas/SOURCES.json says where everything came from and the digest of every file.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseAllDocuments } from 'yaml';

const KUBERNETES = [
  { minor: '1.33', kubernetes: 'v1.33.13', api: 'v0.33.13' },
  { minor: '1.34', kubernetes: 'v1.34.4', api: 'v0.34.4' },
  { minor: '1.35', kubernetes: 'v1.35.4', api: 'v0.35.4' },
  { minor: '1.36', kubernetes: 'v1.36.3', api: 'v0.36.3' },
];

/** The first source that has a group, version and kind wins. */
const MODULES = [
  {
    name: 'istio',
    module: 'istio.io/api',
    version: 'v1.31.1',
    paths: ['kubernetes/customresourcedefinitions.gen.yaml'],
  },
  { name: 'argo-cd', module: 'github.com/argoproj/argo-cd/v3', version: 'v3.5.7', paths: ['manifests/crds'] },
  { name: 'argo-rollouts', module: 'github.com/argoproj/argo-rollouts', version: 'v1.10.2', paths: ['manifests/crds'] },
  {
    name: 'external-secrets',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    paths: ['config/crds/bases'],
  },
  { name: 'keda', module: 'github.com/kedacore/keda/v2', version: 'v2.21.0', paths: ['config/crd/bases'] },
  { name: 'cert-manager', module: 'github.com/cert-manager/cert-manager', version: 'v1.21.2', paths: ['deploy/crds'] },
  {
    name: 'prometheus-operator',
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    paths: ['example/prometheus-operator-crd'],
  },
  {
    name: 'sealed-secrets',
    module: 'github.com/bitnami-labs/sealed-secrets',
    version: 'v0.40.0',
    paths: ['helm/sealed-secrets/crds'],
  },
  { name: 'karpenter', module: 'sigs.k8s.io/karpenter', version: 'v1.14.3', paths: ['pkg/apis/crds'] },
  {
    name: 'karpenter-aws',
    module: 'github.com/aws/karpenter-provider-aws',
    version: 'v1.14.1',
    paths: ['pkg/apis/crds'],
  },
  { name: 'gateway-api', module: 'sigs.k8s.io/gateway-api', version: 'v1.6.3', paths: ['config/crd/standard'] },
];

/** Licences of the projects in the --crds folder; each was read in the project's repository. */
const LICENCES = { consul: 'MPL-2.0' };

const PROSE = new Set(['description', 'title', 'example', 'examples', 'externalDocs', '$schema', 'id']);

/** Fields that the API server fills in or accepts as empty although OpenAPI calls them required. */
const NOT_REQUIRED = {
  'io.k8s.api.rbac.v1.RoleRef': ['apiGroup'],
  'io.k8s.api.scheduling.v1.PriorityClass': ['value'],
  'io.k8s.api.networking.v1.NetworkPolicySpec': ['podSelector'],
  'io.k8s.api.apps.v1.StatefulSetSpec': ['serviceName'],
  'io.k8s.api.discovery.v1.EndpointSlice': ['endpoints'],
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion': ['strategy'],
};

/** Types that the walker knows by name; their shape in OpenAPI says less than the API server checks. */
const KNOWN_TYPES = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': 'object-meta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector': 'label-selector',
};

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Stores each distinct schema once and gives its number. */
class Definitions {
  list = [];
  #numbers = new Map();

  add(schema) {
    const text = JSON.stringify(schema);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.list.push(schema);
    this.#numbers.set(text, number);
    return number;
  }
}

function main() {
  const { values } = parseArgs({
    options: {
      modules: { type: 'string' },
      crds: { type: 'string' },
      'without-crds': { type: 'boolean', default: false },
      out: { type: 'string', default: new URL('../schemas', import.meta.url).pathname },
    },
  });
  if (values.modules === undefined) throw new Error('--modules GOMODCACHE is required');
  if (values.crds === undefined && !values['without-crds']) throw new Error('--crds DIR or --without-crds is required');

  rmSync(values.out, { recursive: true, force: true });
  mkdirSync(join(values.out, 'crds'), { recursive: true });
  const sources = [];
  const files = {};
  const write = (path, bytes) => {
    writeFileSync(join(values.out, path), bytes);
    files[path] = digest(bytes);
  };
  const index = { kubernetes: {}, crds: {} };

  const builtIn = extractKubernetes(values.modules, sources, index.kubernetes);
  write('kubernetes.json.br', compress(builtIn));

  const seen = new Set();
  for (const source of [...moduleSources(values.modules), ...folderSources(values.crds)]) {
    const { licence, inputs, ...origin } = source;
    const { definitions, kinds } = extractCrds(inputs, seen);
    if (Object.keys(kinds).length === 0) continue;
    const file = `crds/${source.name}.json.br`;
    write(file, compress({ definitions }));
    index.crds[source.name] = { version: source.version, kinds };
    sources.push({ ...origin, licence, file, sha256: digest(inputs.map((input) => digest(input.bytes)).join('\n')) });
  }

  write('index.json', `${JSON.stringify(index).replaceAll('],"', '],\n"').replaceAll('{"', '{\n"')}\n`);
  writeFileSync(join(values.out, 'SOURCES.json'), `${JSON.stringify({ sources, files }, null, 2)}\n`);
  for (const path of Object.keys(files)) console.log(path, statSync(join(values.out, path)).size);
}

function compress(value) {
  const bytes = Buffer.from(JSON.stringify(value));
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

// Kubernetes ---------------------------------------------------------------------------------------------------------

function extractKubernetes(moduleCache, sources, index) {
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

const byName = ([left], [right]) => (left < right ? -1 : left > right ? 1 : 0);

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
      for (const [field, values] of enumFields(text)) byField.set(`io.k8s.api.${group}.${version}.${field}`, values);
    }
  }
  return {
    of: (definition, field) => byField.get(`${definition}.${field}`),
    sha256: digest(texts.map(digest).join('\n')),
  };
}

function* enumFields(text) {
  const closed = new Set([...text.matchAll(/\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string/g)].map((match) => match[1]));
  const values = new Map();
  const constants = [
    ...text.matchAll(/^\s*\w+\s+(\w+)\s*=\s*"([^"]*)"/gm),
    ...text.matchAll(/^\s*\w+\s*=\s*(\w+)\("([^"]*)"\)/gm),
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

// Custom resources ---------------------------------------------------------------------------------------------------

function* moduleSources(moduleCache) {
  for (const { name, module, version, paths } of MODULES) {
    const folder = join(moduleCache, `${module}@${version}`);
    const inputs = paths
      .flatMap((path) => yamlFiles(join(folder, path)))
      .map((path) => ({ bytes: readFileSync(path) }));
    yield { name, module, version, licence: 'Apache-2.0', inputs };
  }
}

function yamlFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .toSorted()
    .map((name) => join(path, name));
}

function* folderSources(folder) {
  if (folder === undefined) return;
  const entries = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const projects = [...new Set(entries.map((entry) => entry.project))].toSorted();
  for (const name of projects) {
    const own = entries.filter((entry) => entry.project === name);
    const [repository, version] = own[0].source.replace('https://', '').split(':')[0].split('@');
    const inputs = own.map((entry) => ({ bytes: readFileSync(join(folder, entry.file)) }));
    yield {
      name,
      repository,
      version: own[0].projectVersion,
      revision: version,
      licence: LICENCES[name] ?? 'Apache-2.0',
      inputs,
    };
  }
}

function extractCrds(inputs, seen) {
  const served = new Map();
  for (const { bytes } of inputs) {
    for (const document of parseAllDocuments(bytes.toString('utf8'), { version: '1.1', merge: false })) {
      const crd = document.toJS();
      if (crd?.kind !== 'CustomResourceDefinition' || crd.apiVersion !== 'apiextensions.k8s.io/v1') continue;
      const { group, names, scope, versions } = crd.spec;
      for (const version of versions) {
        const name = `${group}/${version.name}/${names.kind}`;
        if (version.served !== true || seen.has(name)) continue;
        seen.add(name);
        const schema = stripProse(version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true });
        served.set(name, { schema, plural: names.plural, scope: scope === 'Namespaced' ? 1 : 0 });
      }
    }
  }
  const definitions = new Definitions();
  const share = sharedParts(
    [...served.values()].map(({ schema }) => schema),
    definitions,
  );
  const kinds = [...served].map(([name, { schema, plural, scope }]) => [
    name,
    [definitions.add(share(schema)), plural, scope],
  ]);
  return { definitions: definitions.list, kinds: Object.fromEntries(kinds.toSorted(byName)) };
}

/** Drops prose; a property may well be called `description`, so names of properties are left alone. */
function stripProse(schema) {
  if (Array.isArray(schema)) return schema.map(stripProse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !(PROSE.has(key) && typeof value === 'string') && key !== 'externalDocs' && key !== 'example',
  );
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'default' || key === 'enum') return [key, value];
      if (key === 'properties')
        return [key, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, stripProse(child)]))];
      return [key, stripProse(value)];
    }),
  );
}

/** Returns a function that replaces the parts that occur more than once in all these schemas by references. */
function sharedParts(schemas, definitions) {
  const SHARED_FROM = 160;
  const counts = new Map();
  const count = (schema) => {
    const text = JSON.stringify(schema);
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    if (before > 0) return schema;
    withChildren(schema, count);
    return schema;
  };
  for (const schema of schemas) count(schema);
  const replace = (schema) => {
    const text = JSON.stringify(schema);
    const next = withChildren(schema, replace);
    return text.length >= SHARED_FROM && (counts.get(text) ?? 0) > 1 ? { $ref: definitions.add(next) } : next;
  };
  return (schema) => withChildren(schema, replace);
}

function withChildren(schema, visit) {
  const next = { ...schema };
  if (next.properties) {
    next.properties = Object.fromEntries(Object.entries(next.properties).map(([name, child]) => [name, visit(child)]));
  }
  if (typeof next.items === 'object') next.items = visit(next.items);
  if (typeof next.additionalProperties === 'object') next.additionalProperties = visit(next.additionalProperties);
  return next;
}

main();
