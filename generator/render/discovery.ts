/** Finds the Applications of a repository: in its files, in what other Applications render, and out of ApplicationSets. */
import { groupBy } from '../contract/group-by.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import { type ApplicationView, isApplication, isApplicationSet, readApplication, readWave } from './applications.ts';
import { readClusterSecret } from './applicationset/cluster-secrets.ts';
import { expandApplicationSet } from './applicationset/expand.ts';
import type { ClusterSecret } from './applicationset/generator.ts';
import { isChartFolder } from './chart-files.ts';
import { kustomizationFiles } from './kustomization-files.ts';
import { readManifests } from './manifests.ts';
import type { RenderedApplication } from './render-repository.ts';
import {
  leaveUnchecked,
  originField,
  parseOne,
  type RenderWork,
  refuseSource,
  type TargetCluster,
} from './render-work.ts';
import { folderOf, walkFiles } from './repository-view.ts';
import { isKustomization } from './source-type.ts';
import { compareOrder, type SyncOrder } from './sync-order.ts';

export interface FoundApplication {
  readonly view: ApplicationView;
  /** Where it deploys to; `undefined` for a cluster that nobody knows. */
  readonly cluster: TargetCluster | undefined;
  readonly order: SyncOrder;
  readonly subject: Rendered;
}

export interface Discovery {
  /** Applications whose predecessors are all rendered; empty when there are no more. */
  next(): readonly FoundApplication[];
  /** Takes up the Applications among the objects of one that was rendered. */
  addRendered(application: RenderedApplication): Promise<void>;
  /** Takes up the Applications in files of kustomizations which no build has given: as they stand. */
  addRest(): Promise<void>;
}

/** Applications out of Applications end somewhere: one whose chart makes another of a longer name does not. */
const DEEPEST = 12;

interface Candidate {
  readonly object: KubernetesObject;
  readonly file: string;
  readonly origin: Pick<Rendered, 'origin'>;
}

export async function createDiscovery(work: RenderWork): Promise<Discovery> {
  const { candidates, clusterSecrets } = await readCandidates(work);
  let waiting: readonly FoundApplication[] = [];
  let added: FoundApplication[] = [];
  const known = new Map<string, KubernetesObject>();
  const given = new Set<string>();
  const add = async (candidate: Candidate, parents: SyncOrder): Promise<void> => {
    for (const object of await applicationsOf(work, candidate, clusterSecrets)) {
      const view = readApplication(object);
      if (parents.length >= DEEPEST) {
        leaveUnchecked(
          work,
          `${view.name} of ${candidate.file}`,
          `Applications that make Applications, more than ${DEEPEST} deep`,
        );
        continue;
      }
      // One Application may be found in its file and again in what its parent renders.
      const key = `${view.namespace || work.hub.name}/${view.name}`;
      const earlier = known.get(key);
      if (earlier !== undefined && !isSameSpec(earlier, object))
        leaveUnchecked(work, `${view.name} of ${candidate.file}`, 'another Application of that name is rendered');
      if (earlier !== undefined) continue;
      known.set(key, object);
      const order = [...parents, readWave(object)];
      const subject = subjectOf(work, { ...candidate, object });
      added.push({ view, cluster: work.clusterOf(view.destination), order, subject });
    }
  };
  const parentsOf = parentFinder(candidates);
  const named = namedByKustomizations(work, candidates);
  for (const candidate of candidates) if (!named.has(candidate.file)) await add(candidate, parentsOf(candidate));
  return {
    async addRest() {
      for (const candidate of candidates) {
        if (named.has(candidate.file) && !given.has(candidate.file)) await add(candidate, parentsOf(candidate));
      }
      // Once is enough.
      named.clear();
    },
    next() {
      waiting = [...waiting, ...added];
      added = [];
      const clusterOf = (one: FoundApplication) => one.cluster?.name ?? '';
      const first = new Map<string, SyncOrder>();
      for (const one of waiting) {
        const best = first.get(clusterOf(one));
        if (best === undefined || compareOrder(one.order, best) < 0) first.set(clusterOf(one), one.order);
      }
      const isReady = (one: FoundApplication) => compareOrder(one.order, first.get(clusterOf(one)) ?? []) === 0;
      const ready = waiting.filter(isReady);
      waiting = waiting.filter((one) => !isReady(one));
      return ready;
    },
    async addRendered({ found, objects }) {
      for (const { resource, source, template, origin } of objects) {
        const file = template ?? source;
        given.add(file);
        // Of thousands of objects few make Applications.
        if (!isApplication(resource) && !isApplicationSet(resource)) continue;
        await add({ object: resource, file, origin: origin === undefined ? {} : { origin } }, found.order);
      }
    },
  };
}

function isSameSpec(one: KubernetesObject, other: KubernetesObject): boolean {
  return one.spec === other.spec || JSON.stringify(one.spec) === JSON.stringify(other.spec);
}

