import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpClient } from '../../generator/download/http-client.ts';
import { readProxies } from '../../generator/download/proxy.ts';
import { startServer } from '../support/loopback-server.ts';

const proxyOf = (url: string, environment: Readonly<Record<string, string>>) =>
  readProxies(environment)(new URL(url))?.href;
const PROXY = 'http://proxy.example.com:3128/';

test('finds the proxy for a URL as curl does', () => {
  const environment = {
    HTTPS_PROXY: PROXY,
    http_proxy: 'other.example.com:80',
    NO_PROXY: 'internal.example, .corp.example,a.example:8443',
  };
  expect(proxyOf('https://charts.example.com/x', environment)).toBe(PROXY);
  expect(proxyOf('http://charts.example.com/x', environment)).toBe('http://other.example.com/');
  const direct = [
    'https://internal.example',
    'https://charts.internal.example',
    'https://corp.example',
    'https://x.corp.example',
    'https://a.example:8443',
    'https://localhost',
    'http://127.0.0.1:5000',
  ];
  expect(direct.filter((url) => proxyOf(url, environment) !== undefined)).toEqual([]);
  expect(proxyOf('https://notinternal.example', environment)).toBe(PROXY);
  expect(proxyOf('https://a.example', environment)).toBe(PROXY);
  expect(proxyOf('https://charts.example.com', { HTTPS_PROXY: PROXY, NO_PROXY: '*' })).toBeUndefined();
  expect(() => readProxies({ HTTPS_PROXY: 'socks5://proxy.example.com' })).toThrow('HTTPS_PROXY names no http proxy');
});

test('asks an http server through a proxy, which alone is given the login of the proxy', async () => {
  const proxy = await startServer((request, response) =>
    response.end(`${request.url} ${request.headers['proxy-authorization']}`),
  );
  const proxyFor = () => new URL(proxy.url.replace('//', '//robot:word@'));
  const body = await createHttpClient({ proxyFor }).get({
    url: 'http://charts.example.com/index.yaml',
    what: 'index',
    limit: 1000,
  });
  expect(body.toString()).toBe(
    `http://charts.example.com/index.yaml Basic ${Buffer.from('robot:word').toString('base64')}`,
  );
});

test('opens a tunnel to an https server, and tells when the proxy refuses it', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const client = createHttpClient({ proxyFor: () => new URL(`http://127.0.0.1:${port}`) });
  const request = client.get({ url: 'https://charts.example.com/index.yaml', what: 'index', limit: 1000 });
  await expect(request).rejects.toThrow('cannot be reached: the proxy answers 407');
  expect(asked).toEqual(['charts.example.com:443']);
});
