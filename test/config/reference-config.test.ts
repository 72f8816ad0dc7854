import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import { checkConfig } from '../../generator/config/check-config.ts';
import { createOriginResolver } from '../../generator/config/origin.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import reference from '../../platform.config.ts';

const registries = { clouds: CLOUDS, components: COMPONENTS, serviceCharts: ['1.0.0'] };

test('the reference platform has no problem', () => {
  expect(checkConfig(reference, registries)).toEqual([]);
});

test('places of the reference platform', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const place = createOriginResolver(`${root}platform.config.ts`, root);
  expect(place(['services', 'web', 'calls', 1])).toMatchObject({ file: 'platform.config.ts' });
});
