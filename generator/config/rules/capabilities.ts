/** What a feature of the config needs on each cluster where it is used: a component, or an answer of the cloud. */
import { quote } from '../describe-value.ts';
import type { Draft } from '../draft.ts';
import { settingsUses, type Use, withoutCapability, withoutKind } from './_capability.ts';
import { type ConfigRule, defineRule } from './_define.ts';
import { joinByPath } from './_uses.ts';

function needsKind(name: string, kind: string, summary: string, uses: (draft: Draft) => Iterable<Use>): ConfigRule {
  return defineRule({ name, summary, check: (draft) => withoutKind(draft, kind, uses(draft)) });
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

export const missingKeda = needsKind('missing-keda', 'keda', 'Scaling by what a store holds needs KEDA.', (draft) => [
  ...settingsUses(draft, 'scaling by consumer lag', (settings) => settings.at('scale', 'kafka')),
  ...settingsUses(draft, 'scaling by a query', (settings) => settings.at('scale', 'mongodb')),
]);

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
