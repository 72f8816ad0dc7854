/** Downloads with retries and redirects. Credentials go to their own host, and nowhere else. */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from '../contract/platform-error.ts';
import { type Credentials, NO_CREDENTIALS } from './credentials.ts';
import { attemptHttp, type HttpAgents, type HttpAnswer, HttpFailure, type HttpTimeouts } from './http-attempt.ts';
import { type ProxyFor, TunnelAgent } from './proxy.ts';
import { afterRetry, type RetrySettings } from './retry.ts';
import { shownUrl } from './shown-url.ts';

export interface HttpSettings {
  readonly credentials?: Credentials;
  readonly timeouts?: HttpTimeouts;
  readonly retry?: RetrySettings;
  /** @default 10 */
  readonly redirects?: number;
  readonly signal?: AbortSignal;
  /** @default none, whatever the environment says */
  readonly proxyFor?: ProxyFor;
}

export interface HttpRequest {
  readonly url: string;
  /** What it is, for messages: `index of https://…`. */
  readonly what: string;
  /** Most bytes of a body. */
  readonly limit: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of what the credentials hold for the host; `null` sends none. */
  readonly authorization?: string | null;
  readonly onBytes?: ((bytes: number, total: number | undefined) => void) | undefined;
}

export interface HttpClient {
  /** The answer, whatever its status, after redirects; 429 and 5xx were tried again. Throws PlatformError when none comes. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** The body of an answer with status 200. Throws PlatformError for any other. */
  get(request: HttpRequest): Promise<Buffer>;
  close(): void;
}

const TIMEOUTS: HttpTimeouts = { connect: 10_000, idle: 30_000, total: 600_000 };
const RETRY: RetrySettings = { attempts: 4, first: 500, longest: 60_000 };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function createHttpClient(settings: HttpSettings = {}): HttpClient {
  const { credentials = NO_CREDENTIALS, timeouts = TIMEOUTS, retry = RETRY, redirects = 10, signal } = settings;
  const { proxyFor = () => undefined } = settings;
  const agents = openAgents();

  const follow = async (request: HttpRequest): Promise<HttpAnswer> => {
    let url = parseUrl(request.url, request);
    let authorization = request.authorization === undefined ? credentials.authorization(url) : request.authorization;
    const seen = new Set<string>();
    for (;;) {
      if (seen.has(url.href)) throw redirected(request, `redirects in a circle (${shownUrl(url)})`);
      if (seen.size > redirects) throw redirected(request, `redirects more than ${redirects} times`);
      seen.add(url.href);
      const headers = {
        'user-agent': 'slipway',
        accept: '*/*',
        ...request.headers,
        ...(authorization ? { authorization } : {}),
      };
      const { limit, onBytes } = request;
      const answer = await attemptHttp({
        url,
        headers,
        agents,
        proxy: proxyFor(url),
        timeouts,
        limit,
        signal,
        onBytes,
      });
      if (!REDIRECTS.has(answer.status)) return answer;
      const next = nextUrl(url, answer, request);
      const isSameHost = next.host === url.host && !(url.protocol === 'https:' && next.protocol === 'http:');
      if (!isSameHost) authorization = null;
      url = next;
    }
  };

  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await follow(request);
        const wait = afterRetry(answer, attempt, retry);
        if (wait === undefined) return answer;
        await sleep(wait, undefined, { signal });
      } catch (error) {
        if (signal?.aborted === true) throw stopped(request, signal.reason);
        if (!(error instanceof HttpFailure)) throw error;
        const wait = error.transient ? afterRetry(undefined, attempt, retry) : undefined;
        if (wait === undefined) throw failed(request, error, attempt);
        await sleep(wait, undefined, { signal }).catch((reason) => {
          throw stopped(request, reason);
        });
      }
    }
  };

  return {
    send,
    async get(request) {
      const answer = await send(request);
      if (answer.status === 200) return answer.body;
      throw refusal(request, answer);
    },
    close() {
      agents.close();
    },
  };
}

/** Connections are kept for the next request to the same host, by each way that leads there. */
function openAgents(): HttpAgents & { close(): void } {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new Map<string, https.Agent>();
  return {
    http: plain,
    https(proxy) {
      const known = secure.get(proxy?.href ?? '');
      const agent = known ?? (proxy === undefined ? new https.Agent({ keepAlive: true }) : new TunnelAgent(proxy));
      secure.set(proxy?.href ?? '', agent);
      return agent;
    },
    close() {
      for (const agent of [plain, ...secure.values()]) agent.destroy();
    },
  };
}

/** What an answer other than 200 means, and what to do about it. */
export function refusal(request: HttpRequest, { status, headers }: HttpAnswer): PlatformError {
  const message = `${request.what}: ${shownUrl(request.url)} answers ${status}`;
  switch (status) {
    case 401:
    case 403:
      return new PlatformError('download-refused', `${message}: it wants other credentials`, {
        fix: 'Give credentials for its host by netrc or by SLIPWAY_REGISTRY_…; see docs/charts.md.',
      });
    case 404:
    case 410:
      return new PlatformError('download-not-found', `${message}: it is not there`, {
        fix: 'Correct the repository, the name or the version in the config.',
      });
    case 429: {
      const after = headers['retry-after'];
      const when = after !== undefined && /^\d{1,6}$/.test(after) ? `in ${after} s` : 'later';
      return new PlatformError('download-rate-limited', `${message}: it was asked too often`, {
        fix: `Try again ${when}, give credentials, or use a mirror.`,
      });
    }
    default:
      return new PlatformError('download-failed', message, {
        fix: status >= 500 ? 'Try again later, or use a mirror.' : 'Ask the people who run the repository.',
      });
  }
}

function parseUrl(text: string, request: HttpRequest): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) {
    // Credentials in a URL would end up in files and logs.
    url.username = '';
    url.password = '';
    return url;
  }
  throw new PlatformError('download-bad-url', `${request.what}: ${shownUrl(text)} is no http or https URL`, {
    fix: 'Correct the URL.',
  });
}

function nextUrl(from: URL, answer: HttpAnswer, request: HttpRequest): URL {
  const { location } = answer.headers;
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw redirected(request, 'redirects, and does not say where to');
  }
  const next = new URL(location, from.href);
  if (!/^https?:$/.test(next.protocol)) throw redirected(request, `redirects to ${next.protocol}`);
  next.username = '';
  next.password = '';
  return next;
}

function redirected(request: HttpRequest, why: string): PlatformError {
  return new PlatformError('download-redirects', `${request.what}: ${shownUrl(request.url)} ${why}`, {
    fix: 'Correct the URL, or ask the people who run the repository.',
  });
}

function failed(request: HttpRequest, failure: HttpFailure, attempts: number): PlatformError {
  const tries = attempts > 1 ? ` (tried ${attempts} times)` : '';
  const message = `${request.what}: ${shownUrl(request.url)} ${failure.message}${tries}`;
  return new PlatformError('download-failed', message, {
    fix: failure.transient
      ? 'Check the network, try again later, or use a mirror.'
      : 'Correct the URL, or use a mirror.',
  });
}

function stopped(request: HttpRequest, cause: unknown): PlatformError {
  return new PlatformError('stopped', `${request.what}: stopped`, {
    fix: 'Run it again; what is done stays done.',
    cause,
  });
}
