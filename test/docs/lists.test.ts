// Pages that list things are compared with the code that they list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commonArgs } from '../../generator/commands/_common.ts';
import { LAYERS } from '../../generator/contract/finding.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** Rows of the table below a header row, as cells. */
function table(text: string, header: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.slice(2, -2).split(' | '));
}

const commandNames = readdirSync(join(root, 'generator/commands'))
  .filter((file) => !file.startsWith('_'))
  .map((file) => file.replace(/\.ts$/, ''));

test('README lists the commands with the words of their help', async () => {
  const commands = await Promise.all(
    commandNames.map(async (name) => {
      const { default: command } = await import(`../../generator/commands/${name}.ts`);
      return [`\`${name}\``, command.meta.description];
    }),
  );
  expect(table(readme, 'Command').toSorted()).toEqual(commands.toSorted());
});

test('the command line knows every file of commands/, in the order of README', () => {
  const known = [...read('generator/program.ts').matchAll(/import\('\.\/commands\/([\w-]+)\.ts'\)/g)].map(
    (match) => match[1],
  );
  expect(known.toSorted()).toEqual(commandNames.toSorted());
  expect(table(readme, 'Command').map(([name]) => name)).toEqual(known.map((name) => `\`${name}\``));
});

test('README lists the common options with the words of their help', () => {
  const rows = Object.entries(commonArgs).map(([name, argument]) => {
    const flag =
      argument.type === 'boolean' && 'default' in argument && argument.default ? `--no-${name}` : `--${name}`;
    const alias = 'alias' in argument ? `, \`-${argument.alias}\`` : '';
    return [
      `\`${flag}\`${alias}`,
      'negativeDescription' in argument ? argument.negativeDescription : argument.description,
    ];
  });
  expect(table(readme, 'Option')).toEqual(rows);
});

test('the pages name no option that does not exist', async () => {
  const own = await Promise.all(
    commandNames.map(async (name) => (await import(`../../generator/commands/${name}.ts`)).default.args ?? {}),
  );
  const scripts = ['scripts/conformance/options.mjs', 'scripts/bench.mjs'].flatMap((script) =>
    [...read(script).matchAll(/([\w-]+)'?: \{ type: '(?:string|boolean)'/g)].map((match) => match[1] ?? ''),
  );
  const options = new Set([
    ...own.flatMap((args) => Object.keys(args)),
    ...scripts,
    ...['no-cache', 'no', 'help', 'save-dev', 'cascade'],
  ]);
  const used = pages().flatMap((page) =>
    [...read(page).matchAll(/(?<![\w-])--([a-z][a-z0-9-]*)/g)].map((match) => match[1] ?? ''),
  );
  expect(used.filter((option) => !options.has(option))).toEqual([]);
});

test('README names every exit code', () => {
  expect(table(readme, 'Exit code').map(([code]) => code)).toEqual(['0', '1', '2']);
});

test('the architecture page names every room of generator/', () => {
  const rooms = readdirSync(join(root, 'generator'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const named = table(read('docs/architecture.md'), 'Room').flatMap(([cell = '']) => [
    ...cell.matchAll(/`([\w-]+)\/`/g),
  ]);
  expect(named.map((match) => match[1]).toSorted()).toEqual(rooms.map((room) => room.name).toSorted());
});

test('the page about verdicts names every layer, in order', () => {
  const named = table(read('docs/verdicts.md'), 'Layer').map(([cell]) => cell);
  expect(named).toEqual(LAYERS.map((layer) => `\`${layer}\``));
});

test('the page about dependencies names the packages that the program imports, and each is declared', () => {
  const sources = readdirSync(join(root, 'generator'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => read(`generator/${file}`));
  const IMPORT = /(?:^(?:import|export) (?!type\b)[^;']* from |import\()'((?:@[\w-]+\/)?[a-z][\w-]*)(?=['/])/gm;
  const imported = sources.flatMap((text) => [...text.matchAll(IMPORT)].map((match) => match[1] ?? ''));
  const named = table(read('docs/decisions/run-time-dependencies.md'), 'Package').map(([cell = '']) =>
    cell.replaceAll('`', ''),
  );
  const { dependencies } = JSON.parse(read('package.json'));
  const packages = [...new Set(imported)].filter((name) => name !== 'node').toSorted();
  expect(named.toSorted()).toEqual(packages);
  expect(packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});

test('scripts that the pages run are scripts of package.json', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const used = pages().flatMap((page) => [...read(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''));
  expect(used.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('every relative link leads to something', () => {
  const dead = pages().flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

function pages(): readonly string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name.replaceAll('\\', '/')}`)];
}
