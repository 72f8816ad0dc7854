import type { ConfigPath } from './config-path.ts';
import type { KubernetesObject } from './resource.ts';

/** One resource that a cluster would receive, as Argo CD would apply it. */
export interface Rendered {
  /** Name of the destination cluster; `''` for a plain manifest that no Application deploys. */
  readonly cluster: string;
  /** Environment of that cluster; `''` when there is no config. */
  readonly environment: string;
  /** Kubernetes minor of that cluster, e.g. `1.34`. */
  readonly kubernetes: string;
  /** `metadata.name` of the Application that brings it; `''` for a plain manifest. */
  readonly application: string;
  /** Path of the file in the repository, or `chart@version`. */
  readonly source: string;
  /** Template file inside the chart, when a chart made it. */
  readonly template?: string;
  readonly resource: KubernetesObject;
  /** Config path of the Application (or of the file), when there is a config. */
  readonly origin?: ConfigPath;
}
