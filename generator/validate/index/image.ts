/** An image reference in its parts, as a node would resolve it. */
export interface Image {
  readonly text: string;
  /** `docker.io` when the reference names none. */
  readonly registry: string;
  /** Without registry, tag and digest; `library/` is added to an official image. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Splits a reference; `undefined` for an empty or unreadable one. A port of the registry is not a tag. */
export function parseImage(text: unknown): Image | undefined {
  if (typeof text !== 'string' || text === '' || /\s/.test(text)) return undefined;
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const path = tagged ? named.slice(0, colon) : named;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const rest = hasRegistry ? path.slice(slash + 1) : path;
  const registry = hasRegistry ? first : 'docker.io';
  return {
    text,
    registry: registry === 'index.docker.io' ? 'docker.io' : registry,
    repository: registry.endsWith('docker.io') && !rest.includes('/') ? `library/${rest}` : rest,
    tag: tagged ? named.slice(colon + 1) : '',
    digest: at < 0 ? '' : text.slice(at + 1),
  };
}
