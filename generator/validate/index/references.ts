import { isRecord } from '../../contract/resource.ts';
import { read, readRecords, readText } from './entry.ts';
import type { Pod } from './pod.ts';

/** A pod's mention of a ConfigMap, Secret or PersistentVolumeClaim that has to exist before the pod starts. */
export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Empty when any key will do. */
  readonly keys: readonly string[];
  readonly pointer: string;
}

const ENVIRONMENT_SOURCES = [
  ['configMapKeyRef', 'configMapRef', 'ConfigMap'],
  ['secretKeyRef', 'secretRef', 'Secret'],
] as const;

/** What a pod needs; optional references are left out, and so are pull secrets, which no pod waits for. */
export function readReferences(pod: Pod): PodReference[] {
  const found: PodReference[] = [];
  const add = (
    kind: PodReference['kind'],
    name: unknown,
    target: unknown,
    keys: readonly string[],
    pointer: string,
  ) => {
    if (typeof name !== 'string' || name === '' || read(target, 'optional') === true) return;
    found.push({ kind, name, keys, pointer });
  };
  for (const container of pod.containers) {
    for (const [keyField, allField, kind] of ENVIRONMENT_SOURCES) {
      for (const [index, variable] of listOf(container.spec.env)) {
        const target = read(variable, 'valueFrom', keyField);
        const key = readText(read(target, 'key'));
        add(kind, read(target, 'name'), target, [key], `${container.pointer}/env/${index}/valueFrom/${keyField}`);
      }
      for (const [index, source] of listOf(container.spec.envFrom)) {
        const target = read(source, allField);
        add(kind, read(target, 'name'), target, [], `${container.pointer}/envFrom/${index}/${allField}`);
      }
    }
  }
  for (const [index, volume] of listOf(pod.spec.volumes)) {
    const pointer = `${pod.pointer}/spec/volumes/${index}`;
    const { configMap, secret } = volume;
    add('ConfigMap', read(configMap, 'name'), configMap, itemKeys(configMap), `${pointer}/configMap`);
    add('Secret', read(secret, 'secretName'), secret, itemKeys(secret), `${pointer}/secret`);
    for (const [place, source] of listOf(read(volume, 'projected', 'sources'))) {
      const inside = `${pointer}/projected/sources/${place}`;
      add(
        'ConfigMap',
        read(source.configMap, 'name'),
        source.configMap,
        itemKeys(source.configMap),
        `${inside}/configMap`,
      );
      add('Secret', read(source.secret, 'name'), source.secret, itemKeys(source.secret), `${inside}/secret`);
    }
  }
  return found;
}

function itemKeys(target: unknown): string[] {
  return readRecords(read(target, 'items'))
    .map((item) => readText(item.key))
    .filter((key) => key !== '');
}

function listOf(value: unknown): [number, Record<string, unknown>][] {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].filter((entry): entry is [number, Record<string, unknown>] => isRecord(entry[1]));
}
