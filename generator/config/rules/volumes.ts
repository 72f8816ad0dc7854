import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';
import { LABEL } from './_label.ts';
import { serviceVariants } from './_service-settings.ts';

export const invalidVolumeName = defineRule({
  name: 'invalid-volume-name',
  summary: 'A volume’s name is a DNS label, and not one of those that scratch folders have.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      for (const [name, { path }] of settings.get('volumes').entries()) {
        if (LABEL.test(name) && !/^scratch-\d+$/.test(name)) continue;
        yield {
          path,
          message: `${quote(name)} is not a name for a volume`,
          fix: 'Use lower-case letters, digits and `-`, at most 63, e.g. `data`.',
        };
      }
    }
  },
});

export const incompleteVolume = defineRule({
  name: 'incomplete-volume',
  summary: 'A volume has a path, a size and a kind.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      for (const [name, volume] of settings.get('volumes').entries()) {
        const missing = ['path', 'size', 'kind'].filter((key) => volume.isRecord && !volume.get(key).exists);
        if (missing.length === 0) continue;
        yield {
          path: volume.path,
          message: `volume ${quote(name)} has no ${missing.map((key) => `\`${key}\``).join(', no ')}`,
          fix: "Write e.g. `{ path: '/data', size: '10Gi', kind: 'block' }`.",
        };
      }
    }
  },
});

export const volumePath = defineRule({
  name: 'volume-path',
  summary: 'A volume is mounted at an absolute path, and not at the root.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      for (const [, volume] of settings.get('volumes').entries()) {
        const { text, path } = volume.get('path');
        if (text === undefined || (/^\/[^:/][^:]*$/.test(text) && !text.split('/').includes('..'))) continue;
        yield {
          path,
          message: `${quote(text)} is not a path to mount at`,
          fix: 'Write an absolute path such as `/data`.',
        };
      }
    }
  },
});

export const pathMountedTwice = defineRule({
  name: 'path-mounted-twice',
  summary: 'Volumes and scratch folders of a service lie at paths of their own.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      const seen = new Map(settings.get('scratch').keys.map((path) => [folder(path), 'a scratch folder']));
      for (const [name, volume] of settings.get('volumes').entries()) {
        const { text, path } = volume.get('path');
        if (text === undefined) continue;
        const first = seen.get(folder(text));
        seen.set(folder(text), first ?? `volume ${quote(name)}`);
        if (first === undefined) continue;
        yield { path, message: `${first} lies at ${quote(text)} already`, fix: 'Give each a path of its own.' };
      }
    }
  },
});

/** One folder has one name. */
function folder(path: string): string {
  return path.replace(/\/+/g, '/').replace(/\/$/, '');
}

export const strategyWithDisks = defineRule({
  name: 'strategy-with-disks',
  summary: 'A service with a block volume has no `strategy`: a pod that comes before another goes would have no disk.',
  *check(draft) {
    for (const settings of serviceVariants(draft)) {
      const strategy = settings.get('strategy');
      const disk = settings
        .get('volumes')
        .entries()
        .find(([, volume]) => volume.get('kind').text === 'block');
      if (!strategy.exists || disk === undefined) continue;
      yield {
        path: strategy.path,
        message: `volume ${quote(disk[0])} is a disk of each replica: pods are replaced in place, one after the other, and ${strategy.get('type').text ?? 'a strategy'} cannot be`,
        fix: "Leave `strategy` out, use `kind: 'file'`, or keep the data in a store.",
      };
    }
  },
});
