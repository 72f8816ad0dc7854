/** What a feature of the config needs on each cluster where it is used: a component, or an answer of the cloud. */
import type { ConfigPath } from '../../contract/config-path.ts';
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster } from '../draft.ts';
import { type ConfigRule, defineRule, type RuleHit } from './_define.ts';
import { joinByPath } from './_uses.ts';

/** A use of something on clusters. */
interface Use {
  readonly path: ConfigPath;
  readonly what: string;
  readonly clusters: readonly DraftCluster[];
}

function* withoutKind(draft: Draft, kind: string, uses: Iterable<Use>): Iterable<RuleHit> {
  // As with `requires`: what the catalogue lacks, the author cannot add.
  if (!draft.registries.components.some((one) => one.kind === kind)) return;
  for (const { path, what, clusters } of joinByPath(uses)) {
    const without = clusters.filter((cluster) => !draft.componentsOn(cluster).some((one) => one.kind === kind));
    if (without.length === 0) continue;
    yield {
      path,
      message: `${what} needs ${kind}, which is not on ${without.map((one) => quote(one.name)).join(', ')}`,
      fix: `Add ${kind} to \`infra\` on these clusters.`,
    };
  }
}

function needsKind(name: string, kind: string, summary: string, uses: (draft: Draft) => Iterable<Use>): ConfigRule {
  return defineRule({ name, summary, check: (draft) => withoutKind(draft, kind, uses(draft)) });
}

/** Each merged setting of a service that `pick` finds something in. */
function settingsUses(
  draft: Draft,
  what: string,
  pick: (settings: ConfigNode) => ConfigNode | undefined,
): readonly Use[] {
  return [...draft.services.values()].flatMap(({ variants }) =>
    variants.flatMap(({ settings, clusters }) => {
      const found = pick(settings);
      return found?.exists === true ? [{ path: found.path, what, clusters }] : [];
    }),
  );
}

/** Services with secrets on clusters whose secret store is of one of these types. */
function secretUses(draft: Draft, types: readonly string[]): readonly Use[] {
  const stores = draft.instances('secretStores');
  return [...draft.services.values()].flatMap(({ node, variants }) =>
    variants.flatMap(({ settings, clusters }) => {
      const secrets = settings.get('secrets');
      const here = clusters.filter(({ environment }) => {
        const name =
          node.get('secretStore').text ??
          draft.root.at('environments', environment ?? '', 'secretStore').text ??
          stores[0]?.name;
        return types.includes(stores.find((one) => one.name === name)?.type ?? '');
      });
      return secrets.keys.length === 0 || here.length === 0
        ? []
        : [{ path: secrets.path, what: 'a secret of this store', clusters: here }];
    }),
  );
}

export const missingExternalSecrets = needsKind(
  'missing-external-secrets',
  'external-secrets',
  'Secrets of a cloud or Vault need External Secrets on the cluster.',
  (draft) => secretUses(draft, ['cloud', 'vault']),
);

export const missingSealedSecrets = needsKind(
  'missing-sealed-secrets',
  'sealed-secrets',
  'Sealed secrets need their controller on the cluster.',
  (draft) => secretUses(draft, ['sealed']),
);

export const missingSecretBackend = defineRule({
  name: 'missing-secret-backend',
  summary: 'Secrets of the cloud need a secret manager that External Secrets reads.',
  *check(draft) {
    for (const { path, clusters } of joinByPath(secretUses(draft, ['cloud']))) {
      for (const { name, cloud, cloudDefinition } of clusters) {
        const backend = cloudDefinition?.traits.secretBackend;
        if (backend === undefined || backend === 'external-secrets') continue;
        yield {
          path,
          message: `cloudSecrets() is the store of these on ${quote(name)}, and cloud ${cloud} has none: ${backend.missing}`,
          fix: 'Use `vault({ … })` or `sealed()` there: set `secretStore` of the service or of the environment.',
        };
      }
    }
  },
});

export const unknownIdentity = defineRule({
  name: 'unknown-identity',
  summary: 'Where a cloud cannot derive the id of an identity, the cluster names that of each component.',
  severity: 'low',
  *check(draft) {
    const platform = draft.root.get('name').text;
    for (const { name, definition, placement } of draft.components) {
      if (definition === undefined || definition.identities.length === 0) continue;
      for (const { node, cloudDefinition } of placement) {
        const option: string | undefined = cloudDefinition?.identities;
        const ids = node.at('cloud', 'options', option ?? '');
        const identity = `${platform}-${name}`;
        if (option === undefined || ids.get(identity).exists) continue;
        yield {
          path: ids.path,
          message: `${quote(identity)}, the identity of ${name}, is not among these, so its pods get none`,
          fix: `Add \`'${identity}': …\`, or keep it off this cluster if it needs none.`,
        };
      }
    }
  },
});

