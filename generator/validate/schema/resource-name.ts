import { apiGroup, type KubernetesObject } from '../../contract/resource.ts';
import { type NameRule, nameProblem } from './labels.ts';
import type { Sentence } from './sentence.ts';

const RBAC_KINDS = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
/** Groups whose objects are questions to the API server; they are answered, not stored. */
const UNNAMED_GROUPS = new Set(['authentication.k8s.io', 'authorization.k8s.io']);
/** From this minor on a Service name may start with a digit. */
const RELAXED_SERVICE_MINOR = 36;

/** What is wrong with the name and the namespace of a resource, each with the pointer to it. */
export function checkResourceName(
  resource: KubernetesObject,
  minor: string,
): readonly (Sentence & { readonly pointer: string })[] {
  return [...checkName(resource, minor), ...checkNamespace(resource)];
}

function checkName(resource: KubernetesObject, minor: string): (Sentence & { readonly pointer: string })[] {
  const { name, generateName } = resource.metadata;
  if (isGiven(name)) {
    const rule = nameRule(resource, minor);
    return invalid('name', name, nameProblem(name, rule));
  }
  if (isGiven(generateName)) {
    const rule = nameRule(resource, minor);
    // The API server appends letters and digits, so a prefix may end in a dash.
    return invalid('generateName', generateName, nameProblem(`${generateName.replace(/-$/, '')}x`, rule));
  }
  // Any other type is reported as a wrong type.
  if ((name !== undefined && name !== null && name !== '') || UNNAMED_GROUPS.has(apiGroup(resource.apiVersion)))
    return [];
  return [
    {
      rule: 'missing-name',
      message: 'metadata.name is missing',
      fix: 'Give metadata.name.',
      pointer: '/metadata',
    },
  ];
}

function checkNamespace({ metadata: { namespace } }: KubernetesObject): (Sentence & { readonly pointer: string })[] {
  return isGiven(namespace) ? invalid('namespace', namespace, nameProblem(namespace, 'label')) : [];
}

function invalid(
  field: string,
  value: string,
  problem: string | undefined,
): (Sentence & { readonly pointer: string })[] {
  if (problem === undefined) return [];
  const shown = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return [
    {
      rule: 'invalid-name',
      message: `metadata.${field} ${shown} is not valid: ${problem}`,
      fix: `Choose another ${field}.`,
      pointer: `/metadata/${field}`,
    },
  ];
}

function nameRule({ apiVersion, kind }: KubernetesObject, minor: string): NameRule {
  const group = apiGroup(apiVersion);
  if (group === '' && kind === 'Namespace') return 'label';
  if (group === '' && kind === 'Service')
    return Number(minor.split('.')[1]) >= RELAXED_SERVICE_MINOR ? 'label' : 'label-1035';
  if (group === 'apps' && kind === 'StatefulSet') return 'label';
  if (group === 'rbac.authorization.k8s.io' && RBAC_KINDS.has(kind)) return 'path-segment';
  if (group === 'networking.k8s.io' && kind === 'IPAddress') return 'path-segment';
  if (group === 'certificates.k8s.io' && kind === 'CertificateSigningRequest') return 'path-segment';
  return 'subdomain';
}

function isGiven(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
