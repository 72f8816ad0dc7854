// The workflows' check line, run as a runner runs it: by a shell, through npx, in a repository that has slipway installed.
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planTestPlatform } from '../support/platforms.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const FILES = {
  github: '.github/workflows/slipway.yaml',
  gitlab: '.gitlab/slipway.yml',
  bitbucket: 'bitbucket-pipelines.yml',
} as const;

function configText(ci: string, replicas: number): string {
  return `import { aws, definePlatform } from 'slipway';

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform.git' },
  environments: { dev: { domain: 'dev.shop.example' } },
  clusters: {
    dev: {
      environment: 'dev',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop-dev' }),
      kubernetes: '1.34',
      hub: true,
      api: { server: 'https://dev.k8s.shop.example' },
    },
  },
  teams: { core: { owners: ['@shop/core'] } },
  sizes: { small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } },
  services: { web: { image: 'registry.shop.example/web:1.0.0', port: 8080, size: 'small', replicas: ${replicas} } },
  ci: '${ci}',
});
`;
}

interface Ended {
  readonly code: number;
  readonly output: string;
}

function shell(line: string, cwd: string): Promise<Ended> {
  return new Promise((settle) => {
    execFile('sh', ['-c', line], { cwd, env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      settle({ code, output: stdout + stderr });
    });
  });
}

test('the check lines exit 0 on a fresh tree, also with what a pipeline wrote into it, and 1 on a stale one', async () => {
  // Bitbucket's line is that of GitLab.
  const systems = ['github', 'gitlab'] as const;
  const root = temporaryFolder({
    'platform.config.ts': configText('github', 1),
    'package.json': '{ "private": true, "type": "module" }',
    'node_modules/.bin/slipway': `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`,
  });
  chmodSync(join(root, 'node_modules/.bin/slipway'), 0o755);
  const check = async (ci: (typeof systems)[number]) => {
    const line = /- (?:run: )?(npx .*)/.exec(planTestPlatform({ ci }).text(FILES[ci]))?.[1] ?? '';
    return shell(line, root);
  };

  const generated = await shell('npx --no -- slipway generate', root);
  expect(generated.output).toMatch(/ 0 errors/);
  expect(generated.code).toBe(0);
  writeFileIn(
    root,
    'environments/dev/apps/web/image.yaml',
    `image:\n  tag: "7e5"\n  digest: sha256:${'ab'.repeat(32)}\n`,
  );
  for (const ci of systems) expect((await check(ci)).code).toBe(0);

  writeFileIn(root, 'platform.config.ts', configText('github', 2));
  for (const ci of systems) {
    const stale = await check(ci);
    expect(stale.code).toBe(1);
    expect(stale.output).toMatch(
      ci === 'github' ? /^::error file=apps\/web\/values\.yaml,/m : /apps\/web\/values\.yaml error stale-file /,
    );
  }
}, 60_000);
