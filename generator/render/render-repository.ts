/** Plays Argo CD: reads the Applications of a repository, renders their sources, and says what each cluster would receive. */
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isCrd, type KubernetesObject } from '../contract/resource.ts';
import { createCheckouts } from './checkouts.ts';
import { servedVersions } from './crd-versions.ts';
import { createDiscovery, type Discovery, type FoundApplication } from './discovery.ts';
import { readLooseManifests, renderLooseFolders } from './loose.ts';
import { createReleases } from './release.ts';
import { renderApplication } from './render-application.ts';
import type { Release, RenderOptions, RenderWork, SourceObject, TargetCluster, Unrendered } from './render-work.ts';
import { settleResources } from './settle-resources.ts';
import { type BroughtVersions, createBroughtVersions } from './sync-order.ts';

export interface RenderedRepository {
  readonly resources: readonly Rendered[];
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  readonly unrendered: readonly Unrendered[];
  /** What Helm rendered, by `releaseKey`. */
  readonly releases: ReadonlyMap<string, Release>;
  /** Applications that were read. */
  readonly applications: number;
  /** Files of the repository that some Application renders from. */
  readonly reached: ReadonlySet<string>;
  /** CustomResourceDefinitions by cluster. */
  readonly crds: ReadonlyMap<string, readonly KubernetesObject[]>;
}

/** An Application that was rendered. */
export interface RenderedApplication {
  readonly found: FoundApplication;
  readonly cluster: TargetCluster;
  readonly objects: readonly SourceObject[];
}

/** @param options.loose also what no Application deploys, as if it were deployed to this cluster */
export async function renderRepository(
  options: RenderOptions & { readonly loose?: TargetCluster },
): Promise<RenderedRepository> {
  const work: RenderWork = {
    ...options,
    checkouts: createCheckouts(options),
    renders: createReleases(options.helm, options.cache),
    violations: [],
    notChecked: new Map(),
    unrendered: [],
    releases: new Map(),
    reached: new Set(),
  };
  const discovery = await createDiscovery(work);
  const done = await renderRounds(work, discovery);
  if (options.loose === undefined) {
    await discovery.addRest();
    done.push(...(await renderRounds(work, discovery)));
  }
  const loose = options.loose === undefined ? [] : await renderRest(work, discovery, done, options.loose);
  const { resources, crds } = settleResources(work, [...done, ...loose]);
  work.cache.save();
  return {
    resources,
    violations: inOrder(work.violations),
    // Told in the order of their words: sources are rendered side by side.
    notChecked: [...work.notChecked.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
    unrendered: work.unrendered,
    releases: work.releases,
    applications: done.length,
    reached: work.reached,
    crds,
  };
}

/** Sources are rendered side by side; what is wrong with them is told in the same order each time. */
function inOrder(violations: readonly Violation[]): readonly Violation[] {
  const keyOf = ({ subject, rule, message, pointer }: Violation) =>
    [subject?.application, subject?.cluster, subject?.source, subject?.template, rule, message, pointer].join('\n');
  return violations
    .map((violation) => ({ violation, key: keyOf(violation) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ violation }) => violation);
}

/** Applications on their way at a time: enough to keep all workers busy, and no more in memory. */
const AT_A_TIME = 200;

/** Renders Applications in the order in which they come to be, with those that they bring. */
async function renderRounds(work: RenderWork, discovery: Discovery): Promise<RenderedApplication[]> {
  const brought = new Map<string, BroughtVersions>();
  const done: RenderedApplication[] = [];
  for (let round = discovery.next(); round.length > 0; round = discovery.next()) {
    for (const one of await renderAll(work, round, brought)) {
      if (one === undefined) continue;
      done.push(one);
      broughtOf(brought, one.cluster.name).add(one.found.order, versionsOf(work, one));
      await discovery.addRendered(one);
    }
  }
  return done;
}

/** Milliseconds of work on what is remembered before answers of the engines are looked for. */
const TURN = 4;

/** Lets this thread hear, now and then, what engines have answered meanwhile: they get their next call so much earlier. */
function takeTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  let pause: Promise<void> | undefined;
  return () => {
    if (pause !== undefined || performance.now() - since < TURN) return pause;
    pause = new Promise((resolve) => {
      setImmediate(() => {
        pause = undefined;
        since = performance.now();
        resolve();
      });
    });
    return pause;
  };
}

