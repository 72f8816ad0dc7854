import { describeCredential } from '../contract/credentials.ts';

/** A key and its value in YAML or JSON, block or flow. */
const PAIR = /["']?([\w.-]+)["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'{}[\],#|>][^\n,}]*))/g;

/** Whether one of these texts, in YAML or JSON, seems to hold a credential: such a text must not reach a cache. */
export function holdCredential(texts: readonly string[]): boolean {
  return texts.some((text) =>
    [...text.matchAll(PAIR)].some(
      ([, name = '', double, single, plain]) => describeCredential(name, double ?? single ?? plain ?? '') !== undefined,
    ),
  );
}
