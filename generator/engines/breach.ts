/** Words for calls that ended their instance or their worker. */
import type { CallResult } from './worker-thread.ts';

/** What ended an instance, in words for the author of what it ran; the rest of Go's report is a list of registers. */
export function describeBreach(error: unknown, what: 'render' | 'build'): string {
  const words = error instanceof Error ? error.message : String(error);
  if (/out of memory|cannot allocate memory/.test(words)) return `the ${what} needs more than 1 GiB of memory`;
  if (/stack/i.test(words)) return `the ${what} calls itself too deeply`;
  return `the engine stopped: ${words.split('\n')[0]}`;
}

/** A call that has no answer, in words: `what` was done, as in "rendering the chart". */
export function describeFailure(
  result: Exclude<CallResult, { kind: 'answer' }>,
  what: string,
  timeLimit: number,
): string {
  return result.kind === 'late'
    ? `${what} took longer than ${timeLimit / 1000} s and was ended`
    : `${what} ended the engine: ${result.message}`;
}
