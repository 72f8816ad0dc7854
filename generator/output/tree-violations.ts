import type { Finding } from '../contract/finding.ts';
import type { FileComparison, FileState } from './compare.ts';

interface Words {
  readonly title: string;
  readonly message: string;
  readonly fix: string;
}

/** What each state means for somebody who checks; states that are fine are absent. */
const WORDS: Partial<Readonly<Record<FileState, Words>>> = {
  new: {
    title: 'File is not generated yet',
    message: 'the config asks for this file',
    fix: 'Run `slipway generate` and commit it.',
  },
  missing: {
    title: 'Generated file is gone',
    message: 'somebody deleted this file',
    fix: 'Run `slipway generate` and commit it.',
  },
  stale: {
    title: 'Generated file is stale',
    message: 'the config says something else now',
    fix: 'Run `slipway generate` and commit it.',
  },
  edited: {
    title: 'Generated file was edited',
    message: 'it differs both from the config and from what slipway last wrote',
    fix: 'Move the change into platform.config.ts, then run `slipway generate --overwrite`.',
  },
  orphan: {
    title: 'Generated file is left over',
    message: 'the config no longer asks for it',
    fix: 'Run `slipway generate`, which deletes it.',
  },
  foreign: {
    title: 'File is in the way',
    message: 'the config asks for a file here, but this one is not generated',
    fix: 'Move or delete it; slipway never overwrites what is not its own.',
  },
  blocked: {
    title: 'Path is blocked',
    message: 'slipway does not write here',
    fix: 'Replace it by a plain folder or file.',
  },
};

/** Differences that a check reports. */
export function differenceFindings(compared: readonly FileComparison[]): readonly Finding[] {
  return compared.flatMap((one) => finding(one, 'error'));
}

const IMAGE_FILE = /^environments\/([^/]+)\/apps\/([^/]+)\/image\.yaml$/;

/** Image files whose service is gone: CI owns them, so they are told, not deleted. @param foreign paths beside the planned files */
export function leftOverImages(foreign: Iterable<string>): readonly Finding[] {
  return [...foreign].flatMap((path): readonly Finding[] => {
    const [, environment, service] = IMAGE_FILE.exec(path) ?? [];
    if (environment === undefined || service === undefined) return [];
    return [
      {
        layer: 'tree',
        rule: 'left-over-image',
        severity: 'low',
        level: 'warn',
        title: 'Image file without a service',
        message: `${path}: ${service} is no longer deployed to ${environment}`,
        fix: 'Delete the file, and the step of CI that writes it.',
        file: path,
        occurrences: [],
      },
    ];
  });
}

/** What keeps `generate` from writing a file, and what it leaves alone. */
export function obstacleFindings(compared: readonly FileComparison[], overwrite: boolean): readonly Finding[] {
  const obstacles: readonly FileState[] = overwrite ? ['foreign', 'blocked'] : ['edited', 'foreign', 'blocked'];
  return compared.flatMap((one) =>
    obstacles.includes(one.state) ? finding(one, 'error') : one.state === 'kept' ? finding(one, 'warn') : [],
  );
}

function finding({ path, state, detail }: FileComparison, level: 'error' | 'warn'): readonly Finding[] {
  if (state === 'kept') {
    return [
      {
        layer: 'tree',
        rule: 'left-alone',
        severity: 'low',
        level: 'warn',
        title: 'File is no longer ours',
        message: `${path}: the config no longer asks for it, but somebody changed it since slipway wrote it`,
        fix: 'Delete it, or keep it as your own.',
        file: path,
        occurrences: [],
      },
    ];
  }
  const words = WORDS[state];
  if (words === undefined) return [];
  return [
    {
      layer: 'tree',
      rule: `${state}-file`,
      severity: 'high',
      level,
      title: words.title,
      message: `${path}: ${detail ?? words.message}`,
      fix: words.fix,
      file: path,
      occurrences: [],
    },
  ];
}
