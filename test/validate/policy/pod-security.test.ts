// What a namespace enforces decides whether a pod runs at all, whatever levels and waivers say.
import { expect, test } from 'vitest';
import type { Rendered } from '../../../generator/contract/rendered.ts';
import type { KubernetesObject } from '../../../generator/contract/resource.ts';
import { NO_PARAMETERS } from '../../../generator/validate/index/parameters.ts';
import { checkPolicies } from '../../../generator/validate/policy/evaluate.ts';

const parameters = {
  ...NO_PARAMETERS,
  hasConfig: true,
  environments: {
    dev: { protected: false, podSecurity: 'baseline' as const },
    prod: { protected: true, podSecurity: 'restricted' as const },
  },
};

function rendered(resource: KubernetesObject, cluster: string, environment: string): Rendered {
  return { cluster, environment, kubernetes: '1.34', application: 'web', source: 'web.yaml', resource };
}

/** Findings about a pod without a seccomp profile, in a namespace that enforces something. */
async function judge(enforce: string | undefined, environment: 'dev' | 'prod', security: object = {}) {
  const labels = enforce === undefined ? {} : { 'pod-security.kubernetes.io/enforce': enforce };
  const context = { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...security };
  const containers = [{ name: 'web', image: 'registry.example.com/web:1.0.0', securityContext: context }];
  const { violations } = await checkPolicies(
    [
      rendered({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web', labels } }, 'main', environment),
      rendered(
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'web' }, spec: { containers } },
        'main',
        environment,
      ),
      // The same name in another cluster says nothing about this one.
      rendered(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'web', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
        },
        'other',
        environment,
      ),
    ],
    { parameters, rules: new Set(['POD-001', 'POD-008', 'POD-010', 'POD-017']) },
  );
  return violations.map(({ layer, rule, severity, message }) => ({ layer, rule, severity, message }));
}

const refused = (message: string) => [
  {
    layer: 'admission',
    rule: 'pod-security',
    severity: 'critical',
    message: `${message} Its namespace enforces the restricted standard, so the API server refuses the pod.`,
  },
];

test('a pod that its own namespace refuses is refused by admission, whatever the environment wants', async () => {
  const message = 'Container "web" has no seccomp profile.';
  expect(await judge('restricted', 'dev')).toEqual(refused(message));
  expect(await judge('restricted', 'prod')).toEqual(refused(message));
});

test('where the namespace enforces less, the environment’s standard is a policy', async () => {
  expect(await judge('baseline', 'dev')).toEqual([]);
  expect(await judge('baseline', 'prod')).toEqual([
    expect.objectContaining({ layer: 'policy', rule: 'POD-010', severity: 'medium' }),
  ]);
  expect(await judge(undefined, 'dev')).toEqual([]);
});

test('what breaks the baseline is refused by both standards, and by none where all is allowed', async () => {
  const unconfined = { seccompProfile: { type: 'Unconfined' } };
  const rulesIn = async (enforce: string) => (await judge(enforce, 'dev', unconfined)).map((one) => one.rule);
  expect(await rulesIn('restricted')).toEqual(['pod-security']);
  expect(await rulesIn('baseline')).toEqual(['pod-security']);
  expect(await rulesIn('privileged')).toEqual(['POD-010']);
});

test('a label that is no standard enforces nothing', async () => {
  expect(await judge('strict', 'dev')).toEqual([]);
});
