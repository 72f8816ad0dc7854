// What every component and every cloud must keep, so that a new one is tested by being there.
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { PlatformConfig } from '../../generator/config/types.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import { CAPABILITIES } from '../../generator/model/cloud.ts';
import { FOREIGN_NAMESPACES } from '../../generator/model/namespaces.ts';
import { listRules } from '../../generator/validate/policy/catalogue.ts';
import { findKind } from '../../generator/validate/schema/catalogue.ts';
import { sampleOf } from '../support/clouds.ts';
import { base, planTestPlatform, resolveTestPlatform } from '../support/platforms.ts';

/** Beside the policies, what the renderer and the API server only warn of. */
const ruleIds = [...listRules().map((rule) => rule.id), 'repeated-resource', 'server-warning'];
const kinds = new Set(COMPONENTS.map((component) => component.kind));

/** The whole catalogue on one platform, on a cluster of each cloud. */
const everything: Partial<PlatformConfig> = {
  clusters: Object.fromEntries(
    CLOUDS.map(({ name }, index) => [
      name,
      {
        environment: 'prod',
        kubernetes: '1.34',
        hub: index === 0,
        api: { server: `https://${name}.k8s.shop.example` },
        cloud: sampleOf(name),
      },
    ]),
  ),
  infra: {
    ...Object.fromEntries(
      COMPONENTS.map(({ kind, examples }) => [kind, { component: kind, options: examples?.[0] ?? {} }]),
    ),
  },
  stores: {},
  gateways: {},
  services: base.services ?? {},
};

test.for(COMPONENTS.map((component) => [component.kind, component] as const))(
  '%s keeps the contract',
  ([kind, component]) => {
    expect(kind).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(component.chart?.version ?? '1.0.0').toMatch(/^v?\d+\.\d+\.\d+$/);
    expect(component.chart ?? component.companions ?? component.manifests).toBeDefined();
    expect(Object.keys(component.options.properties).toSorted()).toEqual(
      [...new Set([...Object.keys(component.defaults), ...component.options.required])].toSorted(),
    );
    for (const waiver of component.waivers ?? []) {
      expect(ruleIds).toEqual(expect.arrayContaining([...waiver.rules]));
      for (const target of waiver.targets) expect(target).toMatch(/^[A-Z][A-Za-z]*\/[a-z0-9.:*{}-]+$/);
      expect(waiver.reason).toMatch(/^[A-Z].*\.$/);
    }
    for (const example of component.examples ?? [{}]) {
      expect(Object.keys(example)).toEqual(expect.arrayContaining([...component.options.required]));
    }
    for (const entry of component.images ?? []) expect(entry).toMatch(/^[a-z0-9.-]+\.[a-z]+(\/[a-z0-9._-]+)*$/);
    for (const name of [...component.after, ...component.requires, ...(component.requiresOneOf ?? [])])
      expect(kinds).toContain(name);
    expect(component.after).not.toContain(kind);
    for (const name of component.requires) {
      expect(COMPONENTS.find((one) => one.kind === name)?.wave).toBeLessThan(component.wave);
    }
    // Definitions that we know must be in the statement of what the chart brings by their own names.
    for (const [group, members] of Object.entries(component.brings.crds)) {
      expect(group).toContain('.');
      expect(members).toEqual([...new Set(members)]);
    }
  },
);

test('a component stands behind what it comes after', () => {
  const waves = new Map(COMPONENTS.map((one) => [one.kind, one.wave]));
  const wrong = COMPONENTS.flatMap((one) =>
    one.after.filter((name) => (waves.get(name) ?? 0) >= one.wave).map((name) => `${one.kind} after ${name}`),
  );
  expect(wrong).toEqual([]);
});

test.for(CLOUDS.map((cloud) => [cloud.name, cloud] as const))('%s answers every capability', ([, { traits }]) => {
  for (const capability of CAPABILITIES) {
    const answer = traits.capabilities[capability];
    if (answer.by === 'component') {
      expect(COMPONENTS.find((one) => one.kind === answer.component)?.answers).toBe(capability);
    }
    if (answer.by === 'none') expect(answer.reason).not.toBe('');
  }
});

test('the whole catalogue makes a plan on every cloud, and Applications go to their projects', () => {
  const plan = planTestPlatform(everything);
  const platform = resolveTestPlatform(everything);
  for (const component of platform.components) {
    for (const cluster of component.placement) {
      expect(plan.get(`clusters/${cluster.name}/${component.layer}/${component.name}.yaml`)).toBeDefined();
    }
  }
});

test('no namespace of Kubernetes or Argo CD is created', () => {
  const plan = planTestPlatform(everything);
  const created = plan
    .files()
    .flatMap(({ body }) =>
      body.type === 'objects'
        ? body.objects.filter((one) => one.kind === 'Namespace').map((one) => one.metadata.name ?? '')
        : [],
    );
  expect(created.filter((name) => FOREIGN_NAMESPACES.has(name))).toEqual([]);
});

test('every kind that is emitted has a schema', () => {
  const plan = planTestPlatform(everything);
  const missing = new Set<string>();
  for (const { body } of plan.files()) {
    for (const one of body.type === 'objects' ? body.objects : []) {
      if (findKind(one.apiVersion, one.kind, '1.34') === undefined) missing.add(`${one.apiVersion} ${one.kind}`);
    }
  }
  expect([...missing]).toEqual([]);
});
