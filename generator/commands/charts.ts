import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';

const ACTIONS = ['lock', 'pull', 'list', 'outdated', 'upgrade', 'bundle'] as const;

export default defineCommand({
  meta: {
    name: 'charts',
    description: 'Lock, pull, list, upgrade and bundle charts: the only command that uses the network.',
  },
  args: {
    root: { type: 'string', alias: 'C', description: 'folder of the repository', default: '.', valueHint: 'DIR' },
    config: { type: 'string', description: 'config file, relative to the folder', valueHint: 'FILE' },
    charts: { type: 'string', description: 'folders of charts that are asked first', valueHint: 'DIR' },
    format: { type: 'string', description: 'pretty, or json for list and outdated', default: 'pretty' },
    fresh: { type: 'boolean', description: 'lock: resolve ranges and branches anew' },
    from: { type: 'string', description: 'pull: a bundle, in place of the network', valueHint: 'FILE' },
    output: { type: 'string', alias: 'o', description: 'bundle: the file to write', valueHint: 'FILE' },
    to: { type: 'string', description: 'upgrade: the version; default the newest minor', valueHint: 'VERSION' },
    yes: { type: 'boolean', description: 'upgrade: edit without asking' },
    action: { type: 'positional', description: ACTIONS.join(', '), required: true, valueHint: 'ACTION' },
    name: { type: 'positional', description: 'upgrade: name in the config', required: false, valueHint: 'NAME' },
  },
  async run({ args }) {
    const { action, format } = args;
    if (format !== 'pretty' && format !== 'json') {
      throw new PlatformError(
        'bad-format',
        `charts has no format "${format}"${didYouMean(format, ['pretty', 'json'])}`,
        {
          fix: 'Choose pretty or json.',
        },
      );
    }
    switch (action) {
      case 'lock':
        return (await import('./_charts/lock.ts')).lock(args);
      case 'pull':
        return (await import('./_charts/pull.ts')).pull(args);
      case 'list':
        return (await import('./_charts/list.ts')).list(args);
      case 'outdated':
        return (await import('./_charts/outdated.ts')).outdated(args);
      case 'upgrade':
        return (await import('./_charts/upgrade.ts')).upgrade(args);
      case 'bundle': {
        if (args.output === undefined) {
          throw new PlatformError('no-output', 'charts bundle needs a file to write', { fix: 'Add -o FILE.' });
        }
        return (await import('./_charts/bundle.ts')).writeBundle(resolve(args.root), resolve(args.output));
      }
      default:
        throw new PlatformError('unknown-action', `charts has no action "${action}"${didYouMean(action, ACTIONS)}`, {
          fix: `Choose one of ${ACTIONS.join(', ')}.`,
        });
    }
  },
});
