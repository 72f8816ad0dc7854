import { objectFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';
import { objectFileName, paths } from '../_paths.ts';

const OWNER = 'storage classes';

/** StorageClasses that neither a chart nor the cloud brings. They go first, with the namespaces: claims need them. */
export const storageClasses = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const cluster of platform.clusters) {
      for (const object of cluster.cloud.storageClasses()) {
        // Beside the folders of the namespaces, so that no namespace's name can meet it.
        const path = `${paths.namespaces(cluster.name)}/${objectFileName(object.kind, object.metadata.name ?? '')}`;
        yield objectFile(path, OWNER, cluster.origin, object);
      }
    }
  },
});
