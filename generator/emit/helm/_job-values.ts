/** Jobs of a service as values of the shared chart. */
import type { HelmValues } from '../../config/component-types.ts';
import type { Job, ServiceSettings } from '../../model/platform.ts';

/** @returns jobs by name; one without a schedule runs before each sync */
export function jobValues({ jobs, resources }: ServiceSettings): HelmValues {
  return Object.fromEntries([...jobs].map(([name, job]) => [name, valuesOf(job, resources)]));
}

function valuesOf(job: Job, resources: ServiceSettings['resources']): HelmValues {
  const { command, args, schedule, timeout, retries } = job;
  return {
    ...(command.length === 0 ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    ...(schedule === null ? {} : { schedule: schedule.times, timeZone: schedule.timeZone }),
    // The chart gives it what its service has.
    ...(job.resources === resources
      ? {}
      : { resources: { requests: { ...job.resources.requests }, limits: { ...job.resources.limits } } }),
    timeout,
    retries,
  };
}
