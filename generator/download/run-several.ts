import { PlatformError } from '../contract/platform-error.ts';

/** One of many that could not be done. */
export interface Problem<Item> {
  readonly item: Item;
  readonly error: PlatformError;
}

/** Downloads at a time: more of them only share one line. */
const AT_A_TIME = 6;

/**
 * Does several things side by side. One that fails leaves the others alone.
 *
 * @returns results in the order of the items
 * @throws PlatformError `stopped`, and every error that is none of ours
 */
export async function runSeveral<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<{ readonly done: readonly Result[]; readonly problems: readonly Problem<Item>[] }> {
  const results: ({ readonly result: Result } | Problem<Item>)[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      try {
        results[index] = { result: await work(item) };
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code === 'stopped') throw error;
        results[index] = { item, error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return {
    done: results.flatMap((one) => ('result' in one ? [one.result] : [])),
    problems: results.filter((one) => 'error' in one),
  };
}
