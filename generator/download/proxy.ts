/** Reaches servers through a proxy, where the environment names one. */
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { PlatformError } from '../contract/platform-error.ts';
import { basic, isLoopback } from './credentials.ts';

/** The proxy for a URL; `undefined` when it is reached directly. */
export type ProxyFor = (url: URL) => URL | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case, as curl and Go do. This machine is always reached directly.
 *
 * @throws PlatformError `bad-proxy` for what is no http URL
 */
export function readProxies(environment: Environment): ProxyFor {
  const get = (name: string) => environment[name.toLowerCase()] || environment[name];
  const proxies = {
    'https:': parseProxy('HTTPS_PROXY', get('HTTPS_PROXY')),
    'http:': parseProxy('HTTP_PROXY', get('HTTP_PROXY')),
  };
  const direct = (get('NO_PROXY') ?? '').split(',').map((one) => one.trim().toLowerCase());
  return (url) => {
    if (isLoopback(url) || direct.some((pattern) => isDirect(url, pattern))) return undefined;
    return url.protocol === 'https:' ? proxies['https:'] : proxies['http:'];
  };
}

/** `*`, `example.com` and `.example.com`, which both take what is below it, each with or without a port. */
function isDirect(url: URL, pattern: string): boolean {
  if (pattern === '') return false;
  if (pattern === '*') return true;
  const [, name = '', port] = /^\*?\.?([^:]+)(?::(\d+))?$/.exec(pattern) ?? [];
  if (name === '' || (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))))
    return false;
  return url.hostname === name || url.hostname.endsWith(`.${name}`);
}

function parseProxy(variable: string, text: string | undefined): URL | undefined {
  if (text === undefined || text === '') return undefined;
  const spelled = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(spelled) ? new URL(spelled) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new PlatformError('bad-proxy', `${variable} names no http proxy`, {
    fix: 'Write it as http://proxy.example.com:3128.',
  });
}

/** Headers that the proxy itself is given. */
export function proxyHeaders(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === '') return {};
  const login = { username: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  return { 'proxy-authorization': basic(login) };
}

/** Opens a request to a proxy. */
export function requestProxy(proxy: URL, options: http.RequestOptions): http.ClientRequest {
  const { hostname, port, protocol } = proxy;
  const secure = protocol === 'https:';
  const address = { hostname, port: port === '' ? (secure ? 443 : 80) : port };
  return secure ? https.request({ ...address, ...options }) : http.request({ ...address, ...options });
}

/** Connects to https servers through a tunnel. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super({ keepAlive: true });
    this.#proxy = proxy;
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const target = `${options.host}:${options.port}`;
    const headers = { host: target, ...proxyHeaders(this.#proxy) };
    const request = requestProxy(this.#proxy, { method: 'CONNECT', path: target, headers });
    // The stream beside an error is never used.
    const fail = (error: Error) => callback?.(error, new Duplex());
    request.on('error', fail);
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) {
        const host = options.host ?? '';
        callback?.(null, tls.connect({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) }));
        return;
      }
      socket.destroy();
      fail(Object.assign(new Error('refused by the proxy'), { code: `PROXY_${response.statusCode}` }));
    });
    request.end();
  }
}
