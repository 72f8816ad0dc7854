/** Jobs of a service: what runs, when, and under which name. */
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft } from '../draft.ts';
import { isCronSchedule } from './_cron.ts';
import { defineRule } from './_define.ts';

/** Longest name of a Job, which its pods carry as a label; of a CronJob, which leaves room for the time of each run. */
const LONGEST = { job: 63, scheduled: 52 };
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

interface DraftJob {
  readonly service: string;
  readonly name: string;
  readonly node: ConfigNode;
}

/** Each job of the merged settings. */
function jobs(draft: Draft): readonly DraftJob[] {
  return [...draft.services.values()].flatMap(({ name: service, variants }) =>
    variants.flatMap(({ settings }) =>
      settings
        .get('jobs')
        .entries()
        .filter(([, node]) => node.isRecord)
        .map(([name, node]) => ({ service, name, node })),
    ),
  );
}

export const invalidJobName = defineRule({
  name: 'invalid-job-name',
  summary: `A job’s name is a DNS label; \`<service>-<job>\` has at most ${LONGEST.job} characters, or ${LONGEST.scheduled} with a schedule.`,
  *check(draft) {
    for (const { service, name, node } of jobs(draft)) {
      const longest = node.get('schedule').exists ? LONGEST.scheduled : LONGEST.job;
      const over = `${service}-${name}`.length - longest;
      if (!LABEL.test(name)) {
        yield {
          path: node.path,
          message: `${quote(name)} is not a name for a job`,
          fix: 'Use lower-case letters, digits and `-`, e.g. `migrate`.',
        };
      } else if (over > 0) {
        yield {
          path: node.path,
          message: `${quote(`${service}-${name}`)} is ${over} characters too long`,
          fix: `Shorten the name of the job or of the service: together at most ${longest}.`,
        };
      }
    }
  },
});

export const jobWithoutTime = defineRule({
  name: 'job-without-time',
  summary: 'A job runs before each sync, or by a schedule.',
  *check(draft) {
    for (const { name, node } of jobs(draft)) {
      const [when, schedule] = [node.get('when'), node.get('schedule')];
      if (when.exists !== schedule.exists) continue;
      yield {
        path: when.exists ? when.path : node.path,
        message: when.exists
          ? `job ${quote(name)} has both \`when\` and \`schedule\``
          : `nothing says when job ${quote(name)} runs`,
        fix: when.exists
          ? 'Keep one, or make two jobs of it.'
          : "Add `when: 'before-sync'`, or a `schedule` such as `0 3 * * *`.",
      };
    }
  },
});

export const jobWithoutCommand = defineRule({
  name: 'job-without-command',
  summary: 'A job says what it runs: without a command or arguments it would be the service itself, and never end.',
  *check(draft) {
    for (const { name, node } of jobs(draft)) {
      if (['command', 'args'].some((key) => node.get(key).items().length > 0)) continue;
      yield {
        path: node.path,
        message: `job ${quote(name)} has neither \`command\` nor \`args\``,
        fix: "Add what it runs, e.g. `command: ['./migrate']`.",
      };
    }
  },
});

export const invalidSchedule = defineRule({
  name: 'invalid-schedule',
  summary: 'A schedule has the five fields of cron; its time zone stands beside it.',
  *check(draft) {
    for (const { node } of jobs(draft)) {
      const [schedule, zone] = [node.get('schedule'), node.get('timeZone')];
      if (schedule.text !== undefined && !isCronSchedule(schedule.text)) {
        yield {
          path: schedule.path,
          message: `${quote(schedule.text)} is not a schedule`,
          fix: 'Write minute, hour, day of the month, month and day of the week, e.g. `0 3 * * *`.',
        };
      }
      if (zone.text !== undefined && (!schedule.exists || !isTimeZone(zone.text))) {
        yield {
          path: zone.path,
          message: schedule.exists ? `${quote(zone.text)} is not a time zone` : 'a time zone without a `schedule`',
          fix: schedule.exists ? 'Write a name such as `Europe/Berlin`.' : 'Remove it, or add the schedule.',
        };
      }
    }
  },
});

/** By form: which zones there are, the cluster's own data say. */
function isTimeZone(text: string): boolean {
  return /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(text) && text !== 'Local';
}
