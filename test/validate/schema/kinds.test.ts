import { describe, expect, it } from 'vitest';
import { hasSchema, isNamespaced, knownKinds } from '../../../generator/validate/schema/catalogue.ts';
import { checkSchemas } from '../../../generator/validate/schema/check-schemas.ts';
import { supportedMinors } from '../../../generator/validate/schema/kubernetes-minor.ts';
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
      { rule: 'no-schema', severity: 'medium', title: 'The kind has no schema' },
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
      '"hostnameOverride" is new in Kubernetes 1.34; this cluster says 1.33',
    ]);
    expect(check(resource, '1.33')).toMatchObject([
      { rule: 'unknown-field', fix: 'Remove it, or raise the cluster to Kubernetes 1.34 or newer.' },
    ]);
  });

  it('knows a field only up to the minor that drops it', () => {
    const resource = deployment({}, {}, { workloadRef: { name: 'payments', podGroup: 'one' } });
    expect(found(resource, '1.35')).toEqual([]);
    expect(messages(resource, '1.36')).toEqual([
      '"workloadRef" is gone: Kubernetes 1.35 was the last to know it; this cluster says 1.36',
    ]);
  });

  it('knows a value only from the minor that brings it', () => {
    const tolerations = (operator: string) =>
      deployment({}, {}, { tolerations: [{ key: 'cores', operator, value: '4' }] });
    expect(found(tolerations('Gt'), '1.35')).toEqual([]);
    expect(messages(tolerations('Gt'), '1.34')).toEqual(['"Gt" is new in Kubernetes 1.35; this cluster says 1.34']);
    expect(messages(tolerations('Near'), '1.34')).toEqual(['expected one of "Exists", "Equal", found "Near"']);
  });

  it('asks for no field that an older minor calls required and fills in', () => {
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }];
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'report', image: 'report:1' }] } };
    const job = { ...object('batch/v1', 'Job'), spec: { podFailurePolicy: { rules }, template } };
    for (const minor of supportedMinors()) expect(found(job, minor)).toEqual([]);
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

describe('versions of an API that do not stay', () => {
  it('refuses a version that is off by default where there is a stable one', () => {
    const claim = { ...object('resource.k8s.io/v1beta1', 'ResourceClaim'), spec: {} };
    expect(check(claim, '1.34')).toMatchObject([
      {
        rule: 'api-off-by-default',
        severity: 'critical',
        pointer: '/apiVersion',
        message:
          'Kubernetes 1.34 serves resource.k8s.io/v1beta1 ResourceClaim only where --runtime-config switches it on; use resource.k8s.io/v1',
      },
    ]);
  });

  it('takes one that is off by default where there is no other, and says so', () => {
    const bundle = { ...object('certificates.k8s.io/v1beta1', 'ClusterTrustBundle'), spec: { trustBundle: 'roots' } };
    expect(check(bundle, '1.34')).toMatchObject([{ rule: 'api-off-by-default', severity: 'low' }]);
    expect(check({ ...object('resource.k8s.io/v1beta1', 'ResourceClaim'), spec: {} }, '1.33')).toMatchObject([
      { rule: 'api-off-by-default', severity: 'low' },
    ]);
  });

  it('advises a version that every cluster serves', () => {
    expect(messages(object('resource.k8s.io/v1alpha2', 'ResourceClaim'), '1.34')).toEqual([
      'resource.k8s.io/v1alpha2 ResourceClaim is not served by Kubernetes 1.34; use resource.k8s.io/v1',
    ]);
  });

  it('warns of a deprecated version, in every supported minor', () => {
    for (const minor of supportedMinors()) {
      expect(check(object('v1', 'Endpoints'), minor)).toMatchObject([
        {
          rule: 'deprecated-api',
          severity: 'low',
          message: 'v1 Endpoints is deprecated since Kubernetes 1.33; use discovery.k8s.io/v1 EndpointSlice',
        },
      ]);
    }
  });

  it('warns of a version that its CustomResourceDefinition calls deprecated', () => {
    const served = { served: true, schema: { openAPIV3Schema: { type: 'object' } } };
    const versions = [
      { name: 'v1', deprecated: true, ...served },
      { name: 'v2', ...served },
    ];
    const names = { kind: 'Widget', plural: 'widgets' };
    const definition = {
      ...customResourceDefinition({}),
      spec: { group: 'shop.example', scope: 'Cluster', names, versions },
    };
    const crds = [definition];
    const widget = { ...object('shop.example/v1', 'Widget') };
    expect(check(widget, '1.34', { crds })).toMatchObject([
      {
        rule: 'deprecated-api',
        severity: 'low',
        message: 'shop.example/v1 Widget is deprecated by its CustomResourceDefinition; use shop.example/v2',
      },
    ]);
    expect(found({ ...widget, apiVersion: 'shop.example/v2' }, '1.34', { crds })).toEqual([]);
  });

  it('says which product calls a bundled version deprecated', () => {
    expect(messages(object('configuration.konghq.com/v1beta1', 'TCPIngress'))).toEqual([
      expect.stringContaining('TCPIngress is deprecated by its CustomResourceDefinition of kong kong-'),
    ]);
  });

  it('knows every value of a list whose constants come from another package', () => {
    const slice = (addressType: string) => ({
      ...object('discovery.k8s.io/v1', 'EndpointSlice'),
      addressType,
      endpoints: [],
    });
    for (const type of ['IPv4', 'IPv6', 'FQDN']) expect(found(slice(type))).toEqual([]);
    expect(found(slice('DNS'))).toEqual(['invalid-value /addressType']);
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
