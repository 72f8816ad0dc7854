const TAG = /^[\w][\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** An image as the config may write it: its parts, or one string. */
interface ImageParts {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export interface ParsedImage {
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Splits `registry:5000/path/name:tag@sha256:…`; the port of a registry is not a tag. Returns `null` for what is no image reference. */
export function parseImageReference(image: string | ImageParts): ParsedImage | null {
  if (typeof image !== 'string') {
    const parsed = parseImageReference(image.repository);
    if (parsed === null || parsed.tag !== null || parsed.digest !== null) return null;
    return checked({ repository: image.repository, tag: image.tag ?? null, digest: image.digest ?? null });
  }
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  return checked({
    repository: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : null,
    digest: at < 0 ? null : image.slice(at + 1),
  });
}

function checked(image: ParsedImage): ParsedImage | null {
  const good =
    /^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(\/[a-z0-9][a-z0-9._-]*)*$/i.test(image.repository) &&
    (image.tag === null || TAG.test(image.tag)) &&
    (image.digest === null || DIGEST.test(image.digest));
  return good ? image : null;
}
