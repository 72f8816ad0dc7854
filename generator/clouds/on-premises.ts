import { NO_MARKS } from '../model/cloud.ts';
import { count, mapOf, shape, text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';

export interface OnPremisesOptions {
  /** Name of the site, e.g. `berlin`. */
  readonly location: string;
  readonly cluster: string;
  /** DNS server that takes updates by RFC 2136. The TSIG key's secret is made by hand. */
  readonly dns: {
    readonly server: string;
    /** @default 53 */
    readonly port?: number;
    readonly zone: string;
    readonly tsigKey: string;
  };
  /** S3 API on the site, such as MinIO. */
  readonly objectStorage: {
    /** Host, and port if it is not 443. */
    readonly host: string;
    /** @default 'us-east-1', what such servers say when nobody set one */
    readonly region?: string;
  };
  /** Annotations of load balancers by who reaches them, as the site's own controller wants them. @default none */
  readonly loadBalancers?: {
    readonly public?: Readonly<Record<string, string>>;
    readonly internal?: Readonly<Record<string, string>>;
  };
}

const TSIG = { name: 'tsig-key', key: 'secret' };
const NO_SECRETS = 'there is no cloud';

/** Machines of one's own. */
export const onPremises = defineCloud<OnPremisesOptions>({
  name: 'on-premises',
  summary: 'Machines of one’s own, with a load balancer and Ceph',
  options: {
    properties: {
      location: text,
      cluster: text,
      dns: shape({ server: text, port: { ...count, minimum: 1, maximum: 65535 }, zone: text, tsigKey: text }, [
        'server',
        'zone',
        'tsigKey',
      ]),
      objectStorage: shape({ host: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]*(:[0-9]+)?$' }, region: text }, [
        'host',
      ]),
      loadBalancers: shape({ public: mapOf(text), internal: mapOf(text) }),
    },
    required: ['location', 'cluster', 'dns', 'objectStorage'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      'node-autoscaler': { by: 'none', reason: 'machines are not made on demand' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'none', reason: 'Rook has classes of its own: `snapshots` of rook-ceph-cluster' },
      'secrets-csi': { by: 'none', reason: 'secrets come through External Secrets from Vault' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      'workload-identity': { by: 'none', reason: 'Vault knows pods by their ServiceAccounts: use vault()' },
    },
    externalDnsProvider: 'rfc2136',
    // The names that Rook's cluster chart gives them.
    blockStorageClass: 'rook-ceph-block',
    fileStorageClass: 'rook-cephfs',
    secretBackend: { missing: NO_SECRETS },
    registryHosts: { missing: 'it is the site’s own: name it in `policy.images.registries`' },
    metadataCidrs: [],
  },
  create(options) {
    const { dns, objectStorage } = options;
    return {
      region: options.location,
      account: options.location,
      clusterName: options.cluster,
      workloadIdentity: () => NO_MARKS,
      secretStoreProvider: () => ({ missing: NO_SECRETS }),
      acmeSolver: () => ({
        dns01: {
          rfc2136: {
            nameserver: `${dns.server}:${dns.port ?? 53}`,
            tsigKeyName: dns.tsigKey,
            tsigAlgorithm: 'HMACSHA256',
            tsigSecretSecretRef: TSIG,
          },
        },
      }),
      keysOf: (kind) =>
        kind === 'cert-manager' || kind === 'external-dns' ? [{ name: TSIG.name, keys: [TSIG.key] }] : [],
      externalDnsValues: () => ({
        extraArgs: {
          'rfc2136-host': dns.server,
          'rfc2136-port': String(dns.port ?? 53),
          'rfc2136-zone': dns.zone,
          'rfc2136-tsig-keyname': dns.tsigKey,
          'rfc2136-tsig-secret-alg': 'hmac-sha256',
          // Without zone transfers it could not see its own records.
          'rfc2136-tsig-axfr': true,
        },
        env: [{ name: 'EXTERNAL_DNS_RFC2136_TSIG_SECRET', valueFrom: { secretKeyRef: TSIG } }],
      }),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: objectStorage.host,
        region: objectStorage.region ?? 'us-east-1',
        addressing: 'path',
        credentials: 'keys',
      }),
      loadBalancerAnnotations: (scheme) => options.loadBalancers?.[scheme] ?? {},
    };
  },
});
