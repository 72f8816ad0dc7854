// Builds what checkSchemas is given; each test states only what it is about.
import type { Violation } from '../../../generator/contract/finding.ts';
import type { Rendered } from '../../../generator/contract/rendered.ts';
import { isKubernetesObject, type KubernetesObject } from '../../../generator/contract/resource.ts';
import { type CheckSchemasOptions, checkSchemas } from '../../../generator/validate/schema/check-schemas.ts';
import { unfoldList } from '../../../generator/validate/unfold-list.ts';

export function rendered(resource: unknown, kubernetes = '1.34', cluster = 'prod-us'): Rendered {
  if (!isKubernetesObject(resource)) throw new TypeError('the test gave no Kubernetes object');
  return {
    cluster,
    environment: 'prod',
    kubernetes,
    application: 'prod-us-payments',
    source: 'payments.yaml',
    resource,
  };
}

export function check(resource: unknown, kubernetes = '1.34', options: CheckSchemasOptions = {}): Violation[] {
  return checkSchemas(unfoldList(rendered(resource, kubernetes)), options).violations;
}

/** What most tests compare: which rule, and where. */
export function found(resource: unknown, kubernetes = '1.34', options: CheckSchemasOptions = {}): string[] {
  return check(resource, kubernetes, options).map(({ rule, pointer }) => `${rule} ${pointer}`);
}

export function messages(resource: unknown, kubernetes = '1.34', options: CheckSchemasOptions = {}): string[] {
  return check(resource, kubernetes, options).map(({ message }) => message);
}

export function deployment(spec: object = {}, container: object = {}, pod: object = {}): object {
  const labels = { 'app.kubernetes.io/name': 'payments' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'payments', namespace: 'payments', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'payments', image: 'registry/payments:1.4.2', ...container }], ...pod },
      },
      ...spec,
    },
  };
}

export function configMap(metadata: object, data: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}

export function virtualService(route: object): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'payments', namespace: 'payments' },
    spec: { hosts: ['payments'], http: [{ route: [{ destination: { host: 'payments' } }], ...route }] },
  };
}

export function customResourceDefinition(schema: object, version = 'v1'): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.shop.example' },
    spec: {
      group: 'shop.example',
      scope: 'Cluster',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}
