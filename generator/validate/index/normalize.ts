import { type Credential, describeCredential } from '../../contract/credentials.ts';
import { formatPointer } from '../../contract/json-pointer.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { apiGroup, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import {
  type ComponentParameters,
  componentParameters,
  environmentParameters,
  type PolicyParameters,
} from './parameters.ts';
import { type Container, groupKind, type Pod, readPod, readStrings } from './pod.ts';
import { type Standard, stricterStandard } from './pod-security.ts';

/** One resource as a resource rule sees it (`input`): the object, and what every rule would otherwise compute again. */
export interface NormalResource {
  readonly environment: string;
  readonly protected: boolean;
  /** The stricter of what the environment wants and what the namespace enforces. */
  readonly pod_security: Standard;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** As written: `''` when the object names none. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The object without what is large or secret: no pod spec, no data of Secrets and ConfigMaps, no CRD schemas. */
  readonly object: Readonly<Record<string, unknown>>;
  /** The component of the catalogue that brings it; absent for everything else. */
  readonly component?: ComponentParameters;
  readonly pod?: Omit<Pod, 'containers'>;
  readonly containers: readonly Container[];
  readonly credentials: readonly Credential[];
  /** Keys of `data`, `binaryData` and `stringData` with something in them. */
  readonly data_keys: readonly string[];
}

/** What policies read of one rendered resource. @param enforced the Pod Security Standard that its namespace enforces */
export function normalizeResource(
  rendered: Rendered,
  parameters: PolicyParameters,
  enforced: Standard | undefined,
): NormalResource {
  const { resource } = rendered;
  const { podSecurity, protected: isProtected } = environmentParameters(parameters, rendered.environment);
  const pod = readPod(resource);
  // Only rules about pods ask for it; elsewhere it would keep equal objects of two Applications apart.
  const component = pod === undefined ? undefined : componentParameters(parameters, rendered.application);
  const { containers, ...podHead } = pod ?? { containers: [] };
  return {
    environment: rendered.environment,
    protected: isProtected,
    pod_security: stricterStandard(podSecurity, pod === undefined ? undefined : enforced),
    group: apiGroup(resource.apiVersion),
    kind: resource.kind,
    name: resource.metadata.name ?? resource.metadata.generateName ?? '',
    namespace: resource.metadata.namespace ?? '',
    labels: readStrings(resource.metadata.labels),
    annotations: readStrings(resource.metadata.annotations),
    object: slimObject(resource, pod),
    ...(component === undefined ? {} : { component }),
    ...('pointer' in podHead ? { pod: podHead } : {}),
    containers,
    credentials: [...environmentCredentials(containers), ...configMapCredentials(resource)],
    data_keys: dataKeys(resource, (value) => value !== ''),
  };
}

/** Keys of every kind of data that a ConfigMap or Secret holds. @param wanted of which values; all, unless said */
export function dataKeys(resource: KubernetesObject, wanted: (value: unknown) => boolean = () => true): string[] {
  return ['data', 'binaryData', 'stringData'].flatMap((field) => {
    const data = resource[field];
    return resource.apiVersion === 'v1' && isRecord(data) ? Object.keys(data).filter((key) => wanted(data[key])) : [];
  });
}

const LARGE_METADATA = new Set(['managedFields']);

function slimObject(resource: KubernetesObject, pod: Pod | undefined): Record<string, unknown> {
  const { metadata, ...fields } = resource;
  const kept: Record<string, unknown> = {
    ...fields,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !LARGE_METADATA.has(key))),
  };
  const kind = groupKind(resource);
  if (kind === 'Secret' || kind === 'ConfigMap') {
    delete kept.data;
    delete kept.stringData;
    delete kept.binaryData;
    // Server-side apply's predecessor writes the whole object, secrets included, into an annotation.
    kept.metadata = { name: metadata.name, namespace: metadata.namespace };
  }
  if (kind === 'apiextensions.k8s.io/CustomResourceDefinition' && isRecord(resource.spec)) {
    kept.spec = { group: resource.spec.group, names: resource.spec.names, scope: resource.spec.scope };
  }
  if (pod !== undefined) removePodSpec(kept, pod.pointer);
  return kept;
}

function removePodSpec(object: Record<string, unknown>, pointer: string): void {
  let holder = object;
  for (const part of pointer.split('/').slice(1)) {
    const next = holder[part];
    if (!isRecord(next)) return;
    const copy = { ...next };
    holder[part] = copy;
    holder = copy;
  }
  delete holder.spec;
}

function environmentCredentials(containers: readonly Container[]): Credential[] {
  const found: Credential[] = [];
  for (const container of containers) {
    if (!Array.isArray(container.spec.env)) continue;
    for (const [index, variable] of container.spec.env.entries()) {
      if (!isRecord(variable) || typeof variable.name !== 'string' || typeof variable.value !== 'string') continue;
      const why = describeCredential(variable.name, variable.value);
      if (why === undefined) continue;
      found.push({ pointer: `${container.pointer}/env/${index}/value`, name: variable.name, why });
    }
  }
  return found;
}

function configMapCredentials(resource: KubernetesObject): Credential[] {
  if (groupKind(resource) !== 'ConfigMap' || !isRecord(resource.data)) return [];
  const found: Credential[] = [];
  for (const [name, value] of Object.entries(resource.data)) {
    if (typeof value !== 'string') continue;
    const why = describeCredential(name, value);
    if (why !== undefined) found.push({ pointer: formatPointer(['data', name]), name, why });
  }
  return found;
}
