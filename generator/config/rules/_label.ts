/** A DNS label, RFC 1123: what most names of Kubernetes are. */
export const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
