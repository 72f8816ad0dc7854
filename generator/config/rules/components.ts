/** Components among themselves: what they need, and in which order they start. */
import type { ComponentDefinition } from '../../model/component.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster, DraftComponent } from '../draft.ts';
import { defineRule } from './_define.ts';

const pathOf = (component: DraftComponent) => ['infra', component.name];

/** Waves are given in bands of this many. */
const BAND = 10;

function needsOf({ definition }: DraftComponent): readonly string[] {
  return definition === undefined ? [] : [...new Set([...definition.after, ...definition.requires])];
}

/** What a component must come after on a cluster. */
function earlierOn(draft: Draft, cluster: DraftCluster, component: DraftComponent): readonly DraftComponent[] {
  const kinds = needsOf(component);
  return draft.componentsOn(cluster).filter((one) => one.kind !== undefined && kinds.includes(one.kind));
}

const isLate = (component: DraftComponent): boolean => component.node.get('layer').text === 'platform';

export const missingRequirement = defineRule({
  name: 'missing-requirement',
  summary: 'A component stands on each cluster with the kinds that it cannot work without.',
  *check(draft) {
    // A kind that the catalogue lacks cannot be added by the author: that is for the catalogue's own tests.
    const known = new Set(draft.registries.components.map((one) => one.kind));
    for (const component of draft.components) {
      const { requires = [], requiresOneOf = [] } = component.definition ?? {};
      const needs = [...requires.map((kind) => [kind]), ...(requiresOneOf.length === 0 ? [] : [requiresOneOf])];
      for (const choice of needs.map((kinds) => kinds.filter((kind) => known.has(kind)))) {
        const without = component.placement.filter(
          (cluster) => !draft.componentsOn(cluster).some(({ kind }) => kind !== undefined && choice.includes(kind)),
        );
        if (without.length === 0 || choice.length === 0) continue;
        const kinds = choice.join(' or ');
        yield {
          path: pathOf(component),
          message: `${component.kind} needs ${kinds}, which is not on ${without.map((one) => quote(one.name)).join(', ')}`,
          fix: `Add ${kinds} to \`infra\`, placed on ${without.length === component.placement.length ? 'the same clusters' : 'these clusters too'}.`,
        };
      }
    }
  },
});

export const componentCycle = defineRule({
  name: 'component-cycle',
  summary: 'Components do not wait for each other in a circle.',
  *check(draft) {
    const told = new Set<string>();
    for (const cluster of draft.clusters) {
      for (const cycle of cyclesOn(draft, cluster)) {
        const key = cycle
          .map((one) => one.name)
          .toSorted()
          .join(' ');
        const [first] = cycle;
        if (first === undefined || told.has(key)) continue;
        told.add(key);
        yield {
          path: pathOf(first),
          message: `${[...cycle, first].map((one) => one.name).join(' → ')}: each waits for the next`,
          fix: 'Take one `after` out of a component of your own; the catalogue’s have no circle.',
        };
      }
    }
  },
});

function cyclesOn(draft: Draft, cluster: DraftCluster): readonly (readonly DraftComponent[])[] {
  const cycles: (readonly DraftComponent[])[] = [];
  const done = new Set<DraftComponent>();
  const visit = (component: DraftComponent, trail: readonly DraftComponent[]): void => {
    const at = trail.indexOf(component);
    if (at >= 0) cycles.push(trail.slice(at));
    if (at >= 0 || done.has(component)) return;
    for (const next of earlierOn(draft, cluster, component)) visit(next, [...trail, component]);
    done.add(component);
  };
  for (const component of draft.componentsOn(cluster)) visit(component, []);
  return cycles;
}

export const waveOrder = defineRule({
  name: 'wave-order',
  summary: 'A component starts in a later wave, and in no earlier layer, than what it comes after.',
  *check(draft) {
    for (const component of draft.components) {
      const { definition } = component;
      if (definition === undefined) continue;
      const earlier = new Set(component.placement.flatMap((cluster) => earlierOn(draft, cluster, component)));
      for (const other of earlier) {
        if (other === component || other.definition === undefined) continue;
        if (isLate(other) && !isLate(component)) {
          yield {
            path: [...pathOf(other), 'layer'],
            message: `${other.name} is in layer platform, but ${component.name} of layer infra comes after it`,
            fix: `Remove \`layer\`, or move \`infra.${component.name}\` to layer platform too.`,
          };
        } else if (isLate(other) === isLate(component) && definition.wave <= other.definition.wave) {
          const fits = (Math.floor(other.definition.wave / BAND) + 1) * BAND;
          yield {
            path: pathOf(component),
            message: `${component.kind} (wave ${definition.wave}) comes after ${other.kind} (wave ${other.definition.wave}) of \`infra.${other.name}\`; wave ${fits} fits`,
            fix: `Set \`wave: ${fits}\` in the definition of ${component.kind}.`,
          };
        }
      }
    }
  },
});

