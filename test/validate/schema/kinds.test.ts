import { describe, expect, it } from 'vitest';
import { hasSchema, isNamespaced, knownKinds } from '../../../generator/validate/schema/catalogue.ts';
import { checkSchemas } from '../../../generator/validate/schema/check-schemas.ts';
import { check, configMap, customResourceDefinition, deployment, found, messages, rendered } from './_resources.ts';

const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'payments' } });

describe('kinds that a cluster does not know', () => {
  it.each([
    [
      'extensions/v1beta1',
      'Ingress',
      'extensions/v1beta1 Ingress was removed in Kubernetes 1.22; use networking.k8s.io/v1',
    ],
    [
      'policy/v1beta1',
      'PodSecurityPolicy',
      'policy/v1beta1 PodSecurityPolicy was removed in Kubernetes 1.25; use Pod Security admission',
    ],
    [
      'autoscaling/v2beta2',
      'HorizontalPodAutoscaler',
      'autoscaling/v2beta2 HorizontalPodAutoscaler was removed in Kubernetes 1.26; use autoscaling/v2',
    ],
    ['apps/v3', 'Deployment', 'apps/v3 Deployment is not served by Kubernetes 1.34; use apps/v1'],
  ])('says what replaces %s %s', (apiVersion, kind, message) => {
    expect(check(object(apiVersion, kind))).toMatchObject([
      { rule: 'removed-api', severity: 'critical', pointer: '/apiVersion', message },
    ]);
  });

  it.each([
    ['apps/v1', 'Deploymnet', 'unknown kind "Deploymnet" in apps/v1; did you mean "Deployment"?'],
    [
      'networking.istio.io/v1',
      'VirtualServices',
      'unknown kind "VirtualServices" in networking.istio.io/v1; did you mean "VirtualService"?',
    ],
    [
      'networking.isto.io/v1',
      'VirtualService',
      'unknown API group in "networking.isto.io/v1" of kind VirtualService; did you mean "networking.istio.io/v1"?',
    ],
    ['v1', 'Deployment', 'v1 has no kind Deployment; it belongs to apps/v1'],
    ['apps/v1', 'De\nploy', '"apps/v1" and "De\\nploy" are no apiVersion and kind'],
    ['apps/v1', 'Aquarium', 'Kubernetes 1.34 has no kind "Aquarium" in apps/v1'],
  ])('explains %s %s', (apiVersion, kind, message) => {
    expect(check(object(apiVersion, kind))).toMatchObject([{ rule: 'unknown-kind', message }]);
  });

  it('reports a kind of an unknown group as not checked', () => {
    expect(check(object('serving.knative.dev/v1', 'Service'))).toMatchObject([
      { rule: 'no-schema', severity: 'medium', title: 'no schema' },
    ]);
    expect(found(object('argoproj.io/v1alpha1', 'Workflow'))).toEqual(['no-schema /apiVersion']);
  });
});

describe('differences between minors', () => {
  it('knows a kind only from the minor that brings it', () => {
    const policy = 'admissionregistration.k8s.io/v1';
    expect(hasSchema(policy, 'MutatingAdmissionPolicy', '1.36')).toBe(true);
    expect(hasSchema(policy, 'MutatingAdmissionPolicy', '1.33')).toBe(false);
    expect(messages(object(policy, 'MutatingAdmissionPolicy'), '1.33')).toEqual([
      `Kubernetes 1.33 does not know ${policy} MutatingAdmissionPolicy; it arrives with 1.36`,
    ]);
  });

  it('knows a field only from the minor that brings it', () => {
    const resource = deployment({}, {}, { hostnameOverride: 'payments' });
    expect(found(resource, '1.36')).toEqual([]);
    expect(messages(resource, '1.33')).toEqual([
      expect.stringContaining('; Kubernetes 1.33 does not know it, 1.34 does'),
    ]);
  });

  it('checks an unsupported minor as the nearest one and says so once', () => {
    const { violations, notChecked } = checkSchemas([
      rendered(deployment(), '1.29'),
      rendered(configMap({ name: 'a' }), '1.29'),
    ]);
    expect(violations).toEqual([]);
    expect(notChecked).toEqual([
      { what: expect.stringContaining('1.29'), reason: expect.stringContaining('were checked as 1.33') },
    ]);
    expect(checkSchemas([rendered(deployment(), '1.99')]).notChecked).toMatchObject([
      { reason: expect.stringContaining('as 1.36') },
    ]);
    expect(checkSchemas([rendered(deployment(), 'v1.35.2')]).notChecked).toEqual([]);
  });
});

describe('the catalogue of kinds', () => {
  it('knows which kinds live in a namespace', () => {
    expect(isNamespaced('v1', 'Namespace', '1.34')).toBe(false);
    expect(isNamespaced('apps/v1', 'Deployment', '1.34')).toBe(true);
    expect(isNamespaced('external-secrets.io/v1', 'ClusterSecretStore', '1.34')).toBe(false);
    expect(isNamespaced('argoproj.io/v1alpha1', 'Rollout', '1.34')).toBe(true);
    expect(isNamespaced('shop.example/v1', 'Widget', '1.34')).toBeUndefined();
    expect(isNamespaced('shop.example/v1', 'Widget', '1.34', [customResourceDefinition({ type: 'object' })])).toBe(
      false,
    );
  });

  it('is not fooled by names that every JavaScript object has', () => {
    expect(hasSchema('v1', 'constructor', '1.34')).toBe(false);
    expect(found(configMap({ name: 'a', constructor: 'b' }))).toEqual(['unknown-field /metadata/constructor']);
  });

  it('has the kinds of every product that slipway emits', () => {
    const names = new Set(knownKinds('1.34').map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
    for (const name of [
      'networking.istio.io/v1/VirtualService',
      'security.istio.io/v1/AuthorizationPolicy',
      'telemetry.istio.io/v1/Telemetry',
      'argoproj.io/v1alpha1/Application',
      'argoproj.io/v1alpha1/ApplicationSet',
      'argoproj.io/v1alpha1/AppProject',
      'argoproj.io/v1alpha1/Rollout',
      'argoproj.io/v1alpha1/AnalysisTemplate',
      'external-secrets.io/v1/ExternalSecret',
      'keda.sh/v1alpha1/ScaledObject',
      'cert-manager.io/v1/Certificate',
      'monitoring.coreos.com/v1/ServiceMonitor',
      'bitnami.com/v1alpha1/SealedSecret',
      'karpenter.sh/v1/NodePool',
      'karpenter.k8s.aws/v1/EC2NodeClass',
      'gateway.networking.k8s.io/v1/HTTPRoute',
      'snapshot.storage.k8s.io/v1/VolumeSnapshotClass',
      'kafka.strimzi.io/v1/Kafka',
    ]) {
      expect(names).toContain(name);
    }
  });
});
