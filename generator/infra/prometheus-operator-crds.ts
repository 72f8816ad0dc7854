import { defineComponent } from './_define.ts';

/** Definitions of ServiceMonitor and its kin, before everything that has one. */
export const prometheusOperatorCrds = defineComponent<object>({
  kind: 'prometheus-operator-crds',
  summary: 'Custom resource definitions of the Prometheus operator',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-operator-crds',
    version: '31.0.1',
  },
  namespace: 'monitoring',
  wave: -10,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'monitoring.coreos.com': [
        'Alertmanager',
        'AlertmanagerConfig',
        'PodMonitor',
        'Probe',
        'Prometheus',
        'PrometheusAgent',
        'PrometheusRule',
        'ScrapeConfig',
        'ServiceMonitor',
        'ThanosRuler',
      ],
    },
    clusterKinds: [],
    namespaces: [],
  },
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: { base: () => ({}) },
});
