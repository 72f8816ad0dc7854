import { count, quantity, text } from '../model/option-schema.ts';
import { ACTIONS_CHARTS, ACTIONS_VERSION, CONTROLLER_ACCOUNT } from './_actions.ts';
import { loginSecret, loginSecrets } from './_database.ts';
import { defineComponentWith } from './_define.ts';
import { resources } from './_pods.ts';

export interface GhaRunnerScaleSetOptions {
  /** Organization or repository that the runners serve, e.g. `https://github.com/shop`. */
  readonly github: string;
  /** Runners that wait for work. @default 0 */
  readonly min: number;
  /** @default 10 */
  readonly max: number;
  /** @default '1' */
  readonly cpu: string;
  /** @default '4Gi' */
  readonly memory: string;
  /** GitHub gives no work to a runner that is a month old, so no version stands here. @default 'ghcr.io/actions/actions-runner:latest' */
  readonly image: string;
  /** Entry of the secret store with a GitHub App. @default the component's name */
  readonly secret: string;
}

/**
 * One set of runners for GitHub Actions; workflows ask for it by the component's name, `runs-on: <name>`. The entry of
 * the secret store holds `app-id`, `installation-id` and `private-key` of a GitHub App.
 */
export const ghaRunnerScaleSet = defineComponentWith<GhaRunnerScaleSetOptions, 'github'>({
  kind: 'gha-runner-scale-set',
  summary: 'Runners for GitHub Actions, as many as there is work',
  chart: { repository: ACTIONS_CHARTS, name: 'gha-runner-scale-set', version: ACTIONS_VERSION },
  namespace: 'arc-runners',
  wave: 50,
  placement: 'everywhere',
  after: ['external-secrets', 'gha-runner-scale-set-controller'],
  requires: ['gha-runner-scale-set-controller'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  waivers: [
    {
      rules: ['RBAC-003', 'RBAC-004', 'RBAC-005'],
      targets: ['Role/{release}-gha-rs-manager'],
      reason: 'By it the controller makes runners in this namespace, each with a Secret of its own and no rights.',
    },
  ],
  podSecurity: 'baseline',
  stateful: false,
  serves: [],
  identities: [],
  options: {
    properties: {
      github: { type: 'string', pattern: '^https://[^\\s/@]+(/[^\\s/@]+){1,2}$' },
      min: count,
      max: { ...count, minimum: 1 },
      cpu: quantity,
      memory: quantity,
      image: text,
      secret: { type: 'string' },
    },
    required: ['github'],
  },
  defaults: { min: 0, max: 10, cpu: '1', memory: '4Gi', image: 'ghcr.io/actions/actions-runner:latest', secret: '' },
  examples: [{ github: 'https://github.com/shop' }],
  values: {
    base: ({ release, options }, platform) => {
      const controller = platform.components.find((one) => one.definition.kind === 'gha-runner-scale-set-controller');
      return {
        githubConfigUrl: options.github,
        githubConfigSecret: loginSecret(release),
        runnerScaleSetName: release,
        minRunners: options.min,
        maxRunners: options.max,
        controllerServiceAccount: { name: CONTROLLER_ACCOUNT, namespace: controller?.namespace ?? 'arc-systems' },
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'runner',
                image: options.image,
                command: ['/home/runner/run.sh'],
                resources: resources(options.cpu, options.memory, options.memory),
              },
            ],
          },
        },
      };
    },
  },
  secrets: (settings) =>
    loginSecrets(settings, {
      github_app_id: 'app-id',
      github_app_installation_id: 'installation-id',
      github_app_private_key: 'private-key',
    }),
});
