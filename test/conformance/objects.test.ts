import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('objects/', import.meta.url);

describe('the objects for a real API server', () => {
  it.each(['good', 'bad'])('are at least 300 %s ones', (kind) => {
    expect(documentsOf(kind).length).toBeGreaterThanOrEqual(300);
  });

  it('say of each bad one what is wrong with it', () => {
    const silent = documentsOf('bad').filter(({ text }) => !/^# \S/.test(text));
    expect(silent).toEqual([]);
  });

  it('are each there once', () => {
    const texts = [...documentsOf('good'), ...documentsOf('bad')].map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

function documentsOf(kind: string): readonly { readonly file: string; readonly text: string }[] {
  const folder = new URL(`${kind}/`, FOLDER);
  return readdirSync(folder).flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split(/^---\n/m)
      .map((text) => ({ file: `${kind}/${name}`, text })),
  );
}
