import type { FileSpec } from '../../contract/file-spec.ts';
import { NO_ORIGINS } from '../../contract/file-spec.ts';
import { environmentsOf } from '../../model/placement.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';

/** image.yaml of each service and environment: seeded from the config's tag, then CI's. */
export const images = defineEmitter({
  name: 'images',
  *emit(platform): Iterable<FileSpec> {
    for (const service of platform.services) {
      for (const environment of environmentsOf(service.placement)) {
        const { image } = service.settings.environments.get(environment.name) ?? service.settings.base;
        yield {
          path: paths.image(environment.name, service.name),
          owner: 'images',
          mode: 'seeded',
          body: {
            type: 'values',
            values: {
              image: {
                ...(image.tag === null || image.tag === undefined ? {} : { tag: image.tag }),
                ...(image.digest === null ? {} : { digest: image.digest }),
              },
            },
          },
          origin: [...service.origin, 'image'],
          origins: NO_ORIGINS,
        };
      }
    }
  },
});
