/** What components of the catalogue say about their charts, for one platform, and how it compares with what was rendered. */
import type { ConfigPath } from './contract/config-path.ts';
import type { Rendered } from './contract/rendered.ts';
import { isRecord } from './contract/resource.ts';
import { names } from './emit/argocd/_names.ts';
import type { ComponentDefinition } from './model/component.ts';
import { settingsOn } from './model/placement.ts';
import type { Cluster, Component, Platform } from './model/platform.ts';
import type { GrantedWaiver } from './validate/chart-waivers.ts';
import { parseImage } from './validate/index/image.ts';
import type { ComponentParameters } from './validate/index/parameters.ts';
import { readPod } from './validate/index/pod.ts';
import type { Waivers } from './validate/waivers.ts';

/** Images of each component's Application whose chart was rendered. */
export type ComponentImages = Readonly<Record<string, readonly string[]>>;

/** A component whose chart was rendered in the version that it pins, and what of its statements was wrong there. */
export interface ComponentUse {
  readonly kind: string;
  /** Rules and targets of waivers, and entries of `images`, that nothing needed on this platform. */
  readonly unused: readonly string[];
  /** Images that come from elsewhere than `images` says. */
  readonly unstated: readonly string[];
}

/** The waivers of every component, in each of its Applications. */
export function grantWaivers(platform: Platform): readonly GrantedWaiver[] {
  return deployed(platform).flatMap(({ component, cluster, application, version }) => {
    const { waivers = [], chart } = component.definition;
    if (waivers.length === 0) return [];
    const origin = chartOrigin(platform, component, cluster);
    return [{ application, release: component.name, waivers, until: chart?.version ?? '', version, origin }];
  });
}

/** What policies need to know of components, by Application. */
export function componentParametersOf(platform: Platform): Readonly<Record<string, ComponentParameters>> {
  return Object.fromEntries(
    deployed(platform).map(({ component, application }) => {
      const { kind, images = [] } = component.definition;
      return [application, { kind, images }];
    }),
  );
}

/**
 * Images that containers of components name, by Application; nothing for one whose chart was not rendered. Objects that slipway
 * writes itself count where there is no chart.
 */
export function imagesOfComponents(platform: Platform, resources: readonly Rendered[]): ComponentImages {
  const found = new Map(deployed(platform).map(({ application }) => [application, new Set<string>()]));
  const plain = new Set(
    deployed(platform).flatMap((one) => (one.component.definition.chart === null ? [one.application] : [])),
  );
  const rendered = new Set<string>();
  for (const { application, resource, template } of resources) {
    const images = template === undefined && !plain.has(application) ? undefined : found.get(application);
    if (images === undefined) continue;
    rendered.add(application);
    for (const { image } of readPod(resource)?.containers ?? []) if (image !== undefined) images.add(image.text);
  }
  return Object.fromEntries([...rendered].toSorted().map((name) => [name, [...(found.get(name) ?? [])].toSorted()]));
}

/** Compares what components state with what was rendered. A kind of which nothing was rendered is left out. */
export function useOfCatalogue(platform: Platform, images: ComponentImages, waivers: Waivers): readonly ComponentUse[] {
  const byKind = new Map<string, { readonly definition: ComponentDefinition; readonly images: Set<string> }>();
  for (const { component, application, version } of deployed(platform)) {
    const { definition } = component;
    const own = Object.hasOwn(images, application) ? images[application] : undefined;
    if (own === undefined || version !== (definition.chart?.version ?? '')) continue;
    const known = byKind.get(definition.kind) ?? { definition, images: new Set<string>() };
    for (const image of own) known.images.add(image);
    byKind.set(definition.kind, known);
  }
  return [...byKind].map(([kind, { definition, images: used }]) => {
    const stated = definition.images ?? [];
    return {
      kind,
      unused: [
        ...(definition.waivers ?? []).flatMap((waiver) => [
          ...waiver.rules
            .filter((rule) => !waivers.usedRules(waiver).has(rule))
            .map((rule) => `waiver of ${rule} for ${waiver.targets.join(', ')}`),
          ...waiver.targets
            .filter((target) => !waivers.usedTargets(waiver).has(target))
            .map((target) => `waiver for ${target} of ${waiver.rules.join(', ')}`),
        ]),
        ...stated.filter((prefix) => ![...used].some((image) => isFrom(image, prefix))).map((one) => `images ${one}`),
      ],
      unstated: [...used].filter((image) => !stated.some((prefix) => isFrom(image, prefix))),
    };
  });
}

/** Whole segments count, as in the rule about registries. */
function isFrom(image: string, prefix: string): boolean {
  const parsed = parseImage(image);
  return parsed !== undefined && `${parsed.registry}/${parsed.repository}/`.startsWith(`${prefix.replace(/\/$/, '')}/`);
}

interface Deployed {
  readonly component: Component;
  readonly cluster: Cluster;
  readonly application: string;
  readonly version: string;
}

function deployed({ components }: Platform): readonly Deployed[] {
  return components.flatMap((component) =>
    component.placement.map((cluster) => ({
      ...{ component, cluster, application: names.application(cluster, component.name) },
      version: settingsOn(component, cluster).chartVersion,
    })),
  );
}

/** Where the chart's version stands that a cluster gets. */
function chartOrigin({ authored }: Platform, { name, origin }: Component, cluster: Cluster): ConfigPath {
  const options: unknown = authored.infra?.[name]?.options;
  const scopes = [['clusters', cluster.name], ['environments', cluster.environment.name], []];
  for (const scope of scopes) {
    let layer: unknown = options;
    for (const key of scope) layer = isRecord(layer) ? layer[key] : undefined;
    if (isRecord(layer) && typeof layer.chart === 'string') return [...origin, ...scope, 'chart'];
  }
  return origin;
}
