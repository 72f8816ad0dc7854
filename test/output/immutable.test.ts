import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Rendered } from '../../generator/contract/rendered.ts';
import { isKubernetesObject, type KubernetesObject } from '../../generator/contract/resource.ts';
import { immutableViolations } from '../../generator/output/immutable/immutable-violations.ts';
import { allowsTransition } from '../../generator/output/immutable/transition-rule.ts';

const CONFORMANCE = new URL('../conformance/', import.meta.url);
const rendered = (resource: KubernetesObject, kubernetes = '1.36'): Rendered => ({
  cluster: 'prod-us',
  environment: 'prod',
  kubernetes,
  application: 'prod-us-shop',
  source: 'shop.yaml',
  resource,
});
const compare = (before: KubernetesObject, after: KubernetesObject, kubernetes?: string) =>
  immutableViolations(
    [...crds, before].map((one) => rendered(one)),
    [rendered(after, kubernetes)],
  );

const crds = documentsOf('crds').map(({ object }) => object);
const cases = changes();

// What a real API server says to each is compared by `npm run test:conformance -- immutable`.
describe('changes of objects that exist', () => {
  it.each(cases)('$title', ({ before, after, expected }) => {
    expect(compare(before, after).length === 0 ? 'accepted' : 'refused').toBe(expected);
  });

  it('are refused in no object that stays what it is', () => {
    for (const { before, after } of cases) {
      expect(compare(before, structuredClone(before))).toEqual([]);
      expect(compare(after, structuredClone(after))).toEqual([]);
    }
  });
});

describe('what is said of a change that cannot be made', () => {
  const claims = (storage: string) => [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage } } } }];
  const database = (storage: string, annotations: Record<string, string> = {}): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'shop', annotations },
    spec: { volumeClaimTemplates: claims(storage) },
  });

  it('names the field, the way to delete, and what that costs', () => {
    expect(compare(database('1Gi'), database('2Gi'))).toMatchObject([
      {
        layer: 'admission',
        rule: 'immutable-field',
        severity: 'critical',
        pointer: '/spec/volumeClaimTemplates',
        message: 'spec.volumeClaimTemplates of StatefulSet shop/db cannot be changed: the API server refuses it',
        fix: expect.stringMatching(
          /^Keep what is there, or delete and recreate it: kubectl delete statefulset\.apps db -n shop --cascade=orphan\. What that costs: with --cascade=orphan nothing stops/,
        ),
      },
    ]);
  });

  it('is silent about objects that Argo CD deletes and creates by itself', () => {
    const hook = { 'argocd.argoproj.io/hook': 'PreSync' };
    expect(compare(database('1Gi'), database('2Gi', hook))).toEqual([]);
    const forced = { 'argocd.argoproj.io/sync-options': 'Replace=true, Force=true' };
    expect(compare(database('1Gi'), database('2Gi', forced))).toEqual([]);
    const replaced = { 'argocd.argoproj.io/sync-options': 'Replace=true' };
    expect(compare(database('1Gi'), database('2Gi', replaced))).toHaveLength(1);
  });

  it('is about one cluster, and one object in whatever version it is written', () => {
    const before = rendered(database('1Gi'));
    expect(immutableViolations([{ ...before, cluster: 'dev' }], [rendered(database('2Gi'))])).toEqual([]);
    const scaler = (apiVersion: string) => rendered({ apiVersion, kind: 'Job', metadata: { name: 'a' }, spec: {} });
    const suspended = { ...scaler('batch/v1').resource, spec: { completions: 2 } };
    expect(immutableViolations([scaler('batch/v1beta1')], [rendered(suspended)])).toHaveLength(1);
  });

  it('never prints what stands in a Secret', () => {
    const secret = (value: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      immutable: true,
      stringData: { password: value },
    });
    const [violation] = compare(secret('placeholder-one'), secret('placeholder-two'));
    expect(violation?.message).toBe('data.password of Secret db cannot be changed: the API server refuses it');
    expect(JSON.stringify([violation?.message, violation?.fix])).not.toMatch(/placeholder|cGxhY2Vob2xkZXI/);
  });

  it('says how to empty an object that server-side apply would turn into null', () => {
    const bag = (labels: object): KubernetesObject => ({
      apiVersion: 'shop.example.com/v1',
      kind: 'Bag',
      metadata: { name: 'bag' },
      spec: { labels },
    });
    expect(compare(bag({ a: 'b' }), bag({}))).toMatchObject([
      {
        pointer: '/spec/labels',
        message: 'spec.labels of Bag bag cannot be emptied: server-side apply leaves null, which is no object',
        fix: 'Leave the whole object out instead of writing {}, or keep one field.',
      },
    ]);
  });

  it('says how to change the type of updates, which needs no deletion', () => {
    const web = (strategy: object): KubernetesObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { strategy },
    });
    expect(compare(web({}), web({ type: 'Recreate' }))).toMatchObject([
      { pointer: '/spec/strategy/type', fix: expect.stringMatching(/^In a first step state the whole rollingUpdate/) },
    ]);
  });

  it('lets resources of a suspended Job change only where the minor lets them', () => {
    const job = (cpu: string): KubernetesObject => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'report' },
      spec: { suspend: true, template: { spec: { containers: [{ name: 'a', resources: { requests: { cpu } } }] } } },
    });
    expect(compare(job('1'), job('2'), '1.36')).toEqual([]);
    expect(compare(job('1'), job('2'), '1.35')).toMatchObject([{ pointer: '/spec/template/spec' }]);
  });
});

