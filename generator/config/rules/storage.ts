/** Volumes of services and data of components: the driver and the class that a cluster must have for them. */
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster } from '../draft.ts';
import { type Use, withoutCapability } from './_capability.ts';
import { defineRule, type RuleHit } from './_define.ts';
import { joinByPath } from './_uses.ts';

/** Volumes of services of a kind, with the clusters they are on. */
function volumeUses(draft: Draft, kind: string, what: string): readonly Use[] {
  return [...draft.services.values()].flatMap(({ variants }) =>
    variants.flatMap(({ settings, clusters }) =>
      settings
        .get('volumes')
        .entries()
        .filter(([, volume]) => volume.get('kind').text === kind)
        .map(([, volume]) => ({ path: volume.get('kind').path, what, clusters })),
    ),
  );
}

export const missingBlockStorage = defineRule({
  name: 'missing-block-storage',
  summary: 'Where a component holds data or a service has a disk, the cloud’s block storage component stands too.',
  check(draft) {
    const uses = draft.components
      .filter((one) => one.definition?.stateful === true)
      .map(({ name, placement }) => ({ path: ['infra', name], what: 'data on volumes', clusters: placement }));
    return withoutCapability(draft, 'block-storage', [...uses, ...volumeUses(draft, 'block', 'a block volume')]);
  },
});

export const missingFileStorage = defineRule({
  name: 'missing-file-storage',
  summary: 'Where a service has a file volume, the cloud’s file storage component stands too.',
  check: (draft) => withoutCapability(draft, 'file-storage', volumeUses(draft, 'file', 'a file volume')),
});

export const missingFileClass = defineRule({
  name: 'missing-file-class',
  summary: 'Where a service has a file volume, the cluster names the file system that its class of volumes is made on.',
  *check(draft) {
    for (const { path, clusters } of joinByPath(volumeUses(draft, 'file', 'a file volume'))) {
      for (const cluster of clusters) {
        const lack = lackOfClass(draft, cluster);
        if (lack !== null) yield { path, ...lack };
      }
    }
  },
});

/** Why a cluster has no class for files; `null` where it has one, or where another rule says that it cannot. */
function lackOfClass(draft: Draft, cluster: DraftCluster): Omit<RuleHit, 'path'> | null {
  const { name, node, cloud, cloudDefinition } = cluster;
  if (cloudDefinition === undefined) return null;
  const answer = cloudDefinition.traits.capabilities['file-storage'];
  if (answer.by === 'none') return null;
  const { fileStorageClass } = cloudDefinition.traits;
  if (typeof fileStorageClass !== 'string') {
    return {
      message: `cloud ${cloud} of cluster ${quote(name)} has no class for files: ${fileStorageClass.missing}`,
      fix: `Use kind \`block\`, or keep the service off cluster ${quote(name)}.`,
    };
  }
  const missing = (cloudDefinition.fileStorageOptions ?? []).filter(
    (option) => !node.at('cloud', 'options', option).exists,
  );
  if (missing.length > 0) {
    const keys = missing.map((option) => `\`${option}\``).join(' and ');
    return {
      message: `cluster ${quote(name)} has no class for files: its cloud ${cloud} needs ${keys} for one`,
      fix: `Add ${keys} to \`clusters.${name}.cloud\`, or use kind \`block\`.`,
    };
  }
  if (answer.by !== 'component') return null;
  const driver = draft.componentsOn(cluster).find((one) => one.kind === answer.component);
  const option = driver?.definition?.classOption;
  if (driver === undefined || option === undefined || driver.node.at(option, name).exists) return null;
  return {
    message: `cluster ${quote(name)} has no class for files: \`infra.${driver.name}\` names no file system for it`,
    fix: `Add ${quote(name)} to \`infra.${driver.name}.${option}\`, or use kind \`block\`.`,
  };
}
