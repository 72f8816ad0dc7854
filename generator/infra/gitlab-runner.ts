import { count, text } from '../model/option-schema.ts';
import { loginSecret, loginSecrets } from './_database.ts';
import { defineComponentWith } from './_define.ts';
import { resources } from './_pods.ts';
import { hasMonitors } from './_telemetry.ts';

export interface GitlabRunnerOptions {
  /** E.g. `https://gitlab.com`. */
  readonly gitlab: string;
  /** Jobs at once. @default 10 */
  readonly concurrent: number;
  /** Image of jobs that name none. @default 'alpine:3.22' */
  readonly image: string;
  /** Entry of the secret store with `token`, of a runner that was made in GitLab. @default the component's name */
  readonly secret: string;
}

/**
 * Runner of GitLab whose jobs are pods of its namespace. Its archive was not at hand: the values follow the chart's
 * documentation and are checked at the first render.
 */
export const gitlabRunner = defineComponentWith<GitlabRunnerOptions, 'gitlab'>({
  kind: 'gitlab-runner',
  summary: 'Runs jobs of GitLab, in a pod each',
  chart: { repository: 'https://charts.gitlab.io', name: 'gitlab-runner', version: '0.86.0' },
  namespace: 'gitlab-runner',
  wave: 40,
  placement: 'hub',
  after: ['external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['registry.gitlab.com/gitlab-org'],
  podSecurity: 'baseline',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 9252, pods: {} }],
  identities: [],
  options: {
    properties: {
      gitlab: { type: 'string', pattern: '^https://[^\\s/@]+(/[^\\s@]*)?$' },
      concurrent: { ...count, minimum: 1 },
      image: text,
      secret: { type: 'string' },
    },
    required: ['gitlab'],
  },
  defaults: { concurrent: 10, image: 'alpine:3.22', secret: '' },
  examples: [{ gitlab: 'https://gitlab.shop.example' }],
  values: {
    base: ({ release, options }, platform) => ({
      gitlabUrl: options.gitlab,
      concurrent: options.concurrent,
      rbac: { create: true },
      serviceAccount: { create: true },
      runners: { secret: loginSecret(release), config: runnerConfig(options.image) },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      resources: resources('100m', '128Mi', '256Mi'),
      metrics: { enabled: true, serviceMonitor: { enabled: hasMonitors(platform) } },
      service: { enabled: true },
    }),
  },
  secrets: (settings) => [
    ...loginSecrets(settings, { token: 'token' }).map((secret) => ({
      ...secret,
      // The chart wants both keys; registration tokens are gone.
      template: { 'runner-token': '{{ .token }}', 'runner-registration-token': '' },
    })),
  ],
});

/** Configuration of the runner; the chart fills in the namespace. */
function runnerConfig(image: string): string {
  return `[[runners]]
  [runners.kubernetes]
    namespace = "{{ .Release.Namespace }}"
    image = ${JSON.stringify(image)}
    cpu_request = "250m"
    memory_request = "512Mi"
    memory_limit = "2Gi"
    privileged = false
    allow_privilege_escalation = false
`;
}
