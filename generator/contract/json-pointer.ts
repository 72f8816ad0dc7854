/** RFC 6901 pointers: `/spec/template/metadata/labels/app.kubernetes.io~1name`. */

export function formatPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value a pointer names, or `undefined` where nothing stands. */
export function readPointer(value: unknown, pointer: string): unknown {
  let current: unknown = value;
  for (const part of parsePointer(pointer)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[part];
  }
  return current;
}
