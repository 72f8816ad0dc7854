// What the controllers of a platform would make of its objects, as far as istioctl looks at it.

/**
 * The Secret that cert-manager makes of each Certificate.
 * @param certificate `{ certificate, key }` in PEM: any that is well-formed
 */
export function secretsOf(objects, { certificate, key }) {
  return objects
    .filter(({ apiVersion, kind }) => kind === 'Certificate' && apiVersion.startsWith('cert-manager.io/'))
    .map(({ metadata, spec }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: spec.secretName, namespace: metadata.namespace },
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': certificate, 'tls.key': key },
    }));
}

/** The ServiceEntries to which istiod gives an address, with the status that says so. */
export function addressedEntries(objects) {
  return objects
    .filter(({ apiVersion, kind }) => kind === 'ServiceEntry' && apiVersion.startsWith('networking.istio.io/'))
    .filter(({ spec }) => spec.addresses === undefined && spec.resolution !== 'NONE')
    .map((entry, index) => ({
      entry,
      status: {
        addresses: entry.spec.hosts.map((host) => ({ host, value: `240.240.${index >> 8}.${(index & 255) + 1}` })),
      },
    }));
}
