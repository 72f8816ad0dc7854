/** Names of what the chart store keeps in a repository. */
export const LOCK_FILE = 'slipway.lock';

/** Archives by what they hold. */
export const CACHE_FOLDER = '.slipway/charts';
