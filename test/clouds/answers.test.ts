// Answers that differ in where they go: what a cluster's files say of them.
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import { certManager, externalDns, externalSecrets, istioGateway, letsEncrypt, loki } from '../../generator/index.ts';
import type { FilePlan } from '../../generator/plan/file-plan.ts';
import { sampleOf } from '../support/clouds.ts';
import { planTestPlatform } from '../support/platforms.ts';

/** A hub on AWS, and a cluster of each other cloud. */
const plan: FilePlan = planTestPlatform({
  clusters: Object.fromEntries(
    CLOUDS.map(({ name }) => [
      name,
      {
        environment: 'prod',
        kubernetes: '1.34',
        hub: name === 'aws',
        cloud: sampleOf(name),
        api: { server: `https://${name}.k8s.shop.example` },
      },
    ]),
  ),
  environments: { prod: { domain: 'shop.example' } },
  infra: {
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'team@shop.example' }) }),
    'external-dns': externalDns(),
    'external-secrets': externalSecrets(),
    gateway: istioGateway(),
    loki: loki(),
  },
  stores: {},
  gateways: {},
});

function valuesOf(cloud: string, component: string): unknown {
  const body = plan.get(`clusters/${cloud}/values/infra/${component}.yaml`)?.body;
  return body?.type === 'values' ? body.values : undefined;
}

function objectOf(path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'objects' ? body.objects[0] : undefined;
}

test('Azure looks for a label of the pod beside the annotation', () => {
  const label = { 'azure.workload.identity/use': 'true' };
  const serviceAccount = { annotations: { 'azure.workload.identity/client-id': expect.any(String) } };
  expect(valuesOf('azure', 'external-dns')).toMatchObject({ podLabels: label, serviceAccount });
  expect(valuesOf('azure', 'external-secrets')).toMatchObject({ podLabels: label, serviceAccount });
  expect(valuesOf('azure', 'cert-manager')).toMatchObject({ podLabels: label, serviceAccount });
  expect(valuesOf('azure', 'loki')).toMatchObject({ loki: { podLabels: label }, serviceAccount });
});

test('Alibaba looks for a label of the namespace, of components too', () => {
  expect(objectOf('clusters/alibaba/manifests/namespaces/loki/namespace.yaml')).toMatchObject({
    metadata: { labels: { 'pod-identity.alibabacloud.com/injection': 'on' } },
  });
  expect(objectOf('clusters/aws/manifests/namespaces/loki/namespace.yaml')).not.toMatchObject({
    metadata: { labels: { 'pod-identity.alibabacloud.com/injection': 'on' } },
  });
});

test('where pods have no identity, Loki takes the keys of a Secret, and no key is in a file', () => {
  for (const cloud of ['alibaba', 'oci', 'byteplus', 'huawei', 'on-premises']) {
    expect(valuesOf(cloud, 'loki')).toMatchObject({
      singleBinary: {
        extraArgs: ['-config.expand-env=true'],
        extraEnvFrom: [{ secretRef: { name: 'loki-object-store' } }],
      },
    });
  }
  for (const cloud of ['gcp', 'azure']) expect(valuesOf(cloud, 'loki')).not.toHaveProperty('singleBinary.extraEnvFrom');
});

test('buckets are addressed as the store wants it', () => {
  const style = (type: string) => `loki.storage.object_store.s3.${type}`;
  expect(valuesOf('oci', 'loki')).toHaveProperty(style('bucket_lookup_type'), 'path');
  expect(valuesOf('byteplus', 'loki')).toHaveProperty(style('bucket_lookup_type'), 'virtual-hosted');
  expect(valuesOf('huawei', 'loki')).not.toHaveProperty(style('bucket_lookup_type'));
  expect(valuesOf('alibaba', 'loki')).toHaveProperty(
    'loki.structuredConfig.common.storage.object_store.alibaba.bucket',
  );
});

test('a balancer names the subnet or the balancer of its cluster', () => {
  const annotations = (cloud: string) => valuesOf(cloud, 'gateway');
  expect(annotations('byteplus')).toEqual({
    service: { annotations: { 'service.beta.kubernetes.io/volcengine-loadbalancer-subnet-id': 'subnet-a1' } },
  });
  expect(annotations('huawei')).toEqual({ service: { annotations: { 'kubernetes.io/elb.id': 'elb-public' } } });
  expect(annotations('aws')).toBeUndefined();
});

test('a cluster that Argo CD cannot log in to gets its Secret by hand, and the guide says so', () => {
  expect(plan.get('clusters/aws/root/cluster-azure.yaml')).toBeDefined();
  expect(plan.get('clusters/aws/root/cluster-huawei.yaml')).toBeUndefined();
  const guide = plan.get('clusters/aws/BOOTSTRAP.md')?.body;
  expect(guide?.type === 'text' ? guide.text : '').toContain('The cluster Secret of `huawei`, named `cluster-huawei`');
});

test('StorageClasses come with the namespaces, and their project may deploy them', () => {
  expect(objectOf('clusters/oci/manifests/namespaces/storage-class-block.yaml')).toMatchObject({
    provisioner: 'blockvolume.csi.oraclecloud.com',
  });
  const kind = { group: 'storage.k8s.io', kind: 'StorageClass' };
  expect(objectOf('clusters/oci/bootstrap/project-infra.yaml')).toMatchObject({
    spec: { clusterResourceWhitelist: expect.arrayContaining([kind]) },
  });
});
