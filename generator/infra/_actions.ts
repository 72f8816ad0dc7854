/** GitHub's runner scale sets: what controller and sets must agree on. */
export const ACTIONS_CHARTS = 'ghcr.io/actions/actions-runner-controller-charts';
export const ACTIONS_VERSION = '0.14.2';
/** A set cannot look for it when Argo CD renders: it is told. */
export const CONTROLLER_ACCOUNT = 'arc-controller';
