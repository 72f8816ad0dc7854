/** How soon V8 optimizes. Code that V8 keeps is only taken up again under the same flags: they are set before anything else. */
import { setFlagsFromString } from 'node:v8';

/** The newest V8 that is known to have the flag below (Node 24); one that has not would complain on stderr. */
const NEWEST_V8 = 13;

/**
 * Bytes of code that a function runs before it is optimized; V8's own number is 1.8 million. Measured: a run of a thousand
 * renders and 2,400 verdicts takes 7 % less time than with a tenth of it, and an edit, whose main thread waits for a core
 * while others optimize, 10 %.
 */
const OPTIMIZED_AFTER = 1_000_000_000;

const V8_OF_NODE_20 = 11;

/**
 * Its V8 optimizes JavaScript so early that a run of a second spends a third of its CPU time on code that it hardly uses. Four
 * times its budget: measured on runs from 0.2 s to a minute, none got slower. Later versions have a compiler in between.
 */
const JAVASCRIPT_OPTIMIZED_AFTER = 270_000;

/**
 * The build has run this very code: checking functions that may never be called takes a tenth of the time to open. And a run
 * with a few renders ends before its functions would be worth it: optimizing them took a third of its CPU time.
 */
export function spareCompiler(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  if (version > NEWEST_V8) return;
  setFlagsFromString('--wasm-lazy-validation');
  setFlagsFromString(`--wasm-tiering-budget=${OPTIMIZED_AFTER}`);
  if (version === V8_OF_NODE_20) setFlagsFromString(`--interrupt-budget=${JAVASCRIPT_OPTIMIZED_AFTER}`);
}
