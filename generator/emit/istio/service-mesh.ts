import { objectFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';
import { objectFileName, paths } from '../_paths.ts';
import { withLateCrd } from '../argocd/components.ts';
import { meshEnvironments, meshObjects } from './_mesh-objects.ts';

const OWNER = 'service mesh';

/** Mesh objects of each service, one file per object, beside its values of the environment. */
export const serviceMesh = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const service of platform.services) {
      for (const environment of meshEnvironments(service)) {
        for (const object of meshObjects(platform, service, environment)) {
          const file = objectFileName(object.kind, object.metadata.name ?? '');
          yield objectFile(
            `${paths.mesh(environment.name, service.name)}/${file}`,
            OWNER,
            service.origin,
            withLateCrd(object),
          );
        }
      }
    }
  },
});
