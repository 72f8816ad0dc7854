import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineCommand } from 'citty';
import { CONFIG_NAMES, findConfig } from '../config/load.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { didYouMean } from '../contract/suggest.ts';

/** The same place from `generator/commands` and from `dist/commands`. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const CONFIG = CONFIG_NAMES[0] ?? '';

/** What Git leaves alone: what is downloaded, and what a run holds while it writes. */
const IGNORED = ['node_modules/', '.slipway/charts/', '.slipway/journal', '.slipway/lock'];

export default defineCommand({
  meta: { name: 'init', description: 'Start a platform from an example, in an empty folder or beside what is there.' },
  args: {
    root: { type: 'string', alias: 'C', description: 'folder of the repository', default: '.', valueHint: 'DIR' },
    from: { type: 'string', description: 'example to start from', default: 'minimal', valueHint: 'NAME' },
  },
  run({ args }) {
    const root = resolve(args.root);
    const examples = listExamples();
    if (!examples.includes(args.from)) {
      throw new PlatformError(
        'unknown-example',
        `there is no example "${args.from}"${didYouMean(args.from, examples)}`,
        { fix: `Choose one of ${examples.join(', ')}.` },
      );
    }
    const present = findConfig(root);
    if (present !== undefined) {
      throw new PlatformError('config-exists', `${relative(root, present)} is there already`, {
        fix: 'Start in another folder, or edit the config that is there.',
      });
    }
    mkdirSync(root, { recursive: true });
    copyFileSync(join(PACKAGE, 'examples', args.from, CONFIG), join(root, CONFIG));
    const written = [CONFIG, ...writePackage(root), ...writeIgnored(root)];
    process.stdout.write(`written: ${written.join(', ')}\n`);
    process.stdout.write('next: npm install && npm run generate\n');
    return 0;
  },
});

/** Names of the examples that are shipped. */
function listExamples(): readonly string[] {
  return readdirSync(join(PACKAGE, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(PACKAGE, 'examples', entry.name, CONFIG)))
    .map((entry) => entry.name)
    .sort();
}

/** A package.json that installs this slipway; one that is there stays as it is. */
function writePackage(root: string): readonly string[] {
  const path = join(root, 'package.json');
  if (existsSync(path)) return [];
  const content = {
    private: true,
    type: 'module',
    scripts: { generate: 'slipway generate', check: 'slipway check' },
    devDependencies: { slipway: ownVersion() },
  };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  return ['package.json'];
}

function ownVersion(): string {
  const own: unknown = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  return isRecord(own) ? String(own.version) : '';
}

function writeIgnored(root: string): readonly string[] {
  const path = join(root, '.gitignore');
  if (existsSync(path)) return [];
  writeFileSync(path, `${IGNORED.join('\n')}\n`);
  return ['.gitignore'];
}
