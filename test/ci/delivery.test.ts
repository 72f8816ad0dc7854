// Build, push and promote, as a runner's shell runs them: against a real Git repository, with stand-ins for `docker`, `gh` and `curl`.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { planTestPlatform } from '../support/platforms.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const URL_OF_PLATFORM = 'https://git.shop.example/shop/platform.git';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const SYSTEMS = ['github', 'gitlab', 'bitbucket'] as const;
type System = (typeof SYSTEMS)[number];

/** The tree of a small platform with a protected environment. */
function treeFor(ci: System): Readonly<Record<string, string>> {
  const plan = planTestPlatform({
    ci,
    repository: { url: URL_OF_PLATFORM, branch: 'trunk' },
    services: { web: { image: 'registry.shop.example:5000/core/web:1.0.0', port: 8080 } },
  });
  return Object.fromEntries(plan.files().map(({ path }) => [path, plan.text(path)]));
}

/** The scripts that deliver and promote. */
function scriptsOf(ci: System, root: string): { readonly deliver: string; readonly promote: string } {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  switch (ci) {
    case 'github': {
      const stepsOf = (path: string, job: string) => parse(read(path)).jobs[job].steps;
      return {
        deliver: stepsOf('.github/workflows/service.yaml', 'deliver')[1].run,
        promote: stepsOf('.github/workflows/promote.yaml', 'promote')[1].run,
      };
    }
    case 'gitlab': {
      const [, jobs] = parseAllDocuments(read('.gitlab/service.yml'));
      const deliver = jobs?.toJS()['deliver $[[ inputs.service ]] to $[[ inputs.environment ]]'];
      return { deliver: deliver.script[0], promote: parse(read('.gitlab/promote.yml')).promote.script[0] };
    }
    case 'bitbucket': {
      const { definitions, pipelines } = parse(read('bitbucket-pipelines.yml'));
      return {
        deliver: definitions.pipelines.service[0].step.script[1],
        promote: pipelines.custom.promote[1].step.script[0],
      };
    }
  }
}

/** A platform in a Git repository that its URL leads to, and a shell like that of a runner. */
function arrange(ci: System) {
  const root = temporaryFolder(treeFor(ci));
  const remote = join(temporaryFolder(), 'platform.git');
  const home = temporaryFolder({ '.gitconfig': `[url "file://${remote}"]\n  insteadOf = ${URL_OF_PLATFORM}\n` });
  const tool = (name: string, text: string) => {
    writeFileIn(home, `bin/${name}`, `#!/bin/sh\necho "${name} $*" >> "$HOME/calls"\n${text}\n`);
    chmodSync(join(home, 'bin', name), 0o755);
  };
  tool('docker', `case "$1 $2" in "image inspect") echo "other/image@sha256:0"; echo "\${5%:*}@${DIGEST}";; esac`);
  tool('gh', '');
  tool('curl', '');
  const env = { ...process.env, HOME: home, PATH: `${home}/bin:${process.env.PATH}`, GIT_CONFIG_NOSYSTEM: '1' };
  const run = (file: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}) =>
    execFileSync(file, args, { cwd, env: { ...env, ...more }, encoding: 'utf8', stdio: 'pipe' });
  const git = (cwd: string, ...args: readonly string[]) =>
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@shop.example', ...args], cwd);
  git(root, 'init', '--quiet', '--initial-branch=trunk');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'generated');
  git(root, 'clone', '--quiet', '--bare', root, remote);
  git(remote, 'config', 'receive.advertisePushOptions', 'true');
  return {
    ...scriptsOf(ci, root),
    shell: (script: string, cwd: string, variables: Readonly<Record<string, string>>) =>
      run('sh', ['-c', script], cwd, {
        ...{ REGISTRY_USERNAME: 'robot', REGISTRY_PASSWORD: 'x', PLATFORM_TOKEN: 'x', SERVICE: 'web' },
        ...variables,
      }),
    /** A file of a branch of the platform's repository. */
    show: (branch: string, path: string) => git(remote, 'show', `${branch}:${path}`),
    clone: () => {
      const folder = join(temporaryFolder(), 'clone');
      git(home, 'clone', '--quiet', URL_OF_PLATFORM, folder);
      return folder;
    },
    calls: () => (existsSync(join(home, 'calls')) ? readFileSync(join(home, 'calls'), 'utf8') : ''),
  };
}

const IMAGE = (environment: string) => `environments/${environment}/apps/web/image.yaml`;

test.each(SYSTEMS)(
  '%s: an image is built, pushed and brought to an environment, and from there to a protected one',
  (ci) => {
    const { deliver, promote, shell, show, clone, calls } = arrange(ci);
    const service = temporaryFolder({ Dockerfile: 'FROM scratch\n' });
    const before = show('trunk', IMAGE('prod'));
    shell(deliver, service, { ENVIRONMENT: 'dev', TAG: '7e5' });
    const text = show('trunk', IMAGE('dev'));
    expect(text).toMatch(/^# Seeded by slipway /);
    expect(parse(text, { version: '1.1' })).toEqual({ image: { tag: '7e5', digest: DIGEST } });
    expect(calls()).toContain('docker login --username robot --password-stdin registry.shop.example:5000\n');
    expect(calls()).toContain('docker push registry.shop.example:5000/core/web:7e5\n');
    const platform = clone();
    // The same again changes nothing, and is no failure.
    expect(shell(deliver, service, { ENVIRONMENT: 'dev', TAG: '7e5' })).toContain('is as wanted');
    expect(() => shell(deliver, service, { ENVIRONMENT: 'dev', TAG: '1', SERVICE: 'wbe' })).toThrow(
      /does wbe run in dev\?/,
    );

    shell(promote, platform, { FROM: 'dev', ENVIRONMENT: 'prod' });
    // Not without somebody's consent.
    expect(show('trunk', IMAGE('prod'))).toBe(before);
    expect(parse(show('image/web/prod', IMAGE('prod')), { version: '1.1' })).toEqual(parse(text, { version: '1.1' }));
    const words = {
      github: 'gh pr create --head image/web/prod',
      bitbucket: '/shop/platform/pullrequests',
      gitlab: '',
    };
    expect(calls()).toContain(words[ci]);
  },
  60_000,
);
