import { describe, expect, it } from 'vitest';
import { check, customResourceDefinition, found, messages, virtualService } from './_resources.ts';

describe('bundled custom resources', () => {
  it('accepts and refuses routes of Istio', () => {
    expect(found(virtualService({ timeout: '5s', match: [{ uri: { prefix: '/' } }] }))).toEqual([]);
    const [violation] = check(virtualService({ timeOut: '5s' }));
    expect(violation).toMatchObject({
      pointer: '/spec/http/0/timeOut',
      message: 'unknown field "timeOut"; did you mean "timeout"?',
    });
    expect(violation?.fix).toContain('istio v');
  });

  it('tells alternatives in one sentence', () => {
    const both = virtualService({ match: [{ uri: { prefix: '/', exact: '/' } }] });
    expect(messages(both)).toEqual(['"exact" and "prefix" exclude each other; only one may be given']);
    const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'edge' } };
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }];
    const withAddress = (address: object) => ({
      ...gateway,
      spec: { gatewayClassName: 'edge', listeners, addresses: [address] },
    });
    expect(found(withAddress({ value: '10.0.0.1' }))).toEqual([]);
    expect(found(withAddress({ type: 'Hostname', value: 'edge.example.com' }))).toEqual([]);
    expect(check(withAddress({ value: 'edge' }))).toMatchObject([
      { pointer: '/spec/addresses/0/value', message: expect.stringContaining('an IPv4 address or an IPv6 address') },
    ]);
  });

  it('accepts and refuses an Application of Argo CD', () => {
    const application = (source: object) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'prod-us-payments',
        namespace: 'argocd',
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'prod-us-team-core',
        destination: { name: 'prod-us', namespace: 'payments' },
        source: { repoURL: 'https://git.example.com/platform.git', ...source },
        syncPolicy: { automated: { selfHeal: true }, syncOptions: ['ServerSideApply=true'], retry: { limit: -1 } },
      },
    });
    expect(
      found(application({ path: 'charts/service', helm: { valueFiles: ['/apps/payments/values.yaml'] } })),
    ).toEqual([]);
    expect(messages(application({ paths: 'charts/service' }))).toEqual(['unknown field "paths"; did you mean "path"?']);
  });

  it('accepts and refuses a Rollout, with ports and surges as number or text', () => {
    const rollout = (canary: object) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'payments' },
      spec: {
        selector: { matchLabels: { app: 'payments' } },
        template: {
          metadata: { labels: { app: 'payments' } },
          spec: {
            containers: [
              {
                name: 'payments',
                image: 'registry/payments:1.4.2',
                resources: { requests: { cpu: 0.5, memory: '1Gi' } },
                readinessProbe: { httpGet: { port: 'http' } },
              },
            ],
          },
        },
        strategy: { canary },
      },
    });
    expect(
      found(rollout({ maxSurge: 1, maxUnavailable: '25%', steps: [{ setWeight: 10 }, { pause: { duration: '5m' } }] })),
    ).toEqual([]);
    expect(found(rollout({ maxSurge: true }))).toEqual(['wrong-type /spec/strategy/canary/maxSurge']);
    expect(messages(rollout({ steps: [{ setWieght: 10 }] }))).toEqual([
      'unknown field "setWieght"; did you mean "setWeight"?',
    ]);
  });

  it('checks metadata of a custom resource as strictly as any other', () => {
    const resource = { ...virtualService({}), metadata: { name: 'payments', anotations: {} } };
    expect(messages(resource)).toEqual(['unknown field "anotations"; did you mean "annotations"?']);
  });
});

