/** Replaces the parameters of an ApplicationSet in texts and whole objects, by Go templates or by Argo CD's older notation. */
import { isRecord, type JsonObject } from '../../contract/resource.ts';
import type { RenderedText, TemplateRequest } from '../../engines/helm-protocol.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** Why an ApplicationSet, or one of its generators, gives no Applications here. */
export class NotExpandable extends Error {
  /** `mistake`: Argo CD would fail too. `unknown`: what it needs is not in the repository. */
  readonly kind: 'mistake' | 'unknown';

  constructor(kind: 'mistake' | 'unknown', reason: string) {
    super(reason);
    this.name = 'NotExpandable';
    this.kind = kind;
  }
}

export interface Templating {
  readonly goTemplate: boolean;
  /** @throws NotExpandable when a template fails */
  replaceText(text: string, parameters: Parameters): Promise<string>;
  /** Every text in a value, keys of maps too. @throws NotExpandable when a template fails */
  replaceAll(value: unknown, parameters: Parameters): Promise<unknown>;
  /** A text whose parameters are all known, else the text as it stands. */
  replaceKnown(text: string, parameters: Parameters): Promise<string>;
}

/** @param render the engine's Go templates */
export function createTemplating(
  applicationSet: { readonly goTemplate: boolean; readonly options: readonly string[] },
  render: (request: TemplateRequest) => Promise<readonly RenderedText[]>,
): Templating {
  const { goTemplate, options } = applicationSet;
  const renderTexts = async (texts: readonly string[], parameters: Parameters): Promise<readonly string[]> => {
    if (!goTemplate) return texts.map((text) => replaceTags(text, parameters));
    // Parameters come out of JSON and YAML, so they are Json.
    const rendered = await render({ texts, params: parameters as JsonObject, options });
    return rendered.map((one) => {
      if (one.ok) return one.text;
      throw new NotExpandable('mistake', one.error);
    });
  };
  return {
    goTemplate,
    replaceText: async (text, parameters) => (await renderTexts([text], parameters))[0] ?? '',
    async replaceAll(value, parameters) {
      const texts = [...collectTexts(value, new Set())];
      const rendered = await renderTexts(texts, parameters);
      const table = new Map(texts.map((text, index) => [text, rendered[index] ?? '']));
      return mapTexts(value, (text) => table.get(text) ?? text);
    },
    async replaceKnown(text, parameters) {
      if (!goTemplate) return replaceTags(text, parameters);
      const strict = [...options.filter((one) => !one.startsWith('missingkey=')), 'missingkey=error'];
      const [rendered] = await render({ texts: [text], params: parameters as JsonObject, options: strict });
      return rendered?.ok === true ? rendered.text : text;
    },
  };
}

/** `{{ name }}`: an unknown name stays as it is written. */
function replaceTags(text: string, parameters: Parameters): string {
  return text.replace(/\{\{([\s\S]*?)\}\}/g, (written, tag: string) => {
    const value = Object.hasOwn(parameters, tag.trim()) ? parameters[tag.trim()] : undefined;
    return typeof value === 'string' ? value : written;
  });
}

function collectTexts(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === 'string' && value.includes('{{')) found.add(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, found);
  else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (key.includes('{{')) found.add(key);
      collectTexts(inner, found);
    }
  }
  return found;
}

function mapTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [replace(key), mapTexts(inner, replace)]));
}
