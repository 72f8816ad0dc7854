import type { CloudInstance } from '../config/component-types.ts';
import type { Cloud, CloudDefinition, CloudTraits } from '../model/cloud.ts';

export interface CloudFactory<Options extends object> {
  (options: Options): CloudInstance;
  readonly definition: CloudDefinition<Options>;
}

/** What most clouds answer alike, so that a cloud's file says only what is its own. */
const COMMON_TRAITS = {
  ingressClass: { missing: 'HTTP is routed by the gateways of the platform, behind a load balancer of layer 4' },
  snapshotDriver: '',
  secretBackend: 'external-secrets',
  secretNames: null,
  dns01Missing: null,
  istioPlatform: '',
  sharedRecord: { missing: 'external-dns writes neither weights nor health checks into its DNS' },
  loadBalancerAnnotations: () => ({}),
  metadataCidrs: ['169.254.169.254/32'],
} satisfies Partial<CloudTraits>;

const COMMON_ANSWERS = {
  loadBalancerAnnotations: () => ({}),
  storageClasses: () => [],
  externalDnsValues: () => ({}),
  keysOf: () => [],
  nodeAutoscalerValues: () => ({}),
  logs: () => ({ missing: 'its log service takes no identity of pods from Fluent Bit or Fluentd' }),
  // Without an `argocd-k8s-auth` of the cloud, a credential would have to stand in the Secret.
  argocdClusterConfig: () => ({ missing: 'Argo CD has no login for this cloud: its Secret holds a token' }),
} satisfies Partial<Cloud>;

type WithDefaults<All, Common> = Omit<All, keyof Common> & Partial<All>;
type OwnTraits = Omit<WithDefaults<CloudTraits, typeof COMMON_TRAITS>, 'name'>;

export interface CloudDraft<Options extends object> extends Omit<CloudDefinition<Options>, 'traits' | 'create'> {
  readonly traits: OwnTraits;
  create(options: Options): Omit<WithDefaults<Cloud, typeof COMMON_ANSWERS>, 'traits'>;
}

/** Defines a cloud; what it leaves out is what most clouds answer. One file of `clouds/` exports one. */
export function defineCloud<Options extends object>(draft: CloudDraft<Options>): CloudFactory<Options> {
  const traits: CloudTraits = { ...COMMON_TRAITS, ...draft.traits, name: draft.name };
  const definition: CloudDefinition<Options> = {
    ...draft,
    traits,
    create: (options) => ({ ...COMMON_ANSWERS, ...draft.create(options), traits }),
  };
  return Object.assign((options: Options) => ({ cloud: draft.name, options }), { definition });
}
