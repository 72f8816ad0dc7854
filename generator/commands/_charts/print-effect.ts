import { plainText } from '../../report/_define.ts';
import type { ReleaseEffect } from '../../upgrade-effect.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
/** Fields of one object that are worth reading; a CRD changes by thousands. */
const MOST_FIELDS = 20;

/** Prints what an upgrade changes; releases that change alike are told once. */
export function printEffect(effects: readonly ReleaseEffect[]): void {
  const alike = new Map<string, string[]>();
  for (const effect of effects) {
    const text = describe(effect);
    alike.set(text, [...(alike.get(text) ?? []), effect.application]);
  }
  for (const [text, applications] of alike) {
    process.stdout.write(`${plainText(applications.join(', '))}:\n${text}`);
  }
}

function describe({ changes, error }: ReleaseEffect): string {
  if (error !== undefined) return `  cannot be rendered: ${plainText(error)}\n`;
  if (changes.length === 0) return '  nothing changes\n';
  return changes
    .map(({ resource, change, fields }) => {
      const lines = fields
        .slice(0, MOST_FIELDS)
        .map(({ pointer, before, after }) => `      ${plainText(pointer)}: ${words(before)} → ${words(after)}\n`);
      const rest = fields.length > MOST_FIELDS ? `      and ${fields.length - MOST_FIELDS} more fields\n` : '';
      return `  ${SIGNS[change]} ${plainText(resource)}\n${lines.join('')}${rest}`;
    })
    .join('');
}

function words(value: unknown): string {
  return value === undefined ? '(absent)' : plainText(JSON.stringify(value)).slice(0, 120);
}
