import type { HttpAnswer } from './http-attempt.ts';

export interface RetrySettings {
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles from then on. */
  readonly first: number;
  /** Milliseconds that a server may make us wait. */
  readonly longest: number;
}

const TRANSIENT = new Set([429, 500, 502, 503, 504]);

/**
 * Milliseconds to wait before the next attempt; `undefined` when there is none to make.
 *
 * @param answer what came; `undefined` when nothing did
 * @param attempt counts from 1
 */
export function afterRetry(
  answer: HttpAnswer | undefined,
  attempt: number,
  settings: RetrySettings,
): number | undefined {
  if (answer !== undefined && !TRANSIENT.has(answer.status)) return undefined;
  if (attempt >= settings.attempts) return undefined;
  const stated = answer === undefined ? undefined : retryAfter(answer.headers['retry-after']);
  if (stated !== undefined) return stated <= settings.longest ? stated : undefined;
  // Between half and the whole: many builds that failed together do not come back together.
  return settings.first * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

/** Seconds, or a date. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
