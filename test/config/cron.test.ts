// Times of jobs, compared with the API server's own reading of a CronJob.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCronSchedule } from '../../generator/config/rules/_cron.ts';
import { validateResources } from '../../generator/library.ts';

const number = fc.integer({ min: 0, max: 61 }).map(String);
const word = fc.constantFrom(
  '*',
  '?',
  'mon',
  'SUN',
  'jan',
  'Dec',
  '',
  '-',
  'x',
  '7',
  '*/5',
  '1-5',
  '5-1',
  '1-5/2',
  '*/0',
);
const part = fc.oneof(
  number,
  word,
  fc.tuple(number, number).map((pair) => pair.join('-')),
  fc.tuple(word, number).map((pair) => pair.join('/')),
);
const field = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('*', '0', '1', '5', '*/2') },
  { weight: 1, arbitrary: fc.array(part, { minLength: 1, maxLength: 2 }).map((list) => list.join(',')) },
);
const schedule = fc.oneof(
  { weight: 8, arbitrary: fc.array(field, { minLength: 5, maxLength: 5 }).map((fields) => fields.join(' ')) },
  { weight: 1, arbitrary: fc.array(field, { minLength: 1, maxLength: 7 }).map((fields) => fields.join('  ')) },
  { weight: 1, arbitrary: fc.constantFrom('@daily', '@every 90m', '@every', '@every 1', '@reboot', '@Daily', '') },
);

test('a schedule is one exactly when the API server takes it', async () => {
  const schedules = [...new Set(fc.sample(schedule, { numRuns: 300, seed: 5 }))];
  const jobs = schedules.map((text, index) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: `job-${index}`, namespace: 'shop' },
    spec: {
      schedule: text,
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'shop/job:1' }] } } },
      },
    },
  }));
  const { findings } = await validateResources(jobs, { layers: ['admission'] });
  const refused = new Set(findings.flatMap((one) => one.occurrences.map(({ resource }) => resource?.name)));
  const taken = schedules.filter((_, index) => !refused.has(`job-${index}`));
  expect(taken.length).toBeGreaterThan(50);
  expect(schedules.length - taken.length).toBeGreaterThan(50);
  expect(schedules.filter(isCronSchedule)).toEqual(taken);
});
