// Which objects the suites with an API server judge: those of our tests, those of given folders, and mutants of the good ones.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCrds } from './custom-resources.mjs';
import { mutate } from './mutants.mjs';
import { readObjects } from './objects.mjs';

const fixtures = fileURLToPath(new URL('../../test/conformance', import.meta.url));

/**
 * @param crds folders with definitions, beside our own
 * @param objects folders with objects
 * @param mutants how many for each of the seeds
 * @returns `{ items, crds }`; no definitions are read when there are no items
 */
export async function chooseObjects({ crds, objects, mutants, seeds }) {
  const known = await readObjects([
    { path: join(fixtures, 'objects', 'good'), expected: 'accepted' },
    { path: join(fixtures, 'objects', 'bad'), expected: 'refused' },
    ...objects.map((path) => ({ path })),
  ]);
  const good = known.filter(({ expected }) => expected === 'accepted');
  const items = [...known, ...seeds.flatMap((seed) => mutate(good, { count: mutants, seed }))];
  return { items, crds: items.length === 0 ? [] : readCrds([...crds, join(fixtures, 'crds')]) };
}
