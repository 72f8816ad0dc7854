// What the suites say of two verdicts, and what they send.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVerdicts } from '../../scripts/conformance/compare-verdicts.mjs';
import { mutate } from '../../scripts/conformance/mutants.mjs';

const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
const item = { title: 'web.yaml#0', text: '', object, yaml: true, repeats: false, expected: undefined };
const accepted = { accepted: true, status: 201, message: '', causes: [] };
const cause = {
  field: 'spec.ports[0].port',
  type: 'FieldValueInvalid',
  message: 'Invalid value: 0: must be between 1 and 65535',
};
const refused = {
  accepted: false,
  status: 422,
  message: `Service "web" is invalid: ${cause.field}: ${cause.message}`,
  causes: [cause],
};

const differences = (results: readonly { difference?: string }[]) => results.flatMap((one) => one.difference ?? []);

test('two verdicts that agree are no difference, and the words are counted', () => {
  const verdict = { create: [cause], apply: [cause] };
  const { results, notes } = compareVerdicts([item], [verdict], [{ create: refused, apply: refused }], 'engine');
  expect(differences(results)).toEqual([]);
  expect(results.map((one) => one.how)).toEqual(['create', 'apply']);
  expect(notes).toContain("engine: create: refused by both 1, in the server's words 1, 100.00 %");
});

test('a verdict that differs is printed with the words of both', () => {
  const verdict = { create: [], apply: [cause] };
  const { results } = compareVerdicts([item], [verdict], [{ create: refused, apply: accepted }], 'product');
  const [first, second] = differences(results);
  expect(first).toMatch(/ours +accepted\n +server +422: Service "web" is invalid/);
  expect(second).toMatch(/ours +refused: spec\.ports\[0\]\.port .*\n +server +accepted/);
});

test('other words for one verdict are no difference until they are more than one in a hundred', () => {
  const other = { ...cause, message: 'a port is needed' };
  const items = Array.from({ length: 100 }, () => item);
  const answers = items.map(() => ({ create: refused }));
  const verdicts = (wrong: number) => items.map((_, index) => ({ create: [index < wrong ? other : cause], apply: [] }));
  expect(differences(compareVerdicts(items, verdicts(1), answers, 'engine').results)).toEqual([]);
  expect(differences(compareVerdicts(items, verdicts(2), answers, 'engine').results).join()).toMatch(/98 of 100/);
});

test('what only the state of a cluster decides is excused, but not in more than one case of a hundred', () => {
  const conflict = { accepted: false, status: 409, message: 'services "web" already exists', causes: [] };
  const { results } = compareVerdicts([item], [{ create: [], apply: [] }], [{ create: conflict }], 'product');
  expect(results[0]?.excused).toMatch(/^cluster state/);
  expect(differences(results)).toEqual(['1 of 1 cases are excused as cluster state; at most 1 % may be']);
});

test('an object that is called bad and that the server takes proves nothing, and is told', () => {
  const bad = { ...item, expected: 'refused' };
  const verdict = { create: [], apply: [] };
  const { results } = compareVerdicts([bad], [verdict], [{ create: accepted, apply: accepted }], 'product');
  expect(differences(results)).toEqual(Array(2).fill('called bad, but the server accepts it'));
});

test('a seed gives the same mutants again, each different from the object in one place, of the same kind and namespace', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const mutants = mutate([item], { count: 20, seed });
      expect(mutate([item], { count: 20, seed })).toEqual(mutants);
      expect(new Set(mutants.map((one) => one.text)).size).toBe(mutants.length);
      for (const mutant of mutants) {
        const { apiVersion, kind } = JSON.parse(mutant.text);
        expect([apiVersion, kind]).toEqual(['v1', 'Service']);
      }
      expect(item.object).toEqual(object);
    }),
    { numRuns: 30 },
  );
});
