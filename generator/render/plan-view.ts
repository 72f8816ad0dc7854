/** A plan as Argo CD would clone it: planned files first, hand-owned files from disk behind them. */
import { withDigest } from '../cache/digest.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import type { FileSpec } from '../contract/file-spec.ts';
import type { FilePlan } from '../plan/file-plan.ts';
import { type RepositoryView, viewFiles } from './repository-view.ts';

/**
 * @param readDisk text of a file on disk, for seeded files, which CI changes
 * @param foreign files on disk that nobody planned: what lies in a folder that an Application renders reaches the cluster too
 */
export function viewPlan(
  plan: FilePlan,
  readDisk: (path: string) => string | undefined,
  foreign: ReadonlyMap<string, string>,
): RepositoryView {
  const text = (path: string) => {
    const spec = plan.get(path);
    if (spec === undefined) return foreign.get(path) ?? readDisk(path);
    return spec.mode === 'seeded' ? (readDisk(path) ?? plan.text(path)) : plan.text(path);
  };
  const values = new Map<string, unknown>();
  const view = viewFiles([...plan.files().map((spec) => spec.path), ...foreign.keys()], {
    text,
    bytes: (path) => {
      const found = text(path);
      return found === undefined ? undefined : Buffer.from(found);
    },
    objects: (path) => {
      const spec = plan.get(path);
      if (spec?.body.type !== 'objects' || spec.mode !== 'owned') return undefined;
      const hash = plan.hash(path);
      for (const [place, object] of spec.body.objects.entries()) withDigest(object, `${hash}/${place}`);
      return spec.body.objects;
    },
    values: (path) => {
      if (values.has(path)) return values.get(path);
      const spec = plan.get(path);
      const isPlanned = spec?.body.type === 'values' && (spec.mode === 'owned' || text(path) === plan.text(path));
      // As a reader of the text has them: what is `undefined` is not printed.
      const found: unknown = isPlanned ? JSON.parse(JSON.stringify(spec.body.values)) : undefined;
      values.set(path, found);
      return found;
    },
    holdsValues: (path) => {
      const spec = plan.get(path);
      return spec?.mode === 'owned' && spec.body.type === 'values' && spec.body.values.kind === undefined;
    },
    origin: (path, pointer) => {
      const spec = plan.get(path);
      return spec === undefined || pointer === undefined ? spec?.origin : originOf(spec, pointer);
    },
  });
  // A value file that somebody keeps by hand lies in no folder that the plan writes to.
  return { ...view, text, has: (path) => view.has(path) || readDisk(path) !== undefined };
}

/** Config path of a value in a planned file: the longest pointer that the file's emitter noted. */
export function originOf(spec: FileSpec, pointer: string): ConfigPath {
  let path = pointer;
  while (path !== '') {
    const origin = spec.origins.get(path);
    if (origin !== undefined) return origin;
    path = path.slice(0, path.lastIndexOf('/'));
  }
  return spec.origins.get('') ?? spec.origin;
}
