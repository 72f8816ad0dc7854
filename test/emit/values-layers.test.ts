import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { HelmValues } from '../../generator/config/component-types.ts';
import { componentValueFiles, wantedComponentValues } from '../../generator/emit/helm/_component-layers.ts';
import { serviceValueFiles, wantedServiceValues } from '../../generator/emit/helm/_service-layers.ts';
import { kafka } from '../../generator/index.ts';
import { differenceOfValues, mergeHelmValues, withoutNulls } from '../../generator/model/helm-values.ts';
import { base, planTestPlatform, resolveTestPlatform } from '../support/platforms.ts';

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 2 }));
const values: fc.Arbitrary<HelmValues> = fc.letrec<{ map: HelmValues }>((tie) => ({
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof({ maxDepth: 3 }, leaf, tie('map')), { maxKeys: 3 }),
})).map;

test('a difference laid over what it was taken from gives what was wanted', () => {
  fc.assert(
    fc.property(values, values, (before, wanted) => {
      const merged = withoutNulls(mergeHelmValues(before, differenceOfValues(before, wanted)));
      expect(merged).toEqual(withoutNulls(wanted));
    }),
  );
});

test('a difference holds nothing that is there already', () => {
  fc.assert(
    fc.property(values, (same) => {
      expect(differenceOfValues(same, same)).toEqual({});
    }),
  );
});

const changes = {
  infra: {
    ...base.infra,
    events: kafka({
      storage: '20Gi',
      values: { metrics: { enabled: true } },
      environments: { prod: { storage: '200Gi', values: { metrics: { enabled: null } } } },
      clusters: { prod: { brokers: 5 } },
    }),
  },
  services: {
    web: {
      image: 'registry.shop.example/web:1.0.0',
      port: 8080,
      config: { LEVEL: 'info', ONLY_BASE: 'x' },
      uses: { events: {} },
      environments: {
        dev: { config: { LEVEL: 'debug', ONLY_BASE: null } },
        prod: { scale: { min: 2, max: 5, cpu: 60 } },
      },
      clusters: { prod: { values: { podLabels: { zone: 'b' } } } },
    },
  },
} as const;

function merged(files: readonly string[], text: (path: string) => string): HelmValues {
  return withoutNulls(mergeHelmValues(...files.map((path) => parse(text(path)) ?? {})));
}

test("every component's files merge by Helm's rules to what the model wants", () => {
  const platform = resolveTestPlatform(changes);
  const plan = planTestPlatform(changes);
  for (const component of platform.components) {
    for (const cluster of component.placement) {
      const files = componentValueFiles(component, cluster, platform);
      expect(merged(files, (path) => plan.text(path))).toEqual(
        withoutNulls(wantedComponentValues(component, cluster, platform)),
      );
    }
  }
});

test("every service's files merge by Helm's rules to what the model wants", () => {
  const platform = resolveTestPlatform(changes);
  const plan = planTestPlatform(changes);
  for (const service of platform.services) {
    for (const cluster of service.placement) {
      const files = serviceValueFiles(service, cluster, platform).filter((path) => !path.endsWith('image.yaml'));
      expect(merged(files, (path) => plan.text(path))).toEqual(
        withoutNulls(wantedServiceValues(service, cluster, platform)),
      );
    }
  }
});

test('a value stands in the file of the scope that authored it', () => {
  const plan = planTestPlatform(changes);
  expect(parse(plan.text('infra/events/values.yaml')).controller.persistence.size).toBe('20Gi');
  expect(parse(plan.text('environments/prod/infra/events/values.yaml')).controller.persistence.size).toBe('200Gi');
  expect(parse(plan.text('clusters/prod/values/infra/events.yaml'))).toEqual({ controller: { replicaCount: 5 } });
  expect(parse(plan.text('environments/dev/apps/web/values.yaml')).config.LEVEL).toBe('debug');
});
