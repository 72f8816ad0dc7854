/** One service by itself: ports, probes, scaling, strategy, egress. */
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';
import { serviceLayers, serviceVariants } from './_service-settings.ts';

const PROBES = ['readiness', 'liveness', 'startup'];

/** Entries of one of the lists of a chart's connections. */
function itemsOf(chart: ConfigNode, list: 'serves' | 'uses'): readonly ConfigNode[] {
  return chart.get(list).items();
}

function portsOf(layer: ConfigNode): readonly ConfigNode[] {
  return [layer.get('port'), layer.at('metrics', 'port'), ...PROBES.map((probe) => layer.at('probes', probe, 'port'))];
}

export const invalidPort = defineRule({
  name: 'invalid-port',
  summary: 'Ports are 1 to 65535.',
  *check(draft) {
    const endpoints = draft.instances('stores').flatMap(({ options }) =>
      options
        .get('environments')
        .entries()
        .map(([, one]) => one.get('port')),
    );
    const served = draft.charts.flatMap(({ node }) => itemsOf(node, 'serves').map((one) => one.get('port')));
    for (const { number, path } of [...serviceLayers(draft).flatMap(portsOf), ...endpoints, ...served]) {
      if (number === undefined || (Number.isInteger(number) && number >= 1 && number <= 65_535)) continue;
      yield { path, message: `${number} is not a port`, fix: 'Use 1 to 65535.' };
    }
  },
});

export const meshPort = defineRule({
  name: 'mesh-port',
  summary: 'With a mesh, a service does not listen on the ports of its sidecar, 15000 to 15090.',
  *check(draft) {
    if (!draft.root.get('mesh').exists) return;
    for (const { number, path } of serviceLayers(draft).flatMap(portsOf)) {
      if (number === undefined || number < 15_000 || number > 15_090) continue;
      yield { path, message: `${number} is a port of the mesh’s sidecar`, fix: 'Use a port outside 15000–15090.' };
    }
  },
});

export const probeWithoutPort = defineRule({
  name: 'probe-without-port',
  summary: 'A probe has a port: its own, or the service’s.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      if (settings.get('port').exists) continue;
      for (const [, probe] of settings.get('probes').entries()) {
        if (!probe.isRecord || probe.get('port').exists) continue;
        yield {
          path: probe.path,
          message: 'the probe has no port, and neither has the service',
          fix: 'Add `port` to the probe.',
        };
      }
    }
  },
});

export const replicasAndScale = defineRule({
  name: 'replicas-and-scale',
  summary: 'A service has either `replicas` or `scale`.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      const replicas = settings.get('replicas');
      if (!replicas.exists || !settings.get('scale').exists) continue;
      yield {
        path: replicas.path,
        message: 'there are both `replicas` and `scale`, which would overwrite each other',
        fix: 'Keep one; an override deletes the other with `null`.',
      };
    }
  },
});

export const scaleBounds = defineRule({
  name: 'scale-bounds',
  summary: 'A service scales between two numbers in order; to zero only by consumer lag.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      const scale = settings.get('scale');
      const [min, max] = [scale.get('min'), scale.get('max')];
      if (!scale.isRecord) continue;
      for (const [key, bound] of Object.entries({ min, max })) {
        if (!bound.exists) yield { path: scale.path, message: `\`${key}\` is missing`, fix: 'Give `min` and `max`.' };
      }
      if (min.number !== undefined && max.number !== undefined && min.number > max.number) {
        yield {
          path: min.path,
          message: `the least, ${min.number}, is more than the most, ${max.number}`,
          fix: 'Lower `min` or raise `max`.',
        };
      }
      if (min.number === 0 && !scale.get('kafka').exists && !scale.get('mongodb').exists) {
        yield {
          path: min.path,
          message: 'only a service that scales by `kafka` lag or a query of `mongodb` can go down to 0',
          fix: 'Use 1 or more, or scale by one of these.',
        };
      }
    }
  },
});

export const scaleWithoutMeasure = defineRule({
  name: 'scale-without-measure',
  summary: 'A service scales by something: cpu, memory, kafka or mongodb.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      const scale = settings.get('scale');
      if (!scale.isRecord || ['cpu', 'memory', 'kafka', 'mongodb'].some((key) => scale.get(key).exists)) continue;
      yield {
        path: scale.path,
        message: 'nothing says when to scale',
        fix: 'Add `cpu`, `memory` (per cent of the request), `kafka` or `mongodb`.',
      };
    }
  },
});

export const canarySteps = defineRule({
  name: 'canary-steps',
  summary: 'Steps of a canary ascend within 1 to 99 per cent.',
  *check(draft) {
    for (const layer of serviceLayers(draft)) {
      const steps = layer.at('strategy', 'steps');
      if (layer.at('strategy', 'type').text !== 'canary' || !Array.isArray(steps.value)) continue;
      if (steps.items().length === 0)
        yield { path: steps.path, message: 'there is no step', fix: 'Give at least one, e.g. `[10, 50]`.' };
      let before = 0;
      for (const { number, path } of steps.items()) {
        if (number === undefined) continue;
        if (!Number.isInteger(number) || number < 1 || number > 99)
          yield {
            path,
            message: `${number} is not a step`,
            fix: 'Steps are whole numbers from 1 to 99; 100 follows by itself.',
          };
        else if (number <= before)
          yield {
            path,
            message: `step ${number} does not follow ${before}`,
            fix: 'Write the steps in ascending order, each once.',
          };
        before = Math.max(before, number);
      }
    }
  },
});

const HOST_PORT =
  /^(?=.{1,259}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(?::(\d{1,5}))?$/i;

export const invalidEgress = defineRule({
  name: 'invalid-egress',
  summary: 'A host outside the cluster is written `host:port`.',
  *check(draft) {
    const written = [
      ...serviceLayers(draft).map((layer) => layer.get('egress')),
      ...draft.charts.flatMap(({ node }) => itemsOf(node, 'uses').map((one) => one.get('hosts'))),
    ];
    for (const { text, path } of written.flatMap((list) => list.texts())) {
      const match = HOST_PORT.exec(text);
      const port = match?.[5];
      if (match !== null && (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535))) continue;
      yield {
        path,
        message: `${quote(text)} is not \`host:port\``,
        fix: 'Write e.g. `api.partner.example:443`: no scheme, path or wildcard.',
      };
    }
  },
});

export const scratchPath = defineRule({
  name: 'scratch-path',
  summary: 'A scratch folder is an absolute path, and not the root.',
  *check(draft) {
    for (const layer of serviceLayers(draft)) {
      for (const key of layer.get('scratch').keys) {
        if (/^\/[^:]+$/.test(key) && !key.split('/').includes('..')) continue;
        yield {
          path: [...layer.path, 'scratch', key],
          message: `${quote(key)} is not a path to mount at`,
          fix: 'Write an absolute path such as `/tmp`.',
        };
      }
    }
  },
});
