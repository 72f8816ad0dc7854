/** One request over http or https, with a limit on everything that a server could stretch. */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { proxyHeaders, requestProxy } from './proxy.ts';

export interface HttpTimeouts {
  /** Milliseconds until the connection stands. */
  readonly connect: number;
  /** Milliseconds without a byte. */
  readonly idle: number;
  /** Milliseconds for the whole answer. */
  readonly total: number;
}

export interface HttpAttempt {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly agents: HttpAgents;
  /** Asked in place of the server itself. */
  readonly proxy?: URL | undefined;
  readonly timeouts: HttpTimeouts;
  /** Most bytes of a body. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number, total: number | undefined) => void) | undefined;
}

export interface HttpAgents {
  readonly http: http.Agent;
  /** @param proxy that the way leads through */
  https(proxy: URL | undefined): https.Agent;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty unless the status is 200. */
  readonly body: Buffer;
}

/** A request that brought no answer, or half of one. */
export class HttpFailure extends Error {
  /** Whether the next attempt may go better. */
  readonly transient: boolean;

  constructor(message: string, transient: boolean) {
    super(message);
    this.transient = transient;
  }
}

/**
 * Sends one GET and reads the answer into memory.
 *
 * @throws HttpFailure, or the signal's reason
 */
export function attemptHttp(attempt: HttpAttempt): Promise<HttpAnswer> {
  const { url, timeouts, signal } = attempt;
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = openRequest(attempt);
    const timers = new Map<string, NodeJS.Timeout>();
    const limitTime = (name: string, milliseconds: number, message: string) => {
      clearTimeout(timers.get(name));
      timers.set(
        name,
        setTimeout(() => fail(new HttpFailure(message, true)), milliseconds),
      );
    };
    const finish = () => {
      for (const timer of timers.values()) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      finish();
      reject(error);
      request.destroy();
    };
    const onAbort = () => fail(signal?.reason);
    const waitForBytes = () => limitTime('idle', timeouts.idle, `sent nothing for ${seconds(timeouts.idle)}`);
    const succeed = (answer: HttpAnswer) => {
      finish();
      resolve(answer);
    };

    signal?.addEventListener('abort', onAbort, { once: true });
    limitTime('total', timeouts.total, `was not done after ${seconds(timeouts.total)}`);
    limitTime('connect', timeouts.connect, `did not connect within ${seconds(timeouts.connect)}`);
    request.on('socket', (socket) => {
      const connected = () => {
        clearTimeout(timers.get('connect'));
        waitForBytes();
      };
      if (!socket.connecting) connected();
      else socket.once(secure ? 'secureConnect' : 'connect', connected);
    });
    request.on('error', (error) => fail(connectionFailure(error)));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status !== 200) {
        succeed({ status, headers: response.headers, body: Buffer.alloc(0) });
        request.destroy();
        return;
      }
      readBody(response, attempt, { waitForBytes, fail, succeed });
    });
    request.end();
  });
}

function openRequest({ url, headers, agents, proxy }: HttpAttempt): http.ClientRequest {
  if (url.protocol === 'https:') return https.request(url, { headers, agent: agents.https(proxy) });
  if (proxy === undefined) return http.request(url, { headers, agent: agents.http });
  return requestProxy(proxy, { path: url.href, headers: { host: url.host, ...headers, ...proxyHeaders(proxy) } });
}

interface BodyEvents {
  waitForBytes(): void;
  fail(error: unknown): void;
  succeed(answer: HttpAnswer): void;
}

function readBody(response: IncomingMessage, { limit, onBytes }: HttpAttempt, events: BodyEvents): void {
  const stated = response.headers['content-length'];
  const total = stated === undefined ? undefined : Number(stated);
  const tooLarge = () => events.fail(new HttpFailure(`is larger than ${limit} bytes`, false));
  if (total !== undefined && total > limit) {
    tooLarge();
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) return tooLarge();
    chunks.push(chunk);
    events.waitForBytes();
    onBytes?.(bytes, total);
  });
  const cutOff = () => new HttpFailure(`ended after ${bytes} bytes${total === undefined ? '' : ` of ${total}`}`, true);
  response.on('error', () => events.fail(cutOff()));
  response.on('end', () => {
    if (!response.complete || (total !== undefined && bytes !== total)) return events.fail(cutOff());
    events.succeed({ status: 200, headers: response.headers, body: Buffer.concat(chunks) });
  });
}

const TRANSIENT = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Only the code: messages of the TLS library quote what the other side sent. */
function connectionFailure(error: Error): HttpFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'broken';
  const refusal = /^PROXY_(\d+)$/.exec(code)?.[1];
  if (refusal !== undefined) return new HttpFailure(`cannot be reached: the proxy answers ${refusal}`, false);
  const words = REASONS[code] ?? (code.startsWith('HPE_') ? 'sent an answer that is no HTTP' : `failed (${code})`);
  return new HttpFailure(words, TRANSIENT.has(code));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a host that does not exist',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke the connection off',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS names your own authority)',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS names your own authority)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS names your own authority)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate of another host',
};

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
