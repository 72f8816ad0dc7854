/** The engines of a run. Light to import: they are started before the code that uses them is there. */
import { type KubernetesEngine, openKubernetesEngine } from './engines/kubernetes-engine.ts';
import { type KustomizeEngine, openKustomizeEngine } from './engines/kustomize-engine.ts';
import { type HelmPool, openHelmPool } from './engines/pool.ts';

export interface Engines {
  readonly helm: HelmPool;
  readonly kustomize: KustomizeEngine;
  readonly kubernetes: KubernetesEngine;
}

/** Engines that start when first needed. Whoever opens them closes them. */
export function openEngines(): Engines {
  return { helm: openHelmPool(), kustomize: openKustomizeEngine(), kubernetes: openKubernetesEngine() };
}

/** Runs something with engines, which start when first needed and end with it. */
export async function withEngines<T>(run: (engines: Engines) => Promise<T>): Promise<T> {
  const engines = openEngines();
  try {
    return await run(engines);
  } finally {
    await closeEngines(engines);
  }
}

/** Ends what was started. */
export async function closeEngines({ helm, kustomize, kubernetes }: Engines): Promise<void> {
  await Promise.all([helm.close(), kustomize.close(), kubernetes.close()]);
}
