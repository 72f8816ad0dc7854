/** Certificates that components make for themselves, by cert-manager. */
import type { HelmValues } from '../config/component-types.ts';
import type { KubernetesObject } from '../contract/resource.ts';

const API_VERSION = 'cert-manager.io/v1';

/** As an object of its own, or among the values of a chart. */
type CertificateObject = KubernetesObject & HelmValues;

/** What a certificate is for. */
export interface CertificateNames {
  /** Name of the certificate and of its Secret. */
  readonly name: string;
  readonly namespace: string;
  readonly dnsNames: readonly string[];
}

/** A certificate that signs itself, with its issuer: for a webhook, into which cert-manager puts it as the authority too. */
export function selfSignedCertificate({ name, namespace, dnsNames }: CertificateNames): readonly CertificateObject[] {
  return [
    { apiVersion: API_VERSION, kind: 'Issuer', metadata: { name, namespace }, spec: { selfSigned: {} } },
    {
      apiVersion: API_VERSION,
      kind: 'Certificate',
      metadata: { name, namespace },
      spec: { secretName: name, dnsNames, issuerRef: { kind: 'Issuer', name } },
    },
  ];
}

/** A certificate with an authority of its own, `<name>-ca`, that clients trust and that outlives its renewals. */
export function ownCertificate({ name, namespace, dnsNames }: CertificateNames): readonly CertificateObject[] {
  const root = `${name}-root`;
  const authority = `${name}-ca`;
  return [
    { apiVersion: API_VERSION, kind: 'Issuer', metadata: { name: root, namespace }, spec: { selfSigned: {} } },
    {
      apiVersion: API_VERSION,
      kind: 'Certificate',
      metadata: { name: authority, namespace },
      spec: {
        isCA: true,
        commonName: authority,
        secretName: authority,
        duration: '87600h',
        privateKey: { algorithm: 'ECDSA', size: 256 },
        issuerRef: { kind: 'Issuer', name: root },
      },
    },
    {
      apiVersion: API_VERSION,
      kind: 'Issuer',
      metadata: { name: authority, namespace },
      spec: { ca: { secretName: authority } },
    },
    {
      apiVersion: API_VERSION,
      kind: 'Certificate',
      metadata: { name, namespace },
      spec: {
        secretName: name,
        dnsNames,
        ipAddresses: ['127.0.0.1'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { kind: 'Issuer', name: authority },
      },
    },
  ];
}
