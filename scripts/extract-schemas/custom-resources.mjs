// CustomResourceDefinitions: from Go modules, and from a folder of files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { byName, Definitions } from './definitions.mjs';

/** Go modules that hold CRDs, and where. The first source that has a group, version and kind wins. */
export const MODULES = [
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

/** Licences of the projects in the --crds folder that are not Apache-2.0. */
const LICENCES = { consul: 'MPL-2.0' };

/** Projects whose licence file was read; for the others SOURCES.json says that it is still to be compared. */
const LICENCE_READ = new Set([
  'argocd-image-updater',
  'aws-load-balancer-controller',
  'cloudnative-pg-barman',
  'external-snapshotter',
  'gatekeeper',
  'rook',
  'velero',
]);

const PROSE = new Set(['description', 'title', 'example', 'examples', 'externalDocs', '$schema', 'id']);

/** The CRD files of the modules, as they lie in the module cache. */
export function* moduleSources(moduleCache) {
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

/** The CRD files of the folder, by project. */
export function* folderSources(folder) {
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
      ...(LICENCE_READ.has(name) ? {} : { licenceRead: false }),
      inputs,
    };
  }
}

/** Schemas of all served versions that no earlier source has. */
export function extractCrds(inputs, seen) {
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
        const deprecated = version.deprecated === true ? [1] : [];
        served.set(name, { schema, plural: names.plural, scope: scope === 'Namespaced' ? 1 : 0, deprecated });
      }
    }
  }
  const definitions = new Definitions();
  const share = sharedParts(
    [...served.values()].map(({ schema }) => schema),
    definitions,
  );
  const kinds = [...served].map(([name, { schema, plural, scope, deprecated }]) => [
    name,
    [definitions.add(share(schema)), plural, scope, ...deprecated],
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
