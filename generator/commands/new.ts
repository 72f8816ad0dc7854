import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { didYouMean } from '../contract/suggest.ts';
import { cloudFile } from './_new-cloud.ts';
import { componentFile } from './_new-component.ts';

/** What can be made: where its file goes, and what stands in it. */
const FAMILIES: Readonly<Record<string, { readonly folder: string; file(name: string): string }>> = {
  component: { folder: 'generator/infra', file: componentFile },
  cloud: { folder: 'generator/clouds', file: cloudFile },
};

export default defineCommand({
  meta: {
    name: 'new',
    description: 'Begin a component or a cloud in a checkout of slipway: one file, to be filled in.',
  },
  args: {
    root: { type: 'string', alias: 'C', description: 'checkout of slipway', default: '.', valueHint: 'DIR' },
    family: {
      type: 'positional',
      description: Object.keys(FAMILIES).join(' or '),
      required: true,
      valueHint: 'FAMILY',
    },
    name: {
      type: 'positional',
      description: 'its name in the config, such as node-agent',
      required: true,
      valueHint: 'NAME',
    },
  },
  run({ args }) {
    const root = resolve(args.root);
    const family = Object.hasOwn(FAMILIES, args.family) ? FAMILIES[args.family] : undefined;
    if (family === undefined) {
      const names = Object.keys(FAMILIES);
      throw new PlatformError('unknown-family', `"${args.family}" is no family${didYouMean(args.family, names)}`, {
        fix: `Choose one of ${names.join(', ')}.`,
      });
    }
    if (!isCheckout(root)) {
      throw new PlatformError('no-checkout', `${root} is no checkout of slipway`, {
        fix: 'Clone slipway and name its folder with -C. Components in a repository of your own cannot be defined yet: use `charts`.',
      });
    }
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(args.name)) {
      throw new PlatformError('invalid-name', `"${args.name}" is no name`, {
        fix: 'Write it in lower case, words joined by hyphens, e.g. node-agent.',
      });
    }
    const path = join(root, family.folder, `${args.name}.ts`);
    if (existsSync(path)) {
      throw new PlatformError('file-exists', `${relative(root, path)} is there already`, { fix: 'Edit it.' });
    }
    writeFileSync(path, family.file(args.name));
    process.stdout.write(`written: ${relative(root, path)}\nnext: fill it in, then npm run build && npm test\n`);
    return 0;
  },
});

function isCheckout(root: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return isRecord(content) && content.name === 'slipway' && existsSync(join(root, 'generator/infra'));
  } catch {
    // No package.json, or none that can be read.
    return false;
  }
}
