import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import { isApplication } from './applications.ts';

/**
 * What Argo CD refuses in the sources of an Application before it looks into any repository. What its schema refuses is
 * told there.
 * @returns a sentence for each mistake; none for other kinds of objects
 */
export function sourceMistakes(application: KubernetesObject): readonly string[] {
  const { spec } = application;
  if (!isApplication(application) || !isRecord(spec) || isRecord(spec.sourceHydrator)) return [];
  const several = Array.isArray(spec.sources) && spec.sources.length > 0;
  const sources = (Array.isArray(spec.sources) && several ? spec.sources : [spec.source]).filter(isRecord);
  if (sources.length === 0) return ['it has no source'];
  const refs = sources.flatMap(({ ref }) => (typeof ref === 'string' && ref !== '' ? [ref] : []));
  const wrong = refs
    .filter((ref) => !/^[\w-]+$/.test(ref))
    .map((ref) => `ref "${ref}" may hold letters, digits, _ and -`);
  const repeated = refs.filter((ref, index) => refs.indexOf(ref) < index).map((ref) => `two sources have ref "${ref}"`);
  return [...sources.flatMap((source) => mistakesOf(source, several)), ...wrong, ...repeated];
}

function mistakesOf(
  { repoURL, path, chart, ref }: Readonly<Record<string, unknown>>,
  several: boolean,
): readonly string[] {
  if (repoURL === '') return ['the repoURL of a source is empty'];
  if (isEmpty(chart) && typeof path === 'string' && path.startsWith('/'))
    return [`path "${path}" is absolute; paths start at the root of the repository`];
  if (typeof repoURL !== 'string' || ![path, chart].every(isEmpty) || (several && !isEmpty(ref))) return [];
  return [`the source ${repoURL} names neither a path nor a chart`];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