export const missingKeda = needsKind('missing-keda', 'keda', 'Scaling by consumer lag needs KEDA.', (draft) =>
  settingsUses(draft, 'scaling by consumer lag', (settings) => settings.at('scale', 'kafka')),
);

export const missingRollouts = needsKind(
  'missing-argo-rollouts',
  'argo-rollouts',
  'Canary and blue-green need Argo Rollouts.',
  (draft) =>
    settingsUses(draft, 'this strategy', (settings) => {
      const type = settings.at('strategy', 'type');
      return type.text === 'canary' || type.text === 'blueGreen' ? settings.get('strategy') : undefined;
    }),
);

export const missingCertManager = needsKind(
  'missing-cert-manager',
  'cert-manager',
  'A gateway that names an issuer needs cert-manager.',
  (draft) =>
    draft.instances('gateways').flatMap(({ options }) => {
      const issuer = options.get('issuer');
      const workload = draft.components.find((one) => one.name === options.get('workload').text);
      return issuer.exists && workload !== undefined
        ? [{ path: issuer.path, what: 'an issuer', clusters: workload.placement }]
        : [];
    }),
);

export const missingMesh = defineRule({
  name: 'missing-mesh',
  summary: 'With `mesh`, every cluster that runs services has istio-base, istio-cni and istiod.',
  *check(draft) {
    const mesh = draft.root.get('mesh');
    if (!mesh.exists) return;
    const clusters = draft.clusters.filter((cluster) =>
      [...draft.services.values()].some((service) => service.placement.includes(cluster)),
    );
    for (const kind of ['istio-base', 'istio-cni', 'istiod'])
      yield* withoutKind(draft, kind, [{ path: mesh.path, what: 'the mesh', clusters }]);
  },
});

export const canaryWithoutMesh = defineRule({
  name: 'canary-without-mesh',
  summary: 'A canary shifts traffic through the mesh.',
  *check(draft) {
    if (draft.root.get('mesh').exists) return;
    for (const { path } of settingsUses(draft, '', (settings) =>
      settings.at('strategy', 'type').text === 'canary' ? settings.get('strategy') : undefined,
    )) {
      yield {
        path,
        message: 'steps of traffic need a mesh, and the platform has none',
        fix: 'Add `mesh`, or use rolling() or blueGreen().',
      };
    }
  },
});

/** A capability by name, so that one which a cloud does not know of yet is skipped. */
function* withoutCapability(draft: Draft, capability: string, uses: Iterable<Use>): Iterable<RuleHit> {
  for (const { path, what, clusters } of joinByPath(uses)) {
    const byComponent = new Map<string, DraftCluster[]>();
    for (const cluster of clusters) {
      const answers = Object.entries(cluster.cloudDefinition?.traits.capabilities ?? {});
      const answer = answers.find(([name]) => name === capability)?.[1];
      if (answer?.by === 'component') {
        byComponent.set(answer.component, [...(byComponent.get(answer.component) ?? []), cluster]);
      } else if (answer?.by === 'none') {
        yield {
          path,
          message: `${what} needs ${capability}, which cloud ${cluster.cloud} does not have: ${answer.reason}`,
          fix: `Keep it off cluster ${quote(cluster.name)} with \`on\` or \`false\`.`,
        };
      }
    }
    for (const [component, own] of byComponent) {
      yield* withoutKind(draft, component, [{ path, what: `${what} (${capability})`, clusters: own }]);
    }
  }
}

export const missingLoadBalancer = defineRule({
  name: 'missing-load-balancer',
  summary: 'Where a gateway stands, the cloud’s load balancer component stands too.',
  check(draft) {
    const workloads = new Set(draft.instances('gateways').map(({ options }) => options.get('workload').text));
    const uses = draft.components
      .filter((one) => workloads.has(one.name) || one.definition?.gatewayPods !== undefined)
      .map(({ name, placement }) => ({ path: ['infra', name], what: 'a gateway', clusters: placement }));
    return withoutCapability(draft, 'load-balancer', uses);
  },
});

export const missingBlockStorage = defineRule({
  name: 'missing-block-storage',
  summary: 'Where a component holds data, the cloud’s block storage component stands too.',
  check(draft) {
    const uses = draft.components
      .filter((one) => one.definition?.stateful === true)
      .map(({ name, placement }) => ({ path: ['infra', name], what: 'data on volumes', clusters: placement }));
    return withoutCapability(draft, 'block-storage', uses);
  },
});

export const missingMetricsServer = defineRule({
  name: 'missing-metrics-server',
  summary: 'Scaling by cpu or memory needs resource metrics; a cloud that says nothing about them is not judged.',
  check: (draft) =>
    withoutCapability(
      draft,
      'resource-metrics',
      settingsUses(draft, 'scaling by cpu or memory', (settings) => {
        const scale = settings.get('scale');
        return scale.get('cpu').exists || scale.get('memory').exists ? scale : undefined;
      }),
    ),
});
