import type { HelmValues } from '../config/component-types.ts';
import { mapOf, oneOf, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { EVERY_NODE, RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { PATIENT_LIVENESS } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface FalcoOptions {
  /** Least priority of an event that is told. @default 'notice' */
  readonly priority: 'debug' | 'informational' | 'notice' | 'warning' | 'error' | 'critical';
  /** File name → rules of one's own, in YAML. @default none */
  readonly rules: Readonly<Record<string, string>>;
}

/** Watches the system calls of each node, and tells what no program of yours should do. Events go to the log of its pods. */
export const falco = defineComponent<FalcoOptions>({
  kind: 'falco',
  summary: 'Detects attacks by system calls',
  chart: { repository: 'https://falcosecurity.github.io/charts', name: 'falco', version: '9.1.0' },
  namespace: 'falco',
  wave: 30,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/falcosecurity'],
  waivers: [
    {
      rules: [
        'POD-003',
        'POD-005',
        'POD-006',
        'POD-007',
        'POD-008',
        'POD-010',
        'POD-011',
        'POD-018',
        'POD-019',
        'server-warning',
      ],
      targets: ['DaemonSet/{release}'],
      reason:
        'It loads a probe into the kernel of the node and asks the runtime which container a system call came from.',
    },
    {
      rules: ['POD-020'],
      targets: ['DaemonSet/{release}'],
      reason: 'The chart has no value that leaves the token out; no binding gives it a right.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8765, pods: chartPods('falco') }],
  identities: [],
  options: {
    properties: {
      priority: oneOf('debug', 'informational', 'notice', 'warning', 'error', 'critical'),
      rules: mapOf(text),
    },
    required: [],
  },
  defaults: { priority: 'notice', rules: {} },
  values: {
    base: ({ release, options }, platform): HelmValues => ({
      fullnameOverride: release,
      tty: true,
      healthChecks: { livenessProbe: PATIENT_LIVENESS },
      collectors: {
        containerEngine: {
          engines: {
            docker: { enabled: false },
            podman: { enabled: false },
            lxc: { enabled: false },
            libvirt_lxc: { enabled: false },
            bpm: { enabled: false },
          },
        },
      },
      // Nothing is built or loaded that the kernel does not have; it needs Linux 5.8.
      driver: { kind: 'modern_ebpf', modernEbpf: { leastPrivileged: true } },
      falco: { json_output: true, priority: options.priority },
      customRules: { ...options.rules },
      tolerations: EVERY_NODE,
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: null, memory: '1Gi' } },
      falcoctl: {
        artifact: {
          install: { resources: resources('20m', '64Mi', '256Mi'), securityContext: RESTRICTED_CONTAINER },
          follow: { resources: resources('20m', '64Mi', '256Mi'), securityContext: RESTRICTED_CONTAINER },
        },
      },
      metrics: { enabled: true },
      serviceMonitor: { create: hasMonitors(platform) },
    }),
  },
});
