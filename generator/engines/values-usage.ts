import { isRecord } from '../contract/resource.ts';

/** One place in a chart's values. That it is there means that a template reads it, or something below it. */
export interface ReadNode {
  /** Everything below may be read. Where `below` is not empty all the same, templates visit or dump whatever is there. */
  readonly open: boolean;
  /** A template asks which type it has: it may have several. */
  readonly kinds: boolean;
  /** By key; `*` in a key stands for anything, and `*` alone for list items too. */
  readonly below: ReadonlyMap<string, ReadNode>;
}

/** What a chart, or a subchart in its place, documents about its values. */
export interface ChartValues {
  readonly name: string;
  /** Path of its values in those of the top chart; `[]` for the top chart. */
  readonly place: readonly string[];
  /** Its values.yaml, with the comments. */
  readonly values: string;
  /** Its values.schema.json, when it ships one. */
  readonly schema: unknown;
}

/** Which values a chart reads, and which it documents. */
export interface ValuesUsage {
  readonly reads: ReadNode;
  /** The top chart first. */
  readonly charts: readonly ChartValues[];
}

/** A chart that was read, or why it was not. */
export type ValuesUsageAnswer =
  | { readonly ok: true; readonly usage: ValuesUsage }
  | { readonly ok: false; readonly error: string };

const decoder = new TextDecoder();

/** Reads the answer to `usage`. */
export function readValuesUsage(bytes: Uint8Array): ValuesUsageAnswer {
  const answer: unknown = JSON.parse(decoder.decode(bytes));
  const usage = isRecord(answer) ? readUsageData(answer.info) : undefined;
  if (usage !== undefined) return { ok: true, usage };
  const error = isRecord(answer) && typeof answer.error === 'string' ? answer.error : 'the chart cannot be read';
  return { ok: false, error };
}

/** Out: `undefined` for what is no usage. */
export function readUsageData(data: unknown): ValuesUsage | undefined {
  if (!isRecord(data) || !Array.isArray(data.charts)) return undefined;
  const charts = data.charts.filter(isRecord).map(({ name, place, values, schema }) => ({
    name: String(name),
    place: Array.isArray(place) ? place.map(String) : [],
    values: String(values),
    schema,
  }));
  return { reads: readNode(data.reads), charts };
}

/** The usage as plain data; `readUsageData` reads it again. */
export function usageData({ reads, charts }: ValuesUsage): unknown {
  return { reads: nodeData(reads), charts };
}

function nodeData({ open, kinds, below }: ReadNode): unknown {
  return { open, kinds, below: Object.fromEntries([...below].map(([key, node]) => [key, nodeData(node)])) };
}

function readNode(value: unknown): ReadNode {
  if (!isRecord(value)) return { open: true, kinds: false, below: new Map() };
  const below = isRecord(value.below) ? Object.entries(value.below) : [];
  return {
    open: value.open === true,
    kinds: value.kinds === true,
    below: new Map(below.map(([key, node]) => [key, readNode(node)])),
  };
}
