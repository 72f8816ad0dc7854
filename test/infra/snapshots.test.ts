// Classes of snapshots: one for each cloud whose driver takes them, and Rook's own.
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { sampleOf } from '../support/clouds.ts';
import { planTestPlatform } from '../support/platforms.ts';

const platform: Partial<PlatformConfig> = {
  environments: { prod: { domain: 'shop.example' } },
  clusters: Object.fromEntries(
    CLOUDS.map(({ name }) => [
      name,
      {
        environment: 'prod',
        kubernetes: '1.34',
        hub: name === 'aws',
        cloud: sampleOf(name),
        api: { server: `https://${name}.k8s.shop.example` },
        nodes: { disks: { labels: { disks: 'local' }, taints: [{ key: 'disks', effect: 'NoSchedule' }] } },
      },
    ]),
  ),
  infra: {
    snapshots: slipway.snapshotController({ on: { clouds: ['aws', 'oci', 'on-premises'] } }),
    classes: slipway.volumeSnapshotClass({ environments: { prod: { deletion: 'Retain' } } }),
    rook: slipway.rookCeph({ on: { clouds: ['on-premises'] } }),
    ceph: slipway.rookCephCluster({ on: { clouds: ['on-premises'] }, nodes: 'disks', snapshots: true }),
  },
  stores: {},
  gateways: {},
  services: {},
};
const plan = planTestPlatform(platform);

function valuesAt(path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'values' ? body.values : undefined;
}

test('a cloud whose driver takes snapshots has one class, the default of the driver', () => {
  const found = plan.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : []));
  const classes = found.filter((one) => one.kind === 'VolumeSnapshotClass');
  const answers = CLOUDS.filter(({ traits }) => traits.capabilities['volume-snapshots'].by === 'component');
  expect(classes.map((one) => one.driver).toSorted()).toEqual(
    answers.map(({ traits }) => traits.snapshotDriver).toSorted(),
  );
  for (const { metadata, driver, deletionPolicy } of classes) {
    expect(driver).not.toBe('');
    expect(deletionPolicy).toBe('Retain');
    expect(metadata.annotations).toEqual({ 'snapshot.storage.kubernetes.io/is-default-class': 'true' });
  }
});

test('Rook brings its own classes, and its project lets them in', () => {
  expect(valuesAt('infra/ceph/values.yaml')).toMatchObject({
    cephBlockPoolsVolumeSnapshotClass: { enabled: true, isDefault: true },
    cephFileSystemVolumeSnapshotClass: { enabled: true, isDefault: true },
  });
  expect(plan.text('clusters/on-premises/bootstrap/project-infra.yaml')).toContain('kind: VolumeSnapshotClass');
});

test('Ceph stands on the pool that it is given, and tolerates its taints', () => {
  expect(valuesAt('clusters/on-premises/values/infra/ceph.yaml')).toEqual({
    cephClusterSpec: {
      placement: {
        all: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disks', operator: 'In', values: ['local'] }] }],
            },
          },
          tolerations: [{ key: 'disks', operator: 'Exists', effect: 'NoSchedule' }],
        },
      },
    },
  });
});
