// What the index of a cluster may see decides when the rules of the repository are asked again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rendered } from '../../generator/contract/rendered.ts';
import type { KubernetesObject } from '../../generator/contract/resource.ts';
import { buildIndexes } from '../../generator/validate/index/cluster-index.ts';
import { indexDigest, viewForIndex } from '../../generator/validate/index/index-view.ts';
import { NO_PARAMETERS } from '../../generator/validate/index/parameters.ts';

function deployment(image: string, level: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject {
  const container = { name: 'web', image, env: [{ name: 'LEVEL', value: level }], ports: [{ containerPort: 8080 }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      template: {
        metadata: { labels: { app: 'web', ...labels }, annotations: { 'shop.example/config': level } },
        spec: { containers: [container] },
      },
    },
  };
}

function configMap(data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' }, data };
}

function rendered(resource: KubernetesObject): Rendered {
  return { cluster: 'prod', environment: 'prod', kubernetes: '1.34', application: 'web', source: 'web.yaml', resource };
}

const digest = (resource: KubernetesObject) => indexDigest(resource, undefined);

test('an image, the value of a variable, of data, and an annotation of a pod leave the index as it is', () => {
  expect(digest(deployment('web:2', 'debug'))).toBe(digest(deployment('web:1', 'info')));
  expect(digest(configMap({ LEVEL: 'debug' }))).toBe(digest(configMap({ LEVEL: 'info' })));
});

test('labels, keys of data and fields of other kinds change it', () => {
  expect(digest(deployment('web:1', 'info', { tier: 'back' }))).not.toBe(digest(deployment('web:1', 'info')));
  expect(digest(configMap({ LEVEL: 'info', MORE: '' }))).not.toBe(digest(configMap({ LEVEL: 'info' })));
  const service = (port: number): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { ports: [{ port }] },
  });
  expect(digest(service(80))).not.toBe(digest(service(81)));
});

test('resources of one digest give one index, whatever they hold', () => {
  const text = fc.string({ maxLength: 6 });
  const object = fc.oneof(
    fc.tuple(text, text, fc.dictionary(text, text, { maxKeys: 2 })).map((parts) => deployment(...parts)),
    fc.dictionary(text, text, { maxKeys: 3 }).map(configMap),
  );
  const indexOf = (resource: KubernetesObject) =>
    JSON.stringify(buildIndexes([viewForIndex(rendered(resource))], NO_PARAMETERS));
  fc.assert(
    fc.property(object, object, (one, other) => {
      if (digest(one) === digest(other)) expect(indexOf(one)).toBe(indexOf(other));
    }),
    { numRuns: 200 },
  );
});
