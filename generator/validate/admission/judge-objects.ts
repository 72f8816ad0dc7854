// Asks the engine about the objects whose verdict is not known yet, and about each only once.
import { digestOf } from '../../cache/digest.ts';
import type { RecordFile } from '../../cache/record-file.ts';
import { groupBy } from '../../contract/group-by.ts';
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import {
  type AdmissionBatch,
  type KindDefinition,
  type KubernetesEngine,
  openKubernetesEngine,
  type ServerFinding,
} from '../../engines/kubernetes-engine.ts';

/** One object to be judged. */
export interface Candidate {
  readonly resource: KubernetesObject;
  /** Minor of its cluster, `1.34`. */
  readonly kubernetes: string;
  /** Absent for a built-in kind. */
  readonly definition: KindDefinition | undefined;
}

type Verdict = readonly ServerFinding[];

/** Objects and bytes of one call to the engine: it ends far below its time limit, and two workers share the calls. */
const MOST_OBJECTS = 250;
const MOST_BYTES = 4 << 20;
/** The largest body that an API server reads: MaxRequestBodyBytes of k8s.io/apiserver. */
const LARGEST_BODY = 3 * 1024 * 1024;

/**
 * What the API server would say to each candidate, in their order. Opens the engine only for what is new.
 * @param records where verdicts are kept; absent for no cache
 * @param given an engine that is open; without it one is opened, and ended
 */
export async function judgeObjects(
  candidates: readonly Candidate[],
  records: RecordFile | undefined,
  given?: KubernetesEngine,
): Promise<readonly Verdict[]> {
  const keys = candidates.map(
    ({ resource, kubernetes, definition }) => `${digestOf(resource)} ${kubernetes} ${definition?.key ?? ''}`,
  );
  const verdicts = new Map<string, Verdict>();
  const unknown = new Map<string, Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const key = keys[index] ?? '';
    if (verdicts.has(key) || unknown.has(key)) continue;
    const kept = records?.read(key);
    if (isVerdict(kept)) verdicts.set(key, kept);
    else unknown.set(key, candidate);
  }
  if (unknown.size > 0) {
    const engine = given ?? openKubernetesEngine();
    try {
      await judgeAll(engine, unknown, (key, verdict) => {
        verdicts.set(key, verdict);
        // What is said of a Secret may quote it.
        if (verdict.length === 0 || unknown.get(key)?.resource.kind !== 'Secret') records?.write(key, verdict);
      });
    } finally {
      if (given === undefined) await engine.close();
    }
    records?.save();
  }
  return keys.map((key) => verdicts.get(key) ?? []);
}

function isVerdict(kept: unknown): kept is Verdict {
  return Array.isArray(kept) && kept.every((one) => isRecord(one) && typeof one.message === 'string');
}

async function judgeAll(
  engine: KubernetesEngine,
  unknown: ReadonlyMap<string, Candidate>,
  settle: (key: string, verdict: Verdict) => void,
): Promise<void> {
  const pending: Promise<void>[] = [];
  for (const group of groupAlike(unknown).values()) {
    for (const part of inParts(group, settle)) {
      const { kubernetes, definition } = part.of;
      const batch: AdmissionBatch = {
        kubernetes,
        objects: part.texts,
        definitions: definition === undefined ? [] : [definition],
      };
      pending.push(
        engine.judge(batch).then((answers) => {
          for (const [index, key] of part.keys.entries()) settle(key, answers[index] ?? []);
        }),
      );
    }
  }
  await Promise.all(pending);
}

type Entry = readonly [key: string, candidate: Candidate];

/** By minor and definition: those of one batch have both in common. */
function groupAlike(unknown: ReadonlyMap<string, Candidate>): ReadonlyMap<string, Entry[]> {
  return groupBy(unknown, ([, { kubernetes, definition }]) => `${kubernetes}\n${definition?.key ?? ''}`);
}

interface Part {
  readonly of: Candidate;
  readonly keys: string[];
  readonly texts: string[];
}

/** Cuts a group into calls. What is larger than any server reads needs none. */
function* inParts(entries: readonly Entry[], settle: (key: string, verdict: Verdict) => void): Generator<Part> {
  let part: Part | undefined;
  let size = 0;
  for (const [key, candidate] of entries) {
    const text = JSON.stringify(candidate.resource);
    if (text.length > LARGEST_BODY) {
      const message = `Request entity too large: the object has ${text.length} bytes as JSON, limit is ${LARGEST_BODY}`;
      settle(key, [{ field: '', type: 'TooLarge', message, apply: false, later: false }]);
      continue;
    }
    if (part !== undefined && (part.keys.length >= MOST_OBJECTS || size + text.length > MOST_BYTES)) {
      yield part;
      part = undefined;
    }
    if (part === undefined) {
      part = { of: candidate, keys: [], texts: [] };
      size = 0;
    }
    part.keys.push(key);
    part.texts.push(text);
    size += text.length;
  }
  if (part !== undefined) yield part;
}
