import { apiGroup } from '../../contract/resource.ts';
import { createTable } from './create-table.ts';
import { type Entry, put, read, readRecords, readText } from './entry.ts';
import { dataKeys } from './normalize.ts';

/** Data objects that a pod may mount: `keys` is `null` where they are known only when the cluster runs. */
export interface DataObject {
  readonly keys: readonly string[] | null;
}
export type DataObjects = Record<string, Record<string, DataObject>>;

/** ConfigMaps by namespace and name. */
export function buildConfigMaps(entries: readonly Entry[]): DataObjects {
  const found: DataObjects = createTable();
  for (const entry of entries) {
    if (entry.kind === 'ConfigMap')
      put<DataObject>(found, entry.namespace, entry.name, { keys: dataKeys(entry.rendered.resource) });
    // trust-manager copies a bundle into every namespace that it selects.
    if (entry.kind === 'trust.cert-manager.io/Bundle') put<DataObject>(found, '*', entry.name, { keys: null });
  }
  return found;
}

/** Secrets by namespace and name: written ones, and those that a declared object makes. */
export function buildSecrets(entries: readonly Entry[]): DataObjects {
  const found: DataObjects = createTable();
  for (const entry of entries) {
    for (const name of madeSecrets(entry)) put<DataObject>(found, entry.namespace || '*', name, { keys: null });
    if (entry.kind !== 'Secret') continue;
    const keys = dataKeys(entry.rendered.resource);
    put<DataObject>(found, entry.namespace, entry.name, { keys: keys.length === 0 ? null : keys });
  }
  return found;
}

function madeSecrets(entry: Entry): string[] {
  switch (entry.kind) {
    case 'bitnami.com/SealedSecret':
      return [readText(read(entry.spec, 'template', 'metadata', 'name')) || entry.name];
    case 'external-secrets.io/ExternalSecret':
      return [readText(read(entry.spec, 'target', 'name')) || entry.name];
    case 'external-secrets.io/ClusterExternalSecret': {
      const target = readText(read(entry.spec, 'externalSecretSpec', 'target', 'name'));
      return [target || readText(entry.spec.externalSecretName) || entry.name];
    }
    case 'cert-manager.io/Certificate':
      return [readText(entry.spec.secretName)];
    case 'secrets-store.csi.x-k8s.io/SecretProviderClass':
      return readRecords(entry.spec.secretObjects).map((object) => readText(object.secretName));
    case 'networking.k8s.io/Ingress':
      return hasIssuer(entry) ? readRecords(entry.spec.tls).map((tls) => readText(tls.secretName)) : [];
    case 'gateway.networking.k8s.io/Gateway':
      return hasIssuer(entry)
        ? readRecords(entry.spec.listeners).flatMap((listener) =>
            readRecords(read(listener, 'tls', 'certificateRefs')).map((reference) => readText(reference.name)),
          )
        : [];
    default:
      return [];
  }
}

function hasIssuer(entry: Entry): boolean {
  return ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'].some(
    (key) => key in entry.annotations,
  );
}

/** Custom resources that make neither pods, Secrets nor Services of their own. */
const PASSIVE =
  /^(.*\.k8s\.io|.*\.istio\.io|argoproj\.io|keda\.sh|external-secrets\.io|bitnami\.com|cert-manager\.io|acme\.cert-manager\.io|trust\.cert-manager\.io|kyverno\.io|cilium\.io|monitoring\.coreos\.com\/(ServiceMonitor|PodMonitor|PrometheusRule|Probe|ScrapeConfig|AlertmanagerConfig))$/;

/** Names of custom resources by namespace: their operators make pods, Secrets, Services and ServiceAccounts of like names. */
export function operatorNames(entries: readonly Entry[]): Record<string, string[]> {
  const found = createTable<string[]>();
  for (const { rendered, namespace, name, kind } of entries) {
    const group = apiGroup(rendered.resource.apiVersion);
    if (name === '' || !group.includes('.') || PASSIVE.test(group) || PASSIVE.test(kind)) continue;
    found[namespace] ??= [];
    found[namespace].push(name);
  }
  return found;
}

/** Applications that may create objects of a core kind (`secrets`, `configmaps`) when they run, by their own RBAC. */
export function objectMakers(entries: readonly Entry[], resource: string): Record<string, true> {
  const makers = createTable<true>();
  for (const { kind, rendered } of entries) {
    if (kind !== 'rbac.authorization.k8s.io/Role' && kind !== 'rbac.authorization.k8s.io/ClusterRole') continue;
    const { rules } = rendered.resource;
    const creates = readRecords(rules).some(
      (rule) => includesAny(rule.resources, [resource, '*']) && includesAny(rule.verbs, ['create', '*']),
    );
    if (creates) makers[rendered.application] = true;
  }
  return makers;
}

/** Text of the arguments of everything that runs in a namespace: a name in it may be made there. */
export function mentionedNames(entries: readonly Entry[]): Record<string, string> {
  const found = createTable<string>();
  for (const { kind, namespace, pod } of entries) {
    if (pod === undefined || (kind !== 'batch/Job' && kind !== 'batch/CronJob')) continue;
    const text = pod.containers.flatMap(({ spec }) => [spec.command, spec.args].flat()).join(' ');
    found[namespace] = `${found[namespace] ?? ''} ${text}`;
  }
  return found;
}

function includesAny(list: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(list) && list.some((entry) => typeof entry === 'string' && wanted.includes(entry));
}
