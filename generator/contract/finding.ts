import type { ConfigPath } from './config-path.ts';
import type { Rendered } from './rendered.ts';
import type { ResourceName } from './resource.ts';

export const LAYERS = ['config', 'tree', 'chart', 'schema', 'admission', 'policy', 'waiver'] as const;
export type Layer = (typeof LAYERS)[number];

/** Highest first: comparing indexes compares severities. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Level = 'error' | 'warn' | 'off';

/** A place in an authored file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One cluster that one finding hits. */
export interface Occurrence {
  readonly cluster: string;
  readonly environment: string;
  readonly application: string;
  readonly resource?: ResourceName;
  readonly level: Level;
  readonly waiver?: GrantedBy;
}

/** Who says that a finding may stay, and why. */
export interface GrantedBy {
  readonly owner: string;
  readonly reason: string;
}

/** One cause, told once, however many clusters it hits; `level` is the highest that is not waived. */
export interface Finding {
  readonly layer: Layer;
  /** `POD-001`, or a named rule such as `unknown-service`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
  readonly resource?: ResourceName;
  /** JSON pointer into the resource. */
  readonly pointer?: string;
  /** Generated or given file that holds the resource, relative to the repository. */
  readonly file?: string;
  readonly line?: number;
  readonly origin?: Place;
  readonly occurrences: readonly Occurrence[];
}

/** One problem of one resource in one cluster, before levels, waivers and grouping turn it into a Finding. */
export interface Violation {
  readonly layer: Layer;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
  readonly pointer?: string;
  /** The resource that is wrong; absent when the repository as a whole is. */
  readonly subject?: Rendered;
  /** Config path of the value that is wrong, where it is known better than by the subject's origin. */
  readonly origin?: ConfigPath;
}

/** Something that was left unchecked, and why: printed, never silent. */
export interface NotChecked {
  readonly what: string;
  readonly reason: string;
}

/** What a run leaves unchecked that ends at the config: of one with errors no tree is made. */
export const STOPPED_AT_CONFIG: NotChecked = {
  what: 'the whole tree',
  reason: 'the run stopped at the config, which has errors',
};
