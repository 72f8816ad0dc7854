import { delimiter } from 'node:path';

/**
 * The folders that `--charts` and `SLIPWAY_CHARTS` name, in the order in which they are asked. Each may name several,
 * separated as in PATH.
 */
export function splitChartsFolders(given: string | undefined, environment: string | undefined): readonly string[] {
  const split = (text: string | undefined) => (text ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...new Set([...split(given), ...split(environment)])];
}
