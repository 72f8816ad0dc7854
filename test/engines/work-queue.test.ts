import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openWorkQueue } from '../../generator/engines/work-queue.ts';

/** Workers that take a while for each job, and note which of them did it. */
function openTestQueue(options: {
  limit?: number;
  worth?: number;
  patience?: number;
  milliseconds?: number;
  crowd?: { waiting: number; atATime: number };
}) {
  const ended: number[] = [];
  let made = 0;
  let atWork = 0;
  let most = 0;
  const queue = openWorkQueue({
    name: 'the queue of the test',
    limit: options.limit ?? 2,
    makeWorker: () => {
      made += 1;
      const number = made;
      return { number, close: async () => void ended.push(number) };
    },
    work: async ({ number }: { readonly number: number; close(): Promise<void> }, job: string) => {
      atWork += 1;
      most = Math.max(most, atWork);
      await sleep(options.milliseconds ?? 5);
      atWork -= 1;
      if (job === 'broken') throw new Error('this job cannot be done');
      return `${job} by ${number}`;
    },
    isWorthWorker: (waiting) => waiting.length >= (options.worth ?? 100),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    ...(options.crowd === undefined ? {} : { crowd: options.crowd }),
  });
  return { queue, ended, most: () => most };
}

test('few jobs wait for the one worker, in their order', async () => {
  const { queue } = openTestQueue({});
  expect(await Promise.all(['a', 'b', 'c'].map((job) => queue.submit(job)))).toEqual(['a by 1', 'b by 1', 'c by 1']);
});

test('of a crowd a worker has several jobs at a time, of few only one', async () => {
  const crowd = { waiting: 4, atATime: 3 };
  const few = openTestQueue({ limit: 1, crowd });
  await Promise.all(['a', 'b', 'c', 'd'].map((job) => few.queue.submit(job)));
  expect(few.most()).toBe(1);
  const many = openTestQueue({ limit: 1, crowd });
  const jobs = Array.from({ length: 20 }, (_, index) => String(index));
  expect(await Promise.all(jobs.map((job) => many.queue.submit(job)))).toEqual(jobs.map((job) => `${job} by 1`));
  expect(many.most()).toBe(3);
});

test('another worker helps when what waits is worth one, and none beyond the limit', async () => {
  const { queue } = openTestQueue({ worth: 2, limit: 2 });
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((job) => queue.submit(job)));
  expect(new Set(answers.map((answer) => answer.slice(-1)))).toEqual(new Set(['1', '2']));
});

test('few jobs that wait for a long one get help once patience is lost', async () => {
  const { queue } = openTestQueue({ patience: 20, milliseconds: 60 });
  await queue.submit('first');
  expect(await Promise.all(['long', 'other'].map((job) => queue.submit(job)))).toEqual(['long by 1', 'other by 2']);
});

test('a job that fails is told to who asked, and the next one is done', async () => {
  const { queue } = openTestQueue({});
  const [broken, next] = await Promise.allSettled([queue.submit('broken'), queue.submit('next')]);
  expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'this job cannot be done' } });
  expect(next).toEqual({ status: 'fulfilled', value: 'next by 1' });
});

test('the end rejects what waits and what comes, and ends the workers', async () => {
  const { queue, ended } = openTestQueue({});
  const answers = Promise.allSettled([queue.submit('begun'), queue.submit('waiting')]);
  await queue.close();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await expect(queue.submit('late')).rejects.toThrow('the queue of the test is closed');
  expect(ended).toEqual([1]);
});

test('idle workers rest, and the next job starts one again', async () => {
  const { queue, ended } = openTestQueue({});
  await queue.submit('a');
  await sleep(1);
  await queue.rest();
  expect(ended).toEqual([1]);
  expect(await queue.submit('b')).toBe('b by 2');
});
