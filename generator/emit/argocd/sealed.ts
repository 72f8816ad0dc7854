import { objectFile, textFile } from '../../contract/file-spec.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { names } from './_names.ts';
import { WAVES } from './_waves.ts';

const OWNER = 'sealed secrets';

const README = `# Sealed secrets

SealedSecrets of this cluster lie here, one folder per namespace: \`<namespace>/<name>.yaml\`.
People write them with kubeseal; slipway never touches them, and nothing else may lie here.
`;

/** The Application that applies the SealedSecrets which people commit; only where a store is sealed. */
export const sealedSecretFolders = defineEmitter({
  name: OWNER,
  *emit(platform) {
    const store = platform.secretStores.find((one) => one.type === 'sealed');
    if (store === undefined) return;
    for (const cluster of platform.clusters) {
      const folder = paths.sealed(cluster.name);
      // A folder that does not exist is an error to Argo CD: this file keeps it there.
      yield textFile(`${folder}/README.md`, OWNER, store.origin, README);
      yield objectFile(
        `${paths.bootstrap(cluster.name)}/sealed.yaml`,
        OWNER,
        store.origin,
        application(platform, {
          name: names.application(cluster, 'sealed'),
          project: names.groupProject(cluster, 'infra'),
          wave: WAVES.parent.platform,
          sources: [{ type: 'directory', path: folder, recurse: true }],
          destination: { cluster, namespace: 'default' },
          revision: cluster.environment.revision,
          cascade: true,
          confirmDeletes: cluster.environment.protected,
          ignoreHealth: true,
          partOf: cluster.name,
          ignoreDifferences: [],
        }),
      );
    }
  },
});
