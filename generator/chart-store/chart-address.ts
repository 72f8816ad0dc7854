/** How charts are named: one spelling for each place, whichever way an Application writes it. */
import type { WantedChart } from './chart-store.ts';

/** Scheme and host of a URL, `git@host:` included; Argo CD writes OCI registries without a scheme. */
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** A Helm repository's URL, spelled one way: OCI registries with `oci://`, and no slash at the end. */
export function normalRepository(repository: string): string {
  const trimmed = repository.trim().replace(/\/+$/, '');
  return HAS_SCHEME.test(trimmed) || trimmed === '' ? trimmed : `oci://${trimmed}`;
}

/** Whether a repository is an OCI registry. */
export function isRegistry(repository: string): boolean {
  return normalRepository(repository).startsWith('oci://');
}

/**
 * One spelling of what is wanted. A whole OCI artifact (`oci://host/charts/kafka`, path `.`) is the chart of that name.
 */
export function normalWanted(wanted: WantedChart): WantedChart {
  if (wanted.kind === 'git') {
    if (!wanted.repository.startsWith('oci://')) {
      return { ...wanted, path: normalPath(wanted.path), revision: wanted.revision === '' ? 'HEAD' : wanted.revision };
    }
    return wholeArtifact(wanted.repository, wanted.revision);
  }
  if (wanted.name === '.' && isRegistry(wanted.repository)) return wholeArtifact(wanted.repository, wanted.version);
  return { ...wanted, repository: normalRepository(wanted.repository) };
}

/** What a person calls it. */
export function describeWanted(wanted: WantedChart): string {
  return wanted.kind === 'chart'
    ? `${wanted.name} ${wanted.version} of ${wanted.repository}`
    : `${wanted.path === '' ? '.' : wanted.path} of ${wanted.repository} at ${wanted.revision}`;
}

function wholeArtifact(address: string, version: string): WantedChart {
  const repository = normalRepository(address);
  const slash = repository.lastIndexOf('/');
  return { kind: 'chart', repository: repository.slice(0, slash), name: repository.slice(slash + 1), version };
}

function normalPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}
