/** Jobs for workers that start one after another: the first for the first job, another when what waits is worth its start. */
export interface WorkQueue<Worker, Job, Result> {
  /** Makes the first worker before there is something to do. @param begin what it does meanwhile */
  start(begin: (worker: Worker) => void): void;
  /** The answer to a job; rejects with the reason when the worker could not give one, or when the queue is closed. */
  submit(job: Job): Promise<Result>;
  /** Ends workers that have nothing to do. The next job starts one again. */
  rest(): Promise<void>;
  /** Ends the workers; jobs that still wait are rejected. */
  close(): Promise<void>;
}

export interface WorkQueueOptions<Worker, Job, Result> {
  /** Whose jobs these are: the rejection at the end says it. */
  readonly name: string;
  /** Most workers at a time. */
  readonly limit: number;
  makeWorker(): Worker;
  work(worker: Worker, job: Job): Promise<Result>;
  /** While so many jobs wait, a worker is given several at a time, and need not wait for the next. @default one at a time */
  readonly crowd?: { readonly waiting: number; readonly atATime: number };
  /** Whether these jobs, which all workers are too busy for, are worth the start of another one. */
  isWorthWorker(waiting: readonly Job[]): boolean;
  /** Milliseconds after the first answer in which fewer jobs wait before they are worth a worker, too. @default for ever */
  readonly patience?: number;
}

interface Entry<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens a queue. Nothing starts before the first job. */
export function openWorkQueue<Worker extends { close(): Promise<void> }, Job, Result>(
  options: WorkQueueOptions<Worker, Job, Result>,
): WorkQueue<Worker, Job, Result> {
  const { limit, patience, crowd } = options;
  const workers: Worker[] = [];
  /** Jobs that each worker has. */
  const loads = new Map<Worker, number>();
  const queue: Entry<Job, Result>[] = [];
  let isClosed = false;
  let hasAnswered = false;
  let isLosingPatience = false;

  const addWorker = (): Worker => {
    const worker = options.makeWorker();
    workers.push(worker);
    return worker;
  };
  const loadOf = (worker: Worker): number => loads.get(worker) ?? 0;
  /** Few jobs are left to whoever is free: one that waits behind a long one would be late. */
  const mostForEach = (): number => (crowd !== undefined && queue.length >= crowd.waiting ? crowd.atATime : 1);
  const nextFor = (worker: Worker): Entry<Job, Result> | undefined =>
    loadOf(worker) > mostForEach() ? undefined : queue.shift();
  const run = async (worker: Worker): Promise<void> => {
    loads.set(worker, loadOf(worker) + 1);
    for (let entry = nextFor(worker); entry !== undefined; entry = nextFor(worker)) {
      try {
        const answer = await options.work(worker, entry.job);
        hasAnswered = true;
        if (queue.length > 0) losePatience();
        entry.resolve(answer);
      } catch (error) {
        entry.reject(error);
      }
    }
    loads.set(worker, loadOf(worker) - 1);
  };
  /** Jobs are not waiting for one another while the first worker is still starting. */
  const losePatience = (): void => {
    if (patience === undefined || isLosingPatience || !hasAnswered || workers.length >= limit) return;
    isLosingPatience = true;
    setTimeout(() => {
      isLosingPatience = false;
      if (!isClosed && queue.length > 0 && workers.length < limit) void run(addWorker());
    }, patience).unref();
  };
  const isWorthWorker = (): boolean => workers.length === 0 || options.isWorthWorker(queue.map(({ job }) => job));
  const closed = (): Error => new Error(`${options.name} is closed`);
  return {
    start: (begin) => {
      if (workers.length === 0) begin(addWorker());
    },
    submit: (job) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(closed());
        queue.push({ job, resolve, reject });
        const [freest] = workers.toSorted((a, b) => loadOf(a) - loadOf(b));
        if (freest !== undefined && loadOf(freest) < mostForEach()) return void run(freest);
        if (workers.length >= limit) return;
        if (isWorthWorker()) return void run(addWorker());
        losePatience();
      }),
    rest: async () => {
      const idle = workers.filter((worker) => loadOf(worker) === 0);
      for (const worker of idle) workers.splice(workers.indexOf(worker), 1);
      await Promise.all(idle.map((worker) => worker.close()));
    },
    close: async () => {
      isClosed = true;
      for (const entry of queue.splice(0)) entry.reject(closed());
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
