import { isRecord, type Json, type JsonObject } from '../contract/resource.ts';

/** Fields of an Application's `source.kustomize`, applied as Argo CD applies them: by editing the folder's file first. */
export interface KustomizeOptions {
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  /** `name=newName:tag@digest`, in any of kustomize's shapes. */
  readonly images?: readonly string[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly labelWithoutSelector?: boolean;
  readonly labelIncludeTemplates?: boolean;
  readonly forceCommonLabels?: boolean;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly forceCommonAnnotations?: boolean;
  readonly namespace?: string;
  readonly patches?: readonly JsonObject[];
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
}

/** One build. */
export interface KustomizeRequest {
  /** Everything the build may reach, by path from the repository's root. */
  readonly files: readonly { readonly name: string; readonly data: Uint8Array }[];
  /** Where the kustomization file stands; `''` is the root. */
  readonly folder: string;
  readonly options: KustomizeOptions;
}

/** What a build gave. With an error there are no objects; `remote` and `skipped` are told even then. */
export interface KustomizeBuild {
  /** As `kustomize build` prints them, in its order, read as the cluster reads them. */
  readonly objects: readonly Json[];
  /** For each object the file it (or its generator) stands in, where kustomize knows. */
  readonly origins: readonly (string | undefined)[];
  /** Entries that name something outside of the repository. They were left out. */
  readonly remote: readonly { readonly file: string; readonly entry: string }[];
  /** Parts that need a plugin, a chart or another program. They were left out. */
  readonly skipped: readonly { readonly file: string; readonly what: string }[];
  /** Kustomize's own words, or ours when the time or memory limit ended the build. */
  readonly error: string | undefined;
}

/** A build that gave nothing but an error. */
export function failedBuild(error: string): KustomizeBuild {
  return { objects: [], origins: [], remote: [], skipped: [], error };
}

const decoder = new TextDecoder();

/** Reads the answer to `build`. */
export function readKustomizeBuild(bytes: Uint8Array): KustomizeBuild {
  const answer: unknown = JSON.parse(decoder.decode(bytes));
  if (!isRecord(answer)) throw new Error('the kustomize engine answered with something that is no object');
  const error = typeof answer.error === 'string' ? answer.error : undefined;
  return {
    // Out of JSON.parse, so it is Json.
    objects: error === undefined && Array.isArray(answer.objects) ? (answer.objects as Json[]) : [],
    origins: Array.isArray(answer.origins) ? answer.origins.map((origin) => String(origin) || undefined) : [],
    remote: records(answer.remote).map(({ file, entry }) => ({ file: String(file), entry: String(entry) })),
    skipped: records(answer.skipped).map(({ file, what }) => ({ file: String(file), what: String(what) })),
    error,
  };
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
