// What makes and sizes nodes: Karpenter on AWS, the cluster autoscaler on OCI.
import { expect, test } from 'vitest';
import * as slipway from '../../generator/index.ts';
import { sampleOf } from '../support/clouds.ts';
import { cluster, planTestPlatform } from '../support/platforms.ts';

type Plan = ReturnType<typeof planTestPlatform>;

function planWith(infra: Readonly<Record<string, ReturnType<typeof slipway.karpenter>>>): Plan {
  return planTestPlatform({
    environments: { prod: { domain: 'shop.example' } },
    clusters: { prod: { ...cluster('prod'), hub: true }, oracle: { ...cluster('prod'), cloud: sampleOf('oci') } },
    infra,
    stores: {},
    gateways: {},
    services: {},
  });
}

function objectAt(plan: Plan, path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'objects' ? body.objects[0] : undefined;
}

function valuesAt(plan: Plan, path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'values' ? body.values : undefined;
}

test('Karpenter buys what it is told to, with disks of that size, and gives back what it is told to', () => {
  const plan = planWith({
    karpenter: slipway.karpenter({ capacity: ['spot'], disk: '250Gi', consolidation: 'WhenEmpty', cpuLimit: '64' }),
  });
  const folder = 'clusters/prod/manifests/infra/karpenter';
  expect(objectAt(plan, `${folder}/node-pool-default.yaml`)).toMatchObject({
    spec: {
      template: {
        spec: {
          requirements: expect.arrayContaining([
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] },
          ]),
        },
      },
      limits: { cpu: '64' },
      disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '5m' },
    },
  });
  expect(objectAt(plan, `${folder}/ec2-node-class-default.yaml`)).toMatchObject({
    spec: { blockDeviceMappings: [{ ebs: { volumeSize: '250Gi', encrypted: true } }] },
  });
});

test('the cluster autoscaler stands on OCI alone, sizes the pools that it is given, and asks as its ServiceAccount', () => {
  const pools = { general: { id: 'ocid1.nodepool.oc1..general', min: 3, max: 9 } };
  const plan = planWith({ scaler: slipway.clusterAutoscaler({ pools }) });
  expect(plan.get('clusters/prod/infra/scaler.yaml')).toBeUndefined();
  expect(valuesAt(plan, 'infra/scaler/values.yaml')).toMatchObject({
    autoscalingGroups: [{ name: 'ocid1.nodepool.oc1..general', minSize: 3, maxSize: 9 }],
  });
  const values = 'clusters/oracle/values/infra/scaler.yaml';
  expect(valuesAt(plan, values)).toMatchObject({
    cloudProvider: 'oci',
    extraEnv: { OCI_USE_WORKLOAD_IDENTITY: 'true', OCI_RESOURCE_PRINCIPAL_REGION: 'eu-frankfurt-1' },
  });
  const byNodes = planWith({ scaler: slipway.clusterAutoscaler({ pools, principal: 'node' }) });
  expect(valuesAt(byNodes, values)).toMatchObject({ extraEnv: { OCI_USE_INSTANCE_PRINCIPAL: 'true' } });
});

test('a cluster on which nothing needs a namespace or a class has no Application for them', () => {
  const plan = planWith({ karpenter: slipway.karpenter() });
  expect(plan.get('clusters/prod/bootstrap/namespaces.yaml')).toBeUndefined();
  expect(plan.get('clusters/oracle/bootstrap/namespaces.yaml')).toBeDefined();
});
