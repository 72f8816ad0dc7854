import type { RuleCase } from './support/expect-rules.ts';

const disk = { path: '/data', size: '10Gi', kind: 'block' };
const files = { path: '/media', size: '1Ti', kind: 'file' };
const job = { command: ['./migrate'], when: 'before-sync' };
const nightly = { command: ['./report'], schedule: '0 3 * * *' };
const on = (cloud: string, options: object = {}) => ({
  'clusters.prod-us.cloud': { cloud, options: { region: 'north', ...options } },
});

export const VOLUME_CASES: readonly RuleCase[] = [
  {
    rule: 'invalid-volume-name',
    when: { 'services.catalog.volumes': { 'scratch-0': disk } },
    path: "services.catalog.volumes['scratch-0']",
    message: '"scratch-0" is not a name for a volume',
    not: { 'services.catalog.volumes': { 'scratch-a': disk } },
  },
  {
    rule: 'incomplete-volume',
    when: { 'services.catalog.volumes': { data: { path: '/data' } } },
    path: 'services.catalog.volumes.data',
    message: 'volume "data" has no `size`, no `kind`',
    not: {
      'services.catalog.volumes': { data: disk },
      'services.catalog.environments': {
        dev: { volumes: { data: { size: '1Gi' } } },
        prod: { volumes: { data: null } },
      },
    },
  },
  {
    rule: 'volume-path',
    when: { 'services.catalog.volumes': { data: { ...disk, path: '/' } } },
    path: 'services.catalog.volumes.data.path',
    message: '"/" is not a path to mount at',
    not: { 'services.catalog.volumes': { data: { ...disk, path: '/var/data/' } } },
  },
  {
    rule: 'path-mounted-twice',
    when: {
      'services.catalog.scratch': { '/data': '1Gi' },
      'services.catalog.volumes': { data: { ...disk, path: '/data/' } },
    },
    path: 'services.catalog.volumes.data.path',
    message: 'a scratch folder lies at "/data/" already',
    not: { 'services.catalog.scratch': { '/data/cache': '1Gi' }, 'services.catalog.volumes': { data: disk } },
  },
  {
    rule: 'path-mounted-twice',
    when: { 'services.catalog.volumes': { data: disk, more: disk } },
    path: 'services.catalog.volumes.more.path',
    message: 'volume "data" lies at "/data" already',
    not: { 'services.catalog.volumes': { data: disk, media: files } },
  },
  {
    rule: 'invalid-quantity',
    when: { 'services.catalog.volumes': { data: { ...disk, size: '10 GB' } } },
    path: 'services.catalog.volumes.data.size',
    message: '"10 GB" is not a quantity',
    not: { 'services.catalog.volumes': { data: disk } },
  },
  {
    rule: 'strategy-with-disks',
    when: { 'services.web.volumes': { data: disk } },
    path: 'services.web.strategy',
    message: 'volume "data" is a disk of each replica',
    not: { 'services.web.volumes': { media: files }, 'services.catalog.volumes': { data: disk } },
  },
  {
    rule: 'missing-block-storage',
    when: {
      'infra.disks': undefined,
      'infra.events.options.environments': { dev: false },
      'services.catalog.volumes': { data: disk },
    },
    path: 'services.catalog.volumes.data.kind',
    message: 'a block volume (block-storage) needs cumulus-disks, which is not on "dev-eu"',
    not: { 'services.catalog.volumes': { data: disk } },
  },
  {
    rule: 'missing-file-storage',
    when: { 'services.catalog.volumes': { media: files } },
    path: 'services.catalog.volumes.media.kind',
    message: 'a file volume (file-storage) needs cumulus-files, which is not on "dev-eu"',
    not: {
      'services.catalog.volumes': { media: files },
      'services.catalog.environments': { dev: { volumes: { media: { kind: 'block' } } } },
    },
  },
  {
    rule: 'missing-file-class',
    when: { ...on('cirrus'), 'services.catalog.volumes': { media: files } },
    path: 'services.catalog.volumes.media.kind',
    message: 'cloud cirrus of cluster "prod-us" has no class for files: it keeps no files',
    not: { ...on('cirrus'), 'services.catalog.volumes': { data: disk } },
  },
  {
    rule: 'missing-file-class',
    when: { ...on('nebula'), 'services.catalog.volumes': { media: files } },
    path: 'services.catalog.volumes.media.kind',
    message: 'its cloud nebula needs `share` for one',
    not: { ...on('nebula', { share: 'fs-1' }), 'services.catalog.volumes': { media: files } },
  },
  {
    rule: 'missing-file-class',
    when: {
      'infra.files': { component: 'cumulus-files', options: {} },
      'services.catalog.volumes': { media: files },
    },
    path: 'services.catalog.volumes.media.kind',
    message: 'cluster "dev-eu" has no class for files: `infra.files` names no file system for it',
    not: {
      'infra.files': { component: 'cumulus-files', options: { shares: { 'dev-eu': 'fs-1' } } },
      'services.catalog.volumes': { media: files },
    },
  },
  {
    rule: 'invalid-job-name',
    when: { 'services.catalog.jobs': { 'migrate-': job } },
    path: "services.catalog.jobs['migrate-']",
    message: '"migrate-" is not a name for a job',
    not: { 'services.catalog.jobs': { migrate: job } },
  },
  {
    rule: 'invalid-job-name',
    when: { 'services.catalog.jobs': { [`${'report-'.repeat(6)}abc`]: nightly } },
    path: `services.catalog.jobs['${'report-'.repeat(6)}abc']`,
    message: 'is 1 characters too long',
    not: { 'services.catalog.jobs': { [`${'report-'.repeat(6)}abc`]: job } },
  },
  {
    rule: 'job-without-time',
    when: { 'services.catalog.jobs': { report: { command: ['./report'] } } },
    path: 'services.catalog.jobs.report',
    message: 'nothing says when job "report" runs',
    not: { 'services.catalog.jobs': { report: nightly } },
  },
  {
    rule: 'job-without-time',
    when: { 'services.catalog.jobs': { report: { ...nightly, when: 'before-sync' } } },
    path: 'services.catalog.jobs.report.when',
    message: 'job "report" has both `when` and `schedule`',
    not: {
      'services.catalog.jobs': { report: nightly },
      'services.catalog.environments': { dev: { jobs: { report: { schedule: null, when: 'before-sync' } } } },
    },
  },
  {
    rule: 'job-without-command',
    when: { 'services.catalog.jobs': { migrate: { ...job, command: [] } } },
    path: 'services.catalog.jobs.migrate',
    message: 'job "migrate" has neither `command` nor `args`',
    not: { 'services.catalog.jobs': { migrate: { when: 'before-sync', args: ['migrate'] } } },
  },
  {
    rule: 'invalid-schedule',
    when: { 'services.catalog.jobs': { report: { ...nightly, schedule: '0 24 * * *' } } },
    path: 'services.catalog.jobs.report.schedule',
    message: '"0 24 * * *" is not a schedule',
    not: { 'services.catalog.jobs': { report: { ...nightly, schedule: '@daily' } } },
  },
  {
    rule: 'invalid-schedule',
    when: { 'services.catalog.jobs': { report: { ...nightly, timeZone: 'Berlin time' } } },
    path: 'services.catalog.jobs.report.timeZone',
    message: '"Berlin time" is not a time zone',
    not: { 'services.catalog.jobs': { report: { ...nightly, timeZone: 'America/Argentina/Buenos_Aires' } } },
  },
  {
    rule: 'invalid-schedule',
    when: { 'services.catalog.jobs': { migrate: { ...job, timeZone: 'Europe/Berlin' } } },
    path: 'services.catalog.jobs.migrate.timeZone',
    message: 'a time zone without a `schedule`',
    not: { 'services.catalog.jobs': { migrate: job } },
  },
  {
    rule: 'unknown-size',
    when: { 'services.catalog.jobs': { migrate: { ...job, size: 'smal' } } },
    path: 'services.catalog.jobs.migrate.size',
    message: '"smal" is not a size; did you mean "small"?',
    not: { 'services.catalog.jobs': { migrate: { ...job, size: 'small' } } },
  },
];
