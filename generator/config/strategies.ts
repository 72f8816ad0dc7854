import type { Strategy } from './service-types.ts';

/** Shifts traffic to a new version in steps of per cent, through an Argo Rollout and the mesh. */
export function canary(options: { readonly steps: readonly number[]; readonly pause?: string }): Strategy {
  return { type: 'canary', ...options };
}

/** Runs the new version beside the old one behind a preview Service, then switches. */
export function blueGreen(options: { readonly autoPromote?: boolean } = {}): Strategy {
  return { type: 'blueGreen', ...options };
}

/** Replaces pods step by step: a plain Deployment. */
export function rolling(
  options: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string } = {},
): Strategy {
  return { type: 'rolling', ...options };
}
