import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configMap, deployment, found, messages } from './_resources.ts';

const LABEL = 'invalid-label /metadata/labels';

describe('names', () => {
  it('asks for a name or a prefix of one', () => {
    expect(found(configMap({}))).toEqual(['missing-name /metadata']);
    expect(found(configMap({ name: '' }))).toEqual(['missing-name /metadata']);
    expect(found(configMap({ generateName: 'settings-' }))).toEqual([]);
    expect(found(configMap({ generateName: 'Settings-' }))).toEqual(['invalid-name /metadata/generateName']);
  });

  it('asks no name of a question to the API server', () => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec: {} };
    expect(found(review)).toEqual([]);
  });

  it.each(['a', 'a.b', 'a-b.c', '0', 'a'.repeat(253)])('accepts the name %s', (name) => {
    expect(found(configMap({ name }))).toEqual([]);
  });

  it.each(['A', 'a_b', '-a', 'a-', 'a..b', '.a', 'a b', 'a'.repeat(254)])('rejects the name %s', (name) => {
    expect(found(configMap({ name }))).toEqual(['invalid-name /metadata/name']);
  });

  it('is as strict or lax as the kind wants', () => {
    const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: {} });
    expect(found(service('payments.v1'))).toEqual(['invalid-name /metadata/name']);
    expect(found(service('2048'), '1.34')).toEqual(['invalid-name /metadata/name']);
    expect(found(service('2048'), '1.36')).toEqual([]);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team.core' } };
    expect(found(namespace)).toEqual(['invalid-name /metadata/name']);
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:Reader' },
    };
    expect(found(role)).toEqual([]);
    expect(found(configMap({ name: 'a', namespace: 'team.core' }))).toEqual(['invalid-name /metadata/namespace']);
  });

  it('reports a name of the wrong type once', () => {
    expect(found(configMap({ name: 5 }))).toEqual(['wrong-type /metadata/name']);
  });
});

describe('labels and annotations', () => {
  it('accepts what is usual', () => {
    const labels = { 'app.kubernetes.io/name': 'payments', tier: '', A_b: '1.4.2_x' };
    const annotations = { 'Example.com/Note': 'anything at all: {"a": 1}\n', 'argocd.argoproj.io/sync-wave': '-5' };
    expect(found(configMap({ name: 'a', labels, annotations }))).toEqual([]);
  });

  it.each(['-a', 'a/b/c', '/a', 'A.com/b', 'a b', '', 'x'.repeat(64)])('rejects the label key %j', (key) => {
    expect(found(configMap({ name: 'a', labels: { [key]: 'b' } }))).toEqual([`${LABEL}/${key.replaceAll('/', '~1')}`]);
  });

  it.each(['not ok!', '-a', 'a-', 'x'.repeat(64)])('rejects the label value %j', (value) => {
    expect(found(configMap({ name: 'a', labels: { tier: value } }))).toEqual([`${LABEL}/tier`]);
  });

  it('checks the labels of pods and selectors too', () => {
    const labels = { app: 'not ok' };
    const resource = deployment({
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'a' }] } },
    });
    expect(found(resource)).toEqual([
      'invalid-label /spec/selector/matchLabels/app',
      'invalid-label /spec/template/metadata/labels/app',
    ]);
  });

  it('rejects annotation keys that are none, and too much text', () => {
    expect(found(configMap({ name: 'a', annotations: { 'a b': 'c' } }))).toEqual([
      'invalid-annotation /metadata/annotations/a b',
    ]);
    const annotations = { note: 'x'.repeat(256 * 1024) };
    expect(messages(configMap({ name: 'a', annotations }))).toEqual([
      'the annotations have 262148 bytes together, allowed are 262144',
    ]);
  });

  it('escapes control characters of hostile names', () => {
    for (const message of messages(configMap({ name: 'a', labels: { '\u001b[31m\n::error::': 'x' }, '\u0007': 1 }))) {
      expect(message).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('any input', () => {
  it('gets an answer, and every pointer of a wrong value leads to something', () => {
    fc.assert(
      fc.property(
        fc.object({
          maxDepth: 4,
          key: fc.constantFrom('replicas', 'template', 'spec', 'containers', 'x', '__proto__', 'a/b~c'),
        }),
        (spec) => {
          const metadata = { name: 'payments' };
          for (const rule of found({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec })) {
            expect(rule).toMatch(/^(unknown-field|wrong-type|missing-field|invalid-value|invalid-label) \/spec/);
          }
        },
      ),
    );
  });

  it('gives a field that no schema has exactly one violation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^zz[a-zA-Z]{8,20}$/), fc.json(), (field, value) => {
        expect(found(deployment({}, { [field]: JSON.parse(value) }))).toEqual([
          `unknown-field /spec/template/spec/containers/0/${field}`,
        ]);
      }),
    );
  });
});
