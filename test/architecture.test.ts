// The rules that keep data flowing one way. Each says why; breaking one is a design decision, not a detail.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../generator/', import.meta.url));

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[\w*{},\s$]+?\s+from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

const files: readonly SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => {
    const path = name.replaceAll('\\', '/');
    const text = readFileSync(join(root, name), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map((match) => ({
      target: match[2] ?? match[3] ?? '',
      typeOnly: match[1] !== undefined,
    }));
    return { path, text, imports };
  });

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '(top)';
}

function targetOf(file: SourceFile, target: string): string | undefined {
  if (!target.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(file.path), target)).replaceAll('\\', '/');
}

/** A room may import from rooms before it in the list, and from itself. */
const ORDER: readonly (readonly string[])[] = [
  ['contract'],
  ['cache'],
  ['config'],
  ['engines'],
  ['model'],
  ['clouds', 'infra'],
  ['emit'],
  ['plan', 'charts'],
  ['chart-store'],
  ['render'],
  ['validate'],
  ['output'],
  ['report'],
  ['download'],
  ['(top)'],
  ['commands'],
];
const rank = new Map(ORDER.flatMap((rooms, index) => rooms.map((room) => [room, index] as const)));

test('every folder has a place in the flow', () => {
  expect([...new Set(files.map((file) => roomOf(file.path)))].filter((room) => !rank.has(room))).toEqual([]);
});

test('data flows one way: a room imports only rooms before it', () => {
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ target, typeOnly }) => {
      const path = targetOf(file, target);
      if (path === undefined) return [];
      const from = roomOf(file.path);
      const to = roomOf(path);
      // The command line loads commands by name; config reads the model's definitions as types only.
      if (file.path === 'program.ts' && to === 'commands') return [];
      if (typeOnly && from === 'config' && to === 'model') return [];
      return (rank.get(to) ?? 0) > (rank.get(from) ?? 0) || (from !== to && rank.get(to) === rank.get(from))
        ? [`${file.path} imports ${path}`]
        : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by a detour, because a cycle has no order to be read in', () => {
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter((one) => !one.typeOnly).flatMap((one) => targetOf(file, one.target) ?? []),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(cycles).toEqual([]);
});

test('the pure zone touches nothing outside itself, so that one config gives the same bytes everywhere', () => {
  const pure = ['model', 'clouds', 'infra', 'emit', 'plan'];
  const forbidden = /\bprocess\.|\bDate\.now|\bnew Date\b|\bMath\.random|\bperformance\./;
  const wrong = files
    .filter((file) => pure.includes(roomOf(file.path)))
    .filter((file) => file.imports.some((one) => one.target.startsWith('node:')) || forbidden.test(file.text))
    .map((file) => file.path);
  expect(wrong).toEqual([]);
});

test('only the command line and the commands print or set the exit code', () => {
  const wrong = files
    .filter((file) => file.path !== 'program.ts' && roomOf(file.path) !== 'commands')
    .filter((file) =>
      /process\.(stdout|exit|exitCode)|console\./.test(file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    )
    .map((file) => file.path);
  expect(wrong).toEqual([]);
});

test('no file outside clouds/ compares the name of a cloud', () => {
  const wrong = files
    .filter((file) => roomOf(file.path) !== 'clouds')
    .filter((file) => /[!=]==? '(aws|gcp|azure)'|'(aws|gcp|azure)' [!=]==?/.test(file.text))
    .map((file) => file.path);
  expect(wrong).toEqual([]);
});

test('files stay under 250 lines, and the pipeline on one screen', () => {
  const long = files
    .filter((file) => !file.path.endsWith('.gen.ts'))
    .filter((file) => file.text.split('\n').length > 251)
    .map((file) => file.path);
  expect(long).toEqual([]);
  expect(files.find((file) => file.path === 'pipeline.ts')?.text.split('\n').length).toBeLessThan(110);
});

test('no file is called utils, helpers, common or misc', () => {
  expect(files.map((file) => file.path).filter((path) => /(^|\/)_?(utils?|helpers?|misc)\.ts$/.test(path))).toEqual([]);
});

test('the registries list what lies in their folders', async () => {
  const { FAMILIES, registryPath, registryText } = await import('../scripts/write-registries.mjs');
  for (const family of FAMILIES) {
    expect(existsSync(registryPath(family))).toBe(true);
    expect(readFileSync(registryPath(family), 'utf8')).toBe(registryText(family));
  }
});
