import { quantity } from '../model/option-schema.ts';
import { loginSecret, loginSecrets } from './_database.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';

export interface JenkinsOptions {
  /** Volume of its home. @default '50Gi' */
  readonly storage: string;
  /** @default '1' */
  readonly cpu: string;
  /** @default '4Gi' */
  readonly memory: string;
  /** Entry of the secret store with `user` and `password` of the administrator. @default the component's name */
  readonly secret: string;
}

/** Jenkins with agents that are pods, one for each build. Jobs and logins are configuration as code, through `values`. */
export const jenkins = defineComponent<JenkinsOptions>({
  kind: 'jenkins',
  summary: 'Builds, in a pod each',
  chart: { repository: 'https://charts.jenkins.io', name: 'jenkins', version: '5.9.53' },
  namespace: 'jenkins',
  wave: 40,
  placement: 'hub',
  after: ['aws-ebs-csi-driver', 'external-secrets'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/jenkins', 'docker.io/kiwigrid'],
  waivers: [
    {
      rules: ['RBAC-004'],
      targets: ['Role/{release}-schedule-agents'],
      reason: 'It makes a pod of its own namespace for each build, and runs the steps of the build in it.',
    },
    {
      rules: ['REL-004'],
      targets: ['StatefulSet/{release}'],
      reason: 'Jenkins is one process with one home; builds wait while it restarts, and go on.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [],
  identities: [],
  options: {
    properties: { storage: quantity, cpu: quantity, memory: quantity, secret: { type: 'string' } },
    required: [],
  },
  defaults: { storage: '50Gi', cpu: '1', memory: '4Gi', secret: '' },
  values: {
    base: ({ release, options }) => {
      const container = { ...RESTRICTED_CONTAINER, runAsUser: 1000, runAsGroup: 1000 };
      return {
        fullnameOverride: release,
        controller: {
          admin: {
            createSecret: false,
            existingSecret: loginSecret(release),
            userKey: 'user',
            passwordKey: 'password',
          },
          resources: {
            ...resources(options.cpu, options.memory, options.memory),
            limits: { cpu: null, memory: options.memory },
          },
          initContainerResources: resources('100m', '512Mi', '1Gi'),
          containerSecurityContext: container,
          podSecurityContextOverride: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
          // The plugins of the chart, not whatever is newest when the pod starts.
          installLatestPlugins: false,
          // The name of the test's pod would differ at every render.
          testEnabled: false,
          probes: { livenessProbe: { failureThreshold: 20 } },
          sidecars: {
            configAutoReload: { resources: resources('20m', '64Mi', '128Mi'), containerSecurityContext: container },
          },
        },
        agent: { resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '2', memory: '2Gi' } } },
        persistence: { size: options.storage },
      };
    },
    cloud: (_settings, cloud) => ({ persistence: { storageClass: cloud.blockStorageClass } }),
  },
  secrets: (settings) => loginSecrets(settings, { user: 'user', password: 'password' }),
});
