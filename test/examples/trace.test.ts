// Each statement of a description leads to a key of the config and to what it makes in the tree, or is refused with a reason.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../generator/config/load.ts';
import { isRecord } from '../../generator/contract/resource.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const traced = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'TRACE.md')));

/** Rows of all tables: statement, config keys, files, what stands in them; or statement, `refused`, the reason. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (Statement|---)/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
}

const quoted = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/** Whether a config has a key; options of an instance stand at the instance. */
function hasKey(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (!isRecord(value)) return false;
  return hasKey(value[key], rest) || (value.options !== undefined && hasKey(value.options, [key, ...rest]));
}

describe.each(traced)('%s', (name) => {
  const root = join(EXAMPLES, name);
  const rows = rowsOf(readFileSync(join(root, 'TRACE.md'), 'utf8'));

  test('every statement leads to the tree, or to a reason', async () => {
    expect(rows.length).toBeGreaterThan(15);
    const { config } = await loadConfig(root);
    for (const [statement = '', keys, files, fields] of rows) {
      if (keys === 'refused') {
        expect([statement, (files ?? '').length > 20]).toEqual([statement, true]);
        continue;
      }
      for (const key of quoted(keys)) {
        expect([statement, key, hasKey(config, key.split('.'))]).toEqual([statement, key, true]);
      }
      expect([statement, quoted(files).length > 0, quoted(fields).length > 0]).toEqual([statement, true, true]);
      const texts = quoted(files).map((file) => {
        expect([statement, file, existsSync(join(root, file))]).toEqual([statement, file, true]);
        return readFileSync(join(root, file), 'utf8');
      });
      for (const field of quoted(fields)) {
        expect([statement, field, texts.some((text) => text.includes(field))]).toEqual([statement, field, true]);
      }
    }
  });
});