describe('rules about a change', () => {
  it.each([
    ['self == oldSelf', 1, 1, true],
    ['oldSelf == self', 1, 2, false],
    ['self >= oldSelf', 1, 2, true],
    ["self == '' || oldSelf == '' || self == oldSelf", 'a', '', true],
    ["self == '' || oldSelf == '' || self == oldSelf", 'a', 'b', false],
    ['!has(oldSelf.uid) || (has(self.uid) && self.uid == oldSelf.uid)', { uid: 'a' }, {}, false],
    ['!has(oldSelf.uid) || (has(self.uid) && self.uid == oldSelf.uid)', {}, { uid: 'b' }, true],
    ['has(self.replicas) == has(oldSelf.replicas)', {}, { replicas: 1 }, false],
    [
      'self.name == oldSelf.name && self.__namespace__ == oldSelf.__namespace__',
      { name: 'a', namespace: 'b' },
      { name: 'a', namespace: 'c' },
      false,
    ],
    ['(!has(self.a)) ? true : self.a == oldSelf.a', { a: 1 }, {}, true],
    ['self.a == oldSelf.a', { a: 1 }, {}, false],
    ['self.list.exists(x, x == oldSelf)', {}, {}, undefined],
    ['self.matches(oldSelf)', 'a', 'b', undefined],
    ['self.status.phase == oldSelf.status.phase', {}, {}, undefined],
    ['self.a == oldSelf[0]', {}, {}, undefined],
    ['self == oldSelf &&', 1, 1, undefined],
    ['', 1, 1, undefined],
  ])('%s, from %j to %j: %s', (rule, before, after, expected) => {
    expect(allowsTransition(rule, before, after)).toBe(expected);
  });

  it('end with an answer or none, whatever they say', () => {
    const word = fc.constantFrom(
      'self',
      'oldSelf',
      'has(',
      ')',
      '(',
      '.a',
      '.b',
      '==',
      '!=',
      '&&',
      '||',
      '!',
      '?',
      ':',
      '1',
      "'x'",
      'true',
      '<',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.anything(), fc.anything(), (words, before, after) => {
        expect([true, false, undefined]).toContain(allowsTransition(words.join(' '), before, after));
      }),
    );
  });
});

function documentsOf(folder: string): readonly { readonly comment: string; readonly object: KubernetesObject }[] {
  const place = new URL(`${folder}/`, CONFORMANCE);
  return readdirSync(place).flatMap((name) =>
    readFileSync(new URL(name, place), 'utf8')
      .split(/^---\n/m)
      .map((text) => {
        const object: unknown = parseDocument(text, { version: '1.1' }).toJS();
        if (!isKubernetesObject(object)) throw new TypeError(`${name} holds no object`);
        return { comment: /# (.*)/.exec(text)?.[1] ?? '', object };
      }),
  );
}

function changes() {
  let before: KubernetesObject | undefined;
  return documentsOf('immutable').flatMap(({ comment, object }) => {
    const [, expected] = /^(accepted|refused): /.exec(comment) ?? [];
    if (expected === undefined || before === undefined) {
      before = object;
      return [];
    }
    return [{ title: `${object.kind} ${object.metadata.name}, ${comment}`, before, after: object, expected }];
  });
}
