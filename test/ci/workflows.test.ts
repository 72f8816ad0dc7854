import { expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { planTestPlatform } from '../support/platforms.ts';

const FILES = {
  github: '.github/workflows/slipway.yaml',
  gitlab: '.gitlab/slipway.yml',
  bitbucket: 'bitbucket-pipelines.yml',
} as const;
const SYSTEMS = ['github', 'gitlab', 'bitbucket'] as const;

const textOf = (ci: keyof typeof FILES) => planTestPlatform({ ci }).text(FILES[ci]);

/** Command lines of a workflow, whichever system it is for. */
function commandsOf(ci: keyof typeof FILES): readonly string[] {
  const workflow = parse(textOf(ci));
  switch (ci) {
    case 'github':
      return workflow.jobs.check.steps.flatMap((step: { run?: string }) => step.run ?? []);
    case 'gitlab':
      return workflow['slipway check'].script;
    case 'bitbucket':
      return workflow.pipelines['pull-requests']['**'][0].step.script;
  }
}

test.each(SYSTEMS)('%s: only the workflow of the chosen system is emitted', (ci) => {
  const paths = planTestPlatform({ ci })
    .files()
    .map(({ path }) => path);
  expect(paths.filter((path) => Object.values(FILES).some((file) => file === path))).toEqual([FILES[ci]]);
});

test('no workflow is emitted when no system is chosen', () => {
  const paths = planTestPlatform()
    .files()
    .map(({ path }) => path);
  expect(paths.filter((path) => Object.values(FILES).some((file) => file === path))).toEqual([]);
});

test.each(SYSTEMS)('%s: the file is YAML without errors or warnings, for readers of 1.1 and 1.2', (ci) => {
  for (const version of ['1.1', '1.2'] as const) {
    const { errors, warnings } = parseDocument(textOf(ci), { version });
    expect([...errors, ...warnings]).toEqual([]);
  }
});

test.each(SYSTEMS)('%s: installs what the lock file says, then checks with what was installed', (ci) => {
  const [install, check, ...rest] = commandsOf(ci);
  expect(install).toBe('npm ci');
  expect(check).toMatch(/^npx --no -- slipway check( --format github)?$/);
  expect(rest).toEqual([]);
});

/** What runs for a pull request: of Bitbucket's one file, that part of it. */
function checkOf(text: string, ci: keyof typeof FILES): string {
  return ci === 'bitbucket' ? JSON.stringify(parse(text).pipelines['pull-requests']) : text;
}

test.each(SYSTEMS)('%s: the check holds no secret, no cache, and no name of the platform', (ci) => {
  const text = checkOf(textOf(ci), ci);
  expect(text).not.toMatch(/secret|token|password|shop/i);
  expect(text.replace('cache: []', '').replace('package-manager-cache: false', '')).not.toMatch(/cache/i);
  const renamed = planTestPlatform({
    ci,
    name: 'other',
    repository: { url: 'https://git.other.example/a.git', branch: 'trunk' },
  });
  expect(checkOf(renamed.text(FILES[ci]), ci)).toBe(text);
});

test('github: reads the code and nothing else, on pull requests, with actions of a pinned major', () => {
  const workflow = parse(textOf('github'));
  expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'jobs']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  // pull_request_target would run a stranger's config with the repository's rights.
  expect(Object.keys(workflow.on)).toEqual(['pull_request', 'merge_group']);
  const steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[] =
    workflow.jobs.check.steps;
  const uses = steps.flatMap((step) => step.uses ?? []);
  expect(uses.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action))).toEqual([]);
  expect(steps[0]?.with).toEqual({ 'persist-credentials': false });
  expect(steps[1]?.with).toEqual({ 'node-version': 20, 'package-manager-cache': false });
});

test('gitlab: one job to include, for merge requests only', () => {
  const pipeline = parse(textOf('gitlab'));
  expect(Object.keys(pipeline)).toEqual(['slipway check']);
  expect(pipeline['slipway check']).toMatchObject({
    image: 'node:20',
    cache: [],
    rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }],
  });
  expect(textOf('gitlab')).toContain('#     - local: .gitlab/slipway.yml\n');
});

test('bitbucket: one step for every pull request', () => {
  const pipeline = parse(textOf('bitbucket'));
  expect(Object.keys(pipeline)).toEqual(['export', 'image', 'pipelines', 'definitions']);
  expect(Object.keys(pipeline.pipelines)).toEqual(['pull-requests', 'custom']);
});
