/** Sync waves of everything that slipway orders; bands of ten leave room between them. */
export const WAVES = {
  project: -30,
  namespaces: -20,
  parent: { infra: -10, platform: 0, apps: 10 },
  /** Objects of custom resources go one step behind the chart that brings their definitions. */
  configStep: 1,
  /** What pods wait for stands before them: their Application would wait with them. */
  needsStep: -1,
  service: 0,
  /** Routes name subsets that the services' own Applications create. */
  routes: 10,
  cluster: 0,
} as const;
