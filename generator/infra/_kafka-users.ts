/** Services as users of a Kafka that Strimzi runs: each may do what the config says it does, and nothing else. */
import type { JsonObject, KubernetesObject } from '../contract/resource.ts';
import type { ComponentSettings } from '../model/component.ts';
import { settingsOn } from '../model/placement.ts';
import type { Cluster, Platform, Service } from '../model/platform.ts';
import { usesOf } from './_tenants.ts';

interface UserOptions {
  readonly loginPerService: boolean;
}

/** Services of a cluster that use the Kafka, where each has a login. */
export function kafkaClients(
  { release, options }: ComponentSettings<UserOptions>,
  cluster: Cluster,
  platform: Platform,
): readonly Service[] {
  if (!options.loginPerService) return [];
  return platform.services.filter(
    (service) =>
      service.placement.includes(cluster) && usesOf(settingsOn(service, cluster).uses, release, platform).length > 0,
  );
}

/** A KafkaUser for each, with its password out of the Secret `<release>-<service>`. */
export function kafkaUsers(
  settings: ComponentSettings<UserOptions>,
  cluster: Cluster,
  platform: Platform,
): readonly KubernetesObject[] {
  const { release, namespace } = settings;
  return kafkaClients(settings, cluster, platform).map((service) => {
    const { uses } = settingsOn(service, cluster);
    const own = usesOf(uses, release, platform);
    const acls = [
      ...own.flatMap(({ publish = [] }) => publish.map((topic) => rule('topic', topic, ['Describe', 'Write']))),
      ...own.flatMap(({ consume = [] }) => consume.map((topic) => rule('topic', topic, ['Describe', 'Read']))),
      // Groups of consumers are called like their service, or begin so.
      rule('group', service.name, ['Read'], 'prefix'),
    ];
    return {
      apiVersion: 'kafka.strimzi.io/v1',
      kind: 'KafkaUser',
      metadata: { name: service.name, namespace, labels: { 'strimzi.io/cluster': release } },
      spec: {
        authentication: {
          type: 'scram-sha-512',
          password: { valueFrom: { secretKeyRef: { name: `${release}-${service.name}`, key: 'password' } } },
        },
        authorization: { type: 'simple', acls },
      },
    };
  });
}

function rule(type: string, name: string, operations: readonly string[], patternType = 'literal'): JsonObject {
  return { resource: { type, name, patternType }, operations: [...operations] };
}
