/** What the kubernetes engine is asked, and what it answers. */
import { isRecord } from '../contract/resource.ts';

/** A CustomResourceDefinition that objects of a batch need. */
export interface KindDefinition {
  readonly group: string;
  readonly kind: string;
  /** Differs where the definition differs. */
  readonly key: string;
  /** The definition as JSON. */
  source(): string;
}

/** Objects as JSON, for clusters of one minor. Of a kind, all objects of a batch have the same definition. */
export interface AdmissionBatch {
  /** `1.34` */
  readonly kubernetes: string;
  readonly objects: readonly string[];
  readonly definitions: readonly KindDefinition[];
}

/** One thing that an API server has against an object, in its own words. */
export interface ServerFinding {
  /** Path of the field as the server writes it, `spec.ports[0].name`; empty where it names none. */
  readonly field: string;
  /** `FieldValueInvalid`, `StrictDecoding`, `Decode`, `NoKindMatch`, `Warning`, `Breach`, … */
  readonly type: string;
  readonly message: string;
  /** Only server-side apply refuses it. */
  readonly apply: boolean;
  /** The server would say it only once what stands before it is mended. */
  readonly later: boolean;
}

export type KubernetesCall =
  | { readonly op: 'define'; readonly group: string; readonly kind: string; readonly source: Uint8Array }
  | {
      readonly op: 'judge';
      readonly kubernetes: string;
      readonly lengths: readonly number[];
      readonly objects: Uint8Array;
    };

const decoder = new TextDecoder();

/** The findings for each of `count` objects. @throws Error when the engine could not answer */
export function readVerdicts(bytes: Uint8Array, count: number): readonly (readonly ServerFinding[])[] {
  const answer: unknown = JSON.parse(decoder.decode(bytes));
  if (!isRecord(answer)) throw new Error('the kubernetes engine answered with something that is no object');
  if (typeof answer.error === 'string') throw new Error(`the kubernetes engine failed: ${answer.error}`);
  const { verdicts } = answer;
  if (!Array.isArray(verdicts) || verdicts.length !== count) {
    throw new Error('the kubernetes engine did not answer for each object');
  }
  return verdicts.map((found: unknown) => (Array.isArray(found) ? found.filter(isRecord).map(readFinding) : []));
}

function readFinding(record: Record<string, unknown>): ServerFinding {
  return {
    field: String(record.field),
    type: String(record.type),
    message: String(record.message),
    apply: record.apply === true,
    later: record.later === true,
  };
}
