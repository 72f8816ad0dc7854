import { NO_MARKS } from '../model/cloud.ts';
import { oneOf, text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';

export interface AwsOptions {
  /** Account id, twelve digits. */
  readonly account: string;
  /** E.g. `eu-west-1`. */
  readonly region: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** How pods get a role: IRSA annotates the ServiceAccount, Pod Identity needs no mark. @default 'irsa' */
  readonly identity?: 'irsa' | 'pod-identity';
}

/** Amazon EKS. */
export const aws = defineCloud<AwsOptions>({
  name: 'aws',
  summary: 'Amazon Web Services, EKS',
  options: {
    properties: {
      account: { type: 'string', pattern: '^[0-9]{12}$' },
      region: text,
      cluster: text,
      identity: oneOf('irsa', 'pod-identity'),
    },
    required: ['account', 'region', 'cluster'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'component', component: 'aws-load-balancer-controller' },
      'node-autoscaler': { by: 'component', component: 'karpenter' },
      'block-storage': { by: 'component', component: 'aws-ebs-csi-driver' },
      'file-storage': { by: 'component', component: 'aws-efs-csi-driver' },
      'volume-snapshots': { by: 'component', component: 'volume-snapshot-class' },
      'secrets-csi': { by: 'component', component: 'secrets-store-provider-aws' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: 'aws',
    blockStorageClass: 'gp3',
    snapshotDriver: 'ebs.csi.aws.com',
    fileStorageClass: 'efs',
    registryHosts: '^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com$',
    loadBalancerAnnotations: (scheme) => ({
      'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': scheme === 'public' ? 'internet-facing' : 'internal',
    }),
    // Aliases of load balancers: Route 53 asks their health itself, without a health check of its own.
    sharedRecord: ({ identifier, policy, rank }) => ({
      'external-dns.alpha.kubernetes.io/set-identifier': identifier,
      ...(policy === 'active-active'
        ? { 'external-dns.alpha.kubernetes.io/aws-weight': '100' }
        : { 'external-dns.alpha.kubernetes.io/aws-failover': rank === 0 ? 'PRIMARY' : 'SECONDARY' }),
    }),
    // Instance metadata, and the agent of EKS Pod Identity.
    metadataCidrs: ['169.254.169.254/32', '169.254.170.23/32'],
  },
  create(options) {
    const role = (identity: string) => `arn:aws:iam::${options.account}:role/${identity}`;
    return {
      region: options.region,
      account: options.account,
      clusterName: options.cluster,
      workloadIdentity: ({ identity }) =>
        options.identity === 'pod-identity'
          ? NO_MARKS
          : { ...NO_MARKS, serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role(identity) } },
      secretStoreProvider: () => ({ aws: { service: 'SecretsManager', region: options.region } }),
      acmeSolver: () => ({ dns01: { route53: { region: options.region } } }),
      argocdClusterConfig: (caData) => ({
        awsAuthConfig: { clusterName: options.cluster, roleARN: role(`${options.cluster}-argocd`) },
        tlsClientConfig: caData === null ? {} : { caData },
      }),
      externalDnsValues: () => ({ env: [{ name: 'AWS_DEFAULT_REGION', value: options.region }] }),
      logs: () => ({ type: 'cloudwatch', region: options.region }),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: `s3.${options.region}.amazonaws.com`,
        region: options.region,
        addressing: 'auto',
        credentials: 'identity',
      }),
    };
  },
});
