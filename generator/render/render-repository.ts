/** Plays Argo CD: reads the Applications of a repository, renders their sources, and says what each cluster would receive. */
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import { type ApplicationView, isApplication, readApplication } from './applications.ts';
import {
  originField,
  type Release,
  type RenderOptions,
  type RenderWork,
  type TargetCluster,
  type Unrendered,
} from './render-work.ts';
import { renderSource } from './sources.ts';

export interface RenderedRepository {
  readonly resources: readonly Rendered[];
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  readonly unrendered: readonly Unrendered[];
  /** What Helm rendered, by Application and chart path. */
  readonly releases: ReadonlyMap<string, Release>;
  /** Applications that were read. */
  readonly applications: number;
}

const IN_CLUSTER = 'https://kubernetes.default.svc';

export async function renderRepository(options: RenderOptions): Promise<RenderedRepository> {
  const work: RenderWork = {
    ...options,
    resources: [],
    violations: [],
    notChecked: new Map(),
    unrendered: [],
    releases: new Map(),
    charts: new Map(),
  };
  const { view } = options;
  const isChart = (path: string) => view.has(`${path}/Chart.yaml`);
  const found: { readonly file: string; readonly object: KubernetesObject }[] = [];
  for (const file of view.list('', true)) {
    for (const object of view.objects(file) ?? []) if (isApplication(object)) found.push({ file, object });
  }
  const parts = await Promise.all(
    found.map(async ({ file, object }) => {
      const application = readApplication(object, isChart);
      const cluster = destinationOf(application, options);
      const subject: Rendered = {
        cluster: options.hub.name,
        environment: options.hub.environment,
        kubernetes: options.hub.kubernetes,
        application: application.name,
        source: file,
        resource: object,
        ...originField(view, file),
      };
      if (cluster === undefined) {
        work.violations.push(unknownDestination(subject, application));
        return [];
      }
      const rendered = await Promise.all(
        application.sources.map((source) => renderSource(work, application, source, cluster, subject)),
      );
      return rendered.flat();
    }),
  );
  work.resources.push(...parts.flat());
  return {
    resources: work.resources,
    violations: work.violations,
    notChecked: [...work.notChecked.values()],
    unrendered: work.unrendered,
    releases: work.releases,
    applications: parts.length,
  };
}

function destinationOf(application: ApplicationView, { clusters, hub }: RenderOptions): TargetCluster | undefined {
  const { name, server } = application.destination;
  if (server === IN_CLUSTER || name === 'in-cluster') return hub;
  return clusters.find((cluster) => (name === undefined ? cluster.server === server : cluster.name === name));
}

function unknownDestination(subject: Rendered, application: ApplicationView): Violation {
  const { name, server } = application.destination;
  return {
    layer: 'tree',
    rule: 'unknown-destination',
    severity: 'critical',
    title: 'Application deploys to no known cluster',
    message: `${application.name} deploys to ${name ?? server ?? 'nothing'}, which no cluster Secret of this repository names`,
    fix: 'Name a cluster of `clusters`.',
    pointer: '/spec/destination',
    subject,
  };
}