/** Files of candidates that a kustomization changes: what counts is what its builds make of them. */
function namedByKustomizations(work: RenderWork, candidates: readonly Candidate[]): Set<string> {
  const files = new Set(candidates.map((one) => one.file));
  const kustomizations = files.size === 0 ? [] : walkFiles(work.view, '').filter(isKustomization);
  const named = kustomizations.flatMap((file) => kustomizationFiles(work.view, folderOf(file)).named);
  return new Set(named.filter((file) => files.has(file)));
}

async function applicationsOf(
  work: RenderWork,
  candidate: Candidate,
  clusterSecrets: readonly ClusterSecret[],
): Promise<readonly KubernetesObject[]> {
  const { object, file } = candidate;
  if (isApplication(object)) return [object];
  if (!isApplicationSet(object)) return [];
  const { applications, notes, mistakes } = await expandApplicationSet(object, {
    checkouts: work.checkouts,
    clusterSecrets,
    template: (request) => work.helm.template(request),
    parseYaml: (text) => parseOne(work.helm, text),
  });
  for (const reason of notes) leaveUnchecked(work, `${file}: ApplicationSet ${object.metadata.name ?? ''}`, reason);
  for (const message of mistakes) {
    refuseSource(work, subjectOf(work, candidate), {
      layer: 'tree',
      rule: 'applicationset-error',
      title: 'ApplicationSet makes no Applications',
      message: `${object.metadata.name ?? ''}: ${message}`,
      fix: 'Mend the generator or the template: Argo CD refuses it too.',
      pointer: '/spec',
    });
  }
  return applications;
}

function subjectOf(work: RenderWork, { object, file, origin }: Candidate): Rendered {
  const { name, environment, kubernetes } = work.hub;
  return {
    cluster: name,
    environment,
    kubernetes,
    application: object.metadata.name ?? '',
    source: file,
    resource: object,
    ...origin,
  };
}

/** Plain files that hold Applications: planned objects as they are, other texts read where they name the kind. */
async function readCandidates(
  work: RenderWork,
): Promise<{ readonly candidates: readonly Candidate[]; readonly clusterSecrets: readonly ClusterSecret[] }> {
  const candidates: Candidate[] = [];
  const clusterSecrets: ClusterSecret[] = [];
  for (const file of walkFiles(work.view, work.scope)) {
    for (const object of work.view.objects(file) ?? (await readText(work, file))) {
      const secret = readClusterSecret(object);
      if (secret !== undefined) clusterSecrets.push(secret);
      if (isApplication(object) || isApplicationSet(object))
        candidates.push({ object, file, origin: originField(work.view, file) });
    }
  }
  clusterSecrets.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { candidates, clusterSecrets };
}

async function readText(work: RenderWork, file: string): Promise<readonly KubernetesObject[]> {
  // Templates of charts are no YAML yet, and examples in documents no objects.
  if (!/\.(ya?ml|json)$/.test(file) || work.view.holdsValues(file) || isInChart(work, folderOf(file))) return [];
  const text = work.view.text(file) ?? '';
  if (!/kind["']?\s*:\s*["']?Application(Set)?\b|argocd\.argoproj\.io\/secret-type/.test(text)) return [];
  // What is wrong with the file is told where it is judged.
  return readManifests(work.helm, file, text, work.hub, []);
}

const inCharts = new WeakMap<RenderWork, Map<string, boolean>>();

function isInChart(work: RenderWork, folder: string): boolean {
  const known = inCharts.get(work) ?? new Map<string, boolean>();
  inCharts.set(work, known);
  const found =
    known.get(folder) ?? (isChartFolder(work.view, folder) || (folder !== '' && isInChart(work, folderOf(folder))));
  known.set(folder, found);
  return found;
}

/** The waves of the Applications that render the file of a candidate, outermost first. */
function parentFinder(candidates: readonly Candidate[]): (candidate: Candidate) => SyncOrder {
  const sources = candidates
    .filter(({ object }) => isApplication(object))
    .flatMap((candidate) => readApplication(candidate.object).sources.map((source) => ({ ...source, candidate })))
    .filter(({ path }) => path !== undefined);
  const byFolder = (isRecursive: boolean) =>
    groupBy(
      sources.filter(({ tools }) => (tools.directory?.recurse === true) === isRecursive),
      ({ path = '' }) => path,
    );
  const direct = byFolder(false);
  const recursive = byFolder(true);
  const parentsOf = (file: string): readonly Candidate[] => {
    const found = [...(direct.get(folderOf(file)) ?? [])];
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      found.push(...(recursive.get(folder) ?? []));
      if (folder === '') return found.map(({ candidate }) => candidate);
    }
  };
  const orderOf = (candidate: Candidate, seen: readonly Candidate[]): SyncOrder => {
    const trail = [...seen, candidate];
    const parent = parentsOf(candidate.file).find((one) => !trail.includes(one));
    return parent === undefined ? [] : [...orderOf(parent, trail), readWave(parent.object)];
  };
  return (candidate) => orderOf(candidate, []);
}
