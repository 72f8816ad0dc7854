import { isRecord, type Json, type JsonObject } from '../contract/resource.ts';

/** What one file of a folder chart holds; names use `/` and start at the chart's folder. */
export interface ChartFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A chart as it is given to an engine: an archive's bytes, or the files of a folder (`.helmignore` is applied). */
export type ChartSource =
  | { readonly kind: 'archive'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly files: readonly ChartFile[] };

/** What a chart says about itself. */
export interface ChartInfo {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  /** Calls a function such as `randAlphaNum` or `keys`: rendered by an instance of its own. */
  readonly volatile: boolean;
}

/** A chart that was read, or Helm's words why it cannot be. */
export type ChartLoad =
  | { readonly ok: true; readonly chart: ChartInfo }
  | { readonly ok: false; readonly error: string };

/**
 * One `--set` (auto), `--set-string` (string) or `--set-file` (file). Names and values are in Helm's notation, as on its
 * command line; for a file the value is the text that it holds.
 */
export interface HelmSetting {
  readonly name: string;
  readonly value: string;
  readonly type: 'auto' | 'string' | 'file';
}

/** What Argo CD hands to `helm template`. */
export interface HelmRequest {
  /** The key the chart was loaded under. */
  readonly chart: string;
  readonly name: string;
  readonly namespace: string;
  /** YAML or JSON texts; a later one wins, `null` deletes. */
  readonly values: readonly string[];
  /** Applied after the values: all of type auto, then string, then file. */
  readonly set?: readonly HelmSetting[];
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly isUpgrade?: boolean;
  readonly skipSchema?: boolean;
  readonly skipCrds?: boolean;
  readonly skipTests?: boolean;
  /** Leaves `text` empty where only the objects matter: half the bytes. */
  readonly omitText?: boolean;
  /**
   * A whole number from 0. Another seed gives other random values, map orders and times: what then differs in the
   * output is not stable.
   * @default 0
   */
  readonly seed?: number;
}

/** A request as the engine takes it: API versions are hundreds, and as one text they are handed over in a fraction of the time. */
export type RawHelmRequest = Omit<HelmRequest, 'apiVersions'> & {
  /** One a line. */
  readonly versions?: string;
};

const lines = new WeakMap<readonly string[], string>();

export function rawRequest({ apiVersions, ...request }: HelmRequest): RawHelmRequest {
  if (apiVersions === undefined) return request;
  // Many releases see the same list.
  const versions = lines.get(apiVersions) ?? apiVersions.join('\n');
  lines.set(apiVersions, versions);
  return { ...request, versions };
}

/** The Go templates of an ApplicationSet, all rendered with the same parameters. */
export interface TemplateRequest {
  readonly texts: readonly string[];
  readonly params: JsonObject;
  /** `goTemplateOptions`, such as `missingkey=error`. */
  readonly options: readonly string[];
}

/** One rendered text, or Argo CD's words why it cannot be; as many as were asked for, in their order. */
export type RenderedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly index: number; readonly error: string };

/** A key that stands twice in a mapping. The last one counts. */
export interface DuplicateKey {
  /** Counts from 1, in the document's text (`parse`: in the whole text). */
  readonly line: number;
  readonly message: string;
}

/** One rendered document. */
export interface HelmDocument {
  readonly kind: 'crd' | 'manifest' | 'hook' | 'test';
  /** Path of the template, from the chart's name on. */
  readonly source: string;
  readonly text: string;
  /** The document as the cluster reads it: `null` for one that holds comments only, `undefined` when it is no YAML. */
  readonly object: Json | undefined;
  readonly error: string | undefined;
  readonly duplicates: readonly DuplicateKey[];
}

/** What a render gave. With an error, `documents` holds what could still be read: often nothing. */
export interface HelmRender {
  /** CRDs, manifests in install order, hooks in install order. */
  readonly documents: readonly HelmDocument[];
  readonly notes: string;
  readonly warnings: readonly string[];
  /** Helm's own words, or ours when the time or memory limit ended the render. */
  readonly error: string | undefined;
}

/** One document of a YAML text, read as the cluster reads it. Documents that hold nothing are left out. */
export interface ParsedDocument {
  readonly index: number;
  /** Where it starts; lines count from 1. */
  readonly line: number;
  readonly object: Json | undefined;
  readonly error: string | undefined;
  readonly duplicates: readonly DuplicateKey[];
}

/** A render that gave nothing but an error. */
export function failedRender(error: string): HelmRender {
  return { documents: [], notes: '', warnings: [], error };
}

const decoder = new TextDecoder();

function readAnswer(bytes: Uint8Array): Record<string, unknown> {
  const answer: unknown = JSON.parse(decoder.decode(bytes));
  if (!isRecord(answer)) throw new Error('the helm engine answered with something that is no object');
  return answer;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function readDocument(record: Record<string, unknown>): Pick<HelmDocument, 'object' | 'error' | 'duplicates'> {
  return {
    // Out of JSON.parse, so it is Json.
    object: record.object as Json | undefined,
    error: optionalText(record.error),
    duplicates: records(record.duplicates).map(({ line, message }) => ({
      line: Number(line),
      message: String(message),
    })),
  };
}

const KINDS = ['crd', 'manifest', 'hook', 'test'] as const;

/** Reads the answer to `load` and `loadFiles`. */
export function readChartLoad(bytes: Uint8Array): ChartLoad {
  const { chart, error } = readAnswer(bytes);
  if (!isRecord(chart)) return { ok: false, error: optionalText(error) ?? 'the chart cannot be read' };
  return {
    ok: true,
    chart: {
      name: String(chart.name),
      version: String(chart.version),
      appVersion: String(chart.appVersion),
      volatile: chart.volatile === true,
    },
  };
}

/** Reads the answer to `render`. */
export function readRender(bytes: Uint8Array): HelmRender {
  const answer = readAnswer(bytes);
  return {
    documents: records(answer.documents).map((record) => ({
      kind: KINDS.find((kind) => kind === record.kind) ?? 'manifest',
      source: String(record.source),
      text: optionalText(record.text) ?? '',
      ...readDocument(record),
    })),
    notes: optionalText(answer.notes) ?? '',
    // Helm meets maps in any order; sorted, its warnings repeat.
    warnings: [...new Set((optionalText(answer.warnings) ?? '').split('\n').filter((line) => line !== ''))].sort(),
    error: optionalText(answer.error),
  };
}

/** Reads the answer to `parse`. */
export function readParsed(bytes: Uint8Array): readonly ParsedDocument[] {
  const answer = readAnswer(bytes);
  if (typeof answer.error === 'string') throw new Error(`the helm engine cannot parse: ${answer.error}`);
  return records(answer.parsed).map((record) => ({
    index: Number(record.index),
    line: Number(record.line),
    ...readDocument(record),
  }));
}

/** Reads the answer to `template`. */
export function readRenderedTexts(bytes: Uint8Array): readonly RenderedText[] {
  const answer = readAnswer(bytes);
  if (typeof answer.error === 'string') throw new Error(`the helm engine cannot render templates: ${answer.error}`);
  return records(answer.rendered).map(({ text, error }, index) =>
    typeof error === 'string' ? { ok: false, index, error } : { ok: true, text: String(text) },
  );
}