/** Why clouds of the platform do not take a component that answers one of their questions. */
function reasonsAgainst(draft: Draft, definition: ComponentDefinition | undefined): readonly string[] {
  const question = definition?.answers;
  if (question === undefined) return [];
  const reasons = draft.clusters.flatMap(({ cloud, cloudDefinition }) => {
    const answer = cloudDefinition?.traits.capabilities[question];
    if (answer === undefined || answer.by === 'component') return [];
    return [`${question} on ${cloud}: ${answer.by === 'cloud' ? 'the cloud brings it itself' : answer.reason}`];
  });
  return [...new Set(reasons)];
}

export const deployedNowhere = defineRule({
  name: 'deployed-nowhere',
  summary: 'A component, service or chart is deployed on some cluster.',
  severity: 'low',
  *check(draft) {
    for (const component of [...draft.components, ...draft.services.values(), ...draft.charts]) {
      if (component.placement.length > 0 || draft.clusters.length === 0) continue;
      const reasons = reasonsAgainst(draft, draft.components.find((one) => one === component)?.definition);
      yield {
        path: [component.section, component.name],
        message: `it is deployed on no cluster${reasons.map((reason) => `; ${reason}`).join('')}`,
        fix: 'Widen `on`, or remove it.',
      };
    }
  },
});

/** `1.2.3`, `v1.2.3-rc.1`, `17.0.0+build`; ranges and wildcards are not versions. */
const EXACT = /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/;

export const inexactChartVersion = defineRule({
  name: 'inexact-chart-version',
  summary: 'A chart version is exact.',
  *check(draft) {
    const overrides = draft.components.flatMap(({ node }) =>
      ['environments', 'clusters'].flatMap((section) =>
        node
          .get(section)
          .entries()
          .map(([, layer]) => layer.get('chart')),
      ),
    );
    const versions = [
      ...draft.components.map(({ node }) => node.get('chart')),
      ...overrides,
      ...draft.charts.map(({ node }) => node.get('version')),
    ];
    for (const { text, path } of versions) {
      if (text === undefined || EXACT.test(text)) continue;
      yield {
        path,
        message: `${quote(text)} is not an exact version`,
        fix: 'Write all three numbers, e.g. `1.21.1`: no range, `x` or `latest`.',
      };
    }
  },
});

export const invalidChartRepository = defineRule({
  name: 'invalid-chart-repository',
  summary: 'A chart repository is an https URL, or an OCI registry without a scheme.',
  *check(draft) {
    for (const { node } of draft.charts) {
      const repository = node.get('repository');
      if (
        repository.text === undefined ||
        /^https:\/\/[^\s@]+$/.test(repository.text) ||
        /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[\w.-]+)+$/i.test(repository.text)
      )
        continue;
      yield {
        path: repository.path,
        message: `${quote(repository.text)} is not a chart repository that Argo CD reads`,
        fix: 'Write an https URL without credentials; an OCI registry as `registry.example.com/charts`, without `oci://`.',
      };
    }
  },
});

/** No user, no query: what holds a secret has no place in a config. */
const MIRROR = /^(https?|oci|ssh):\/\/[^\s@/?#]+(\/[^\s@?#]*)?$/;

export const invalidChartMirror = defineRule({
  name: 'invalid-chart-mirror',
  summary: 'A chart mirror leads from one URL to another, without credentials.',
  *check({ root }) {
    for (const [prefix, mirror] of root.get('chartMirrors').entries()) {
      const wrong = [prefix, mirror.text].find((url) => url !== undefined && !MIRROR.test(url));
      if (wrong === undefined) continue;
      yield {
        path: mirror.path,
        message: `${quote(wrong.replace(/\/\/[^/]*@/, '//…@'))} is no URL of charts`,
        fix: 'Write URLs such as `https://charts.example.com` or `oci://registry.example.com/charts`; credentials belong into netrc or the environment.',
      };
    }
  },
});
