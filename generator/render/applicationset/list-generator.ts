import { isRecord } from '../../contract/resource.ts';
import type { Generate } from './generator.ts';
import { NotExpandable, type Parameters } from './templating.ts';

/** `list`: the elements as they stand. */
export const generateList: Generate = async (context, settings) => {
  const elements = Array.isArray(settings.elements) ? settings.elements.filter(isRecord) : [];
  const found = context.templating.goTemplate ? elements : elements.map(flattenElement);
  const { elementsYaml } = settings;
  if (typeof elementsYaml !== 'string' || elementsYaml === '') return found;
  const more = await context.parseYaml(elementsYaml);
  if (!Array.isArray(more)) throw new NotExpandable('mistake', 'elementsYaml is no list');
  return [...found, ...more.filter(isRecord)];
};

function flattenElement(element: Record<string, unknown>): Parameters {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(element)) {
    const inner = key === 'values' && isRecord(value) ? Object.entries(value) : [];
    for (const [name, text] of inner) flat[`values.${name}`] = textOf(text, `values.${name}`);
    if (key !== 'values') flat[key] = textOf(value, key);
  }
  return flat;
}

function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  throw new NotExpandable('mistake', `element ${key} is no text, which only goTemplate: true allows`);
}