/** Renders Applications side by side. Returns them in their order. */
async function renderAll(
  work: RenderWork,
  round: readonly FoundApplication[],
  brought: Map<string, BroughtVersions>,
): Promise<readonly (RenderedApplication | undefined)[]> {
  const rendered: (RenderedApplication | undefined)[] = [];
  const queue = round.entries();
  const turn = takeTurns();
  const renderSome = async () => {
    for (const [place, found] of queue) {
      rendered[place] = await renderOne(work, found, brought);
      await turn();
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, round.length) }, renderSome));
  return rendered;
}

/** Renders what no Application deploys. A chart among that may make Applications, which then deploy some of the rest. */
async function renderRest(
  work: RenderWork,
  discovery: Discovery,
  done: RenderedApplication[],
  cluster: TargetCluster,
): Promise<readonly RenderedApplication[]> {
  const folders = await renderLooseFolders(work, cluster);
  for (const { rendered } of folders) await discovery.addRendered(rendered);
  done.push(...(await renderRounds(work, discovery)));
  await discovery.addRest();
  done.push(...(await renderRounds(work, discovery)));
  const loose = folders.filter((folder) => !work.reached.has(folder.file));
  for (const folder of loose) work.violations.push(...folder.violations);
  const manifests = await readLooseManifests(work, cluster);
  return [...loose.map((folder) => folder.rendered), manifests];
}

async function renderOne(
  work: RenderWork,
  found: FoundApplication,
  brought: Map<string, BroughtVersions>,
): Promise<RenderedApplication | undefined> {
  const { view: application, cluster } = found;
  if (cluster === undefined) {
    const { name, server } = application.destination;
    work.violations.push({
      layer: 'tree',
      rule: 'unknown-destination',
      severity: 'critical',
      title: 'Application deploys to no known cluster',
      message: `${application.name} deploys to ${name ?? server ?? 'nothing'}, which no cluster Secret of this repository names`,
      fix: 'Name a cluster of `clusters`.',
      pointer: '/spec/destination',
      subject: found.subject,
    });
    return undefined;
  }
  const apiVersions = servedBy(work, cluster.kubernetes, broughtOf(brought, cluster.name).before(found.order));
  const objects = await renderApplication(work, application, cluster, found.subject, apiVersions);
  return { found, cluster, objects };
}

const served = new WeakMap<RenderWork, Map<string, readonly string[]>>();

/** API versions of a cluster with what was brought to it; one list for all that see the same, since there are hundreds. */
function servedBy(work: RenderWork, kubernetes: string, brought: readonly string[]): readonly string[] {
  const lists = served.get(work) ?? new Map<string, readonly string[]>();
  served.set(work, lists);
  const name = [kubernetes, ...brought].join();
  const list = lists.get(name) ?? [...work.kinds.builtInVersions(kubernetes), ...brought];
  lists.set(name, list);
  return list;
}

function broughtOf(brought: Map<string, BroughtVersions>, cluster: string): BroughtVersions {
  const known = brought.get(cluster) ?? createBroughtVersions();
  brought.set(cluster, known);
  return known;
}

function versionsOf(work: RenderWork, { found, objects }: RenderedApplication): readonly string[] {
  const stated = work.statedBrings(found.view.name);
  return [
    ...objects.flatMap(({ resource }) => (isCrd(resource) ? servedVersions(resource) : [])),
    ...(stated === undefined ? [] : work.kinds.statedVersions(stated)),
  ];
}
