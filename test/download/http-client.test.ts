import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadCredentials } from '../../generator/download/credentials.ts';
import { createHttpClient, type HttpSettings } from '../../generator/download/http-client.ts';
import { startServer } from '../support/loopback-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const quick = {
  timeouts: { connect: 200, idle: 80, total: 400 },
  retry: { attempts: 3, first: 1, longest: 50 },
} satisfies HttpSettings;
const client = (settings: HttpSettings = {}) => createHttpClient({ ...quick, ...settings });
const get = (url: string, settings: HttpSettings = {}) =>
  client(settings).get({ url, what: 'kafka 1.0.0', limit: 1000 });

/** Answers every connection with the same bytes, whatever HTTP says about that. */
async function startRaw(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('tries again when a server stumbles, and gives what comes then', async () => {
  const statuses = [503, 429, 200];
  const server = await startServer((_, response) => response.writeHead(statuses.shift() ?? 200).end('there'));
  expect((await get(server.url)).toString()).toBe('there');
  expect(server.requests).toHaveLength(3);
});

test('waits as long as a server asks for, and not longer than is sensible', async () => {
  const server = await startServer((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  await expect(get(server.url)).rejects.toMatchObject({
    code: 'download-rate-limited',
    fix: 'Try again in 3600 s, give credentials, or use a mirror.',
  });
  expect(server.requests).toHaveLength(1);
});

const STATUSES = {
  401: 'download-refused',
  403: 'download-refused',
  404: 'download-not-found',
  500: 'download-failed',
};
for (const [status, code] of Object.entries(STATUSES)) {
  test(`says what ${status} means`, async () => {
    const server = await startServer((_, response) =>
      response.writeHead(Number(status)).end('<html>secret page</html>'),
    );
    await expect(get(server.url)).rejects.toMatchObject({
      code,
      message: `kafka 1.0.0: ${server.url}/ answers ${status}${
        { 401: ': it wants other credentials', 403: ': it wants other credentials', 404: ': it is not there' }[
          status
        ] ?? ''
      }`,
    });
    expect(server.requests).toHaveLength(status === '500' ? 3 : 1);
  });
}

test('gives up on a server that hangs before it answers, and in the middle of an answer', async () => {
  const silent = await startRaw(() => undefined);
  await expect(get(silent)).rejects.toThrow('sent nothing for 0.08 s (tried 3 times)');
  const half = await startRaw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  await expect(get(half)).rejects.toThrow('sent nothing for 0.08 s');
});

test('gives up on a server that sends a byte now and then', async () => {
  const slow = await startRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  await expect(get(slow, { retry: { attempts: 1, first: 1, longest: 1 } })).rejects.toThrow('was not done after 0.4 s');
});

test('finds out a server that lies about the length', async () => {
  const short = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort'));
  await expect(get(short)).rejects.toThrow('ended after 5 bytes of 100 (tried 3 times)');
  const large = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n'));
  await expect(get(large)).rejects.toThrow('is larger than 1000 bytes');
  const endless = await startServer((_, response) => {
    response.writeHead(200, { 'transfer-encoding': 'chunked' });
    response.end('x'.repeat(5000));
  });
  await expect(get(endless.url)).rejects.toThrow('is larger than 1000 bytes');
});

test('finds out a server that speaks no HTTP, and one that breaks off', async () => {
  const ssh = await startRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.0\r\n'));
  await expect(get(ssh)).rejects.toThrow('sent an answer that is no HTTP');
  const rude = await startRaw((socket) => socket.resetAndDestroy());
  await expect(get(rude)).rejects.toThrow('broke the connection off (tried 3 times)');
});

test('follows redirects, until they lead in a circle, go on for ever, or leave the web', async () => {
  const server = await startServer((request, response) => {
    const to = { '/a': '/b', '/b': '/a', '/once': '/there', '/file': 'file:///etc/passwd', '/nowhere': undefined }[
      request.url ?? ''
    ];
    const number = /^\/far\/(\d+)$/.exec(request.url ?? '')?.[1];
    if (request.url === '/there') return response.end('there');
    const location = number === undefined ? to : `/far/${Number(number) + 1}`;
    return response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  expect((await get(`${server.url}/once`)).toString()).toBe('there');
  await expect(get(`${server.url}/a`)).rejects.toThrow('redirects in a circle');
  await expect(get(`${server.url}/far/0`)).rejects.toThrow('redirects more than 10 times');
  await expect(get(`${server.url}/file`)).rejects.toThrow('redirects to file:');
  await expect(get(`${server.url}/nowhere`)).rejects.toThrow('does not say where to');
});

const LOGIN = { username: 'robot', password: 'a-word-nobody-prints' };
const credentialsFor = (host: string) =>
  loadCredentials({
    HOME: '/nowhere',
    SLIPWAY_REGISTRY_SHOP_HOST: host,
    SLIPWAY_REGISTRY_SHOP_USERNAME: LOGIN.username,
    SLIPWAY_REGISTRY_SHOP_PASSWORD: LOGIN.password,
  });

test('sends credentials to their own host, and drops them where a redirect leads elsewhere, even back again', async () => {
  let home = '';
  const other = await startServer((_, response) => response.writeHead(302, { location: `${home}/back` }).end());
  const server = await startServer((request, response) => {
    if (request.url === '/back') response.end('there');
    else if (request.url === '/') response.writeHead(302, { location: '/second' }).end();
    else response.writeHead(302, { location: `${other.url}/x` }).end();
  });
  home = server.url;
  const credentials = credentialsFor(server.host);
  expect((await get(server.url, { credentials })).toString()).toBe('there');
  const header = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')}`;
  expect(server.authorizations).toEqual([header, header, undefined]);
  expect(other.authorizations).toEqual([undefined]);
});

test('no message holds a password, a query, or what the server wrote', async () => {
  const server = await startServer((request, response) => {
    response.writeHead(403).end(`you sent ${request.headers.authorization}`);
  });
  const url = server.url.replace('//', '//robot:a-word-nobody-prints@');
  const failure = await get(`${url}/x?signature=a-word-nobody-prints`, {
    credentials: credentialsFor(server.host),
  }).catch((error: unknown) => error);
  expect(String(failure)).toContain(`${server.url}/x answers 403`);
  expect(JSON.stringify([String(failure), failure])).not.toContain('a-word-nobody-prints');
});

test('gives no credentials to a host without TLS that is not this machine', () => {
  const credentials = credentialsFor('charts.example.com');
  expect(credentials.authorization(new URL('http://charts.example.com/index.yaml'))).toBeNull();
  expect(credentials.authorization(new URL('https://charts.example.com/index.yaml'))).toMatch(/^Basic /);
  expect(credentials.authorization(new URL('https://charts.example.com.evil.example/'))).toBeNull();
  expect(credentials.authorization(new URL('https://charts-example.com/'))).toBeNull();
});

test('reads netrc files, without their default entry and their macros', () => {
  const netrc = [
    'machine charts.example.com login robot password "two words"',
    'macdef init\nmachine evil.example login a password b\n',
    '# machine old.example login a password b',
    'machine registry.example.com\n  login reader\n  account none\n  password simple',
    'default login anonymous password anybody',
  ].join('\n');
  const credentials = loadCredentials({ NETRC: `${temporaryFolder({ netrc })}/netrc` });
  expect(credentials.login(new URL('https://charts.example.com'))).toEqual({
    username: 'robot',
    password: 'two words',
  });
  expect(credentials.login(new URL('https://registry.example.com'))).toEqual({
    username: 'reader',
    password: 'simple',
  });
  for (const host of ['evil.example', 'old.example', 'other.example']) {
    expect(credentials.login(new URL(`https://${host}`))).toBeUndefined();
  }
});

test('half of a login, and a netrc file that is not there, end the run', () => {
  expect(() => loadCredentials({ HOME: '/nowhere', SLIPWAY_REGISTRY_SHOP_HOST: 'charts.example.com' })).toThrow(
    'SLIPWAY_REGISTRY_SHOP_HOST names a host without a login',
  );
  expect(() => loadCredentials({ NETRC: '/nowhere/netrc' })).toThrow('the netrc file /nowhere/netrc cannot be read');
});

test('stops when it is told to, also while it waits to try again', async () => {
  const stop = new AbortController();
  const server = await startServer((_, response) => {
    response.writeHead(503, { 'retry-after': '30' }).end();
    setTimeout(() => stop.abort(), 20);
  });
  const retry = { attempts: 3, first: 1, longest: 60_000 };
  await expect(get(server.url, { retry, signal: stop.signal })).rejects.toMatchObject({ code: 'stopped' });
  const hanging = new AbortController();
  const silent = await startRaw(() => hanging.abort());
  await expect(get(silent, { signal: hanging.signal })).rejects.toMatchObject({ code: 'stopped' });
});