describe('given CustomResourceDefinitions', () => {
  const widget = (fields: object) => ({
    apiVersion: 'shop.example/v1',
    kind: 'Widget',
    metadata: { name: 'blue' },
    ...fields,
  });
  const given = (properties: object, more: object = {}) => ({
    crds: [customResourceDefinition({ type: 'object', properties: { spec: { type: 'object', properties, ...more } } })],
  });

  it('win over the bundled ones', () => {
    const crd = customResourceDefinition({
      type: 'object',
      properties: { spec: { type: 'object', properties: { paint: { type: 'string' } } } },
    });
    const spec = { group: 'argoproj.io', scope: 'Namespaced', names: { kind: 'Rollout', plural: 'rollouts' } };
    const own = {
      ...crd,
      spec: { ...(typeof crd.spec === 'object' ? crd.spec : {}), ...spec, versions: versionsOf(crd, 'v1alpha1') },
    };
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'payments' },
      spec: { paint: 'blue' },
    };
    expect(found(rollout, '1.34', { crds: [own] })).toEqual([]);
    expect(found(rollout)).toContain('unknown-field /spec/paint');
  });

  it('can differ by cluster', () => {
    const crds = new Map([['prod-us', given({ size: { type: 'integer' } }).crds]]);
    expect(found(widget({ spec: { size: 1 } }), '1.34', { crds })).toEqual([]);
    expect(found(widget({ spec: { size: 1 } }), '1.34', { crds: new Map() })).toEqual(['no-schema /apiVersion']);
  });

  it('name the versions that they serve', () => {
    const crds = [customResourceDefinition({ type: 'object' }, 'v2')];
    expect(messages(widget({}), '1.34', { crds })).toEqual([
      'shop.example/v1 Widget is not served by its CustomResourceDefinition; use shop.example/v2',
    ]);
  });

  it('keep unknown fields where they say so, and check the known ones there', () => {
    const options = given({ size: { type: 'integer' } }, { 'x-kubernetes-preserve-unknown-fields': true });
    expect(found(widget({ spec: { size: 1, anything: { at: ['all'] } } }), '1.34', options)).toEqual([]);
    expect(found(widget({ spec: { size: 'big' } }), '1.34', options)).toEqual(['wrong-type /spec/size']);
  });

  it('drop nulls and fill in defaults before they ask for required fields', () => {
    const size = { type: 'integer', default: 3 };
    const shape = { type: 'string', nullable: true };
    const options = given({ size, shape, color: { type: 'string' } }, { required: ['size', 'shape'] });
    expect(found(widget({ spec: { size: null, shape: null, color: null } }), '1.34', options)).toEqual([]);
    expect(messages(widget({ spec: { size: 1 } }), '1.34', options)).toEqual(['required field "shape" is missing']);
  });

  it('check maps, lists, ranges, lengths and patterns', () => {
    const options = given({
      prices: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
      sizes: { type: 'array', maxItems: 1, items: { type: 'string', minLength: 1 } },
      code: { type: 'string', pattern: '^[A-Z]+$' },
      port: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
    });
    expect(
      found(widget({ spec: { prices: { blue: 1 }, sizes: ['s'], code: 'AB', port: 80 } }), '1.34', options),
    ).toEqual([]);
    expect(
      messages(widget({ spec: { prices: { blue: -1 }, sizes: ['s', ''], code: 'ab', port: 8.5 } }), '1.34', options),
    ).toEqual([
      'expected a number >= 0, found -1',
      'expected at most 1 entry, found 2',
      'expected a text that is not empty, found ""',
      'expected a text that matches ^[A-Z]+$, found "ab"',
      'expected a whole number or a text, found a number: 8.5',
    ]);
  });

  it('are left aside when their schema is none', () => {
    const broken = [
      customResourceDefinition({ type: 'object', properties: { spec: 5 } }),
      customResourceDefinition({ required: 'name' }),
    ];
    expect(found(widget({}), '1.34', { crds: broken })).toEqual(['no-schema /apiVersion']);
  });
});

function versionsOf(crd: object, name: string): unknown {
  const text = JSON.stringify(crd);
  const copy: { spec: { versions: object[] } } = JSON.parse(text);
  return copy.spec.versions.map((version) => ({ ...version, name }));
}
