// Web servers on loopback that behave well, or not at all.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface LoopbackServer {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly host: string;
  /** `GET /index.yaml`, in order. */
  readonly requests: string[];
  /** Authorization header of each request; `undefined` for none. */
  readonly authorizations: (string | undefined)[];
}

/** Starts a server that goes with the test. */
export async function startServer(handler: Handler): Promise<LoopbackServer> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, requests, authorizations };
}

/** Answers with files by path; anything else is not found. */
export function serveFiles(files: ReadonlyMap<string, Buffer | string>): Handler {
  return (request, response) => {
    const body = files.get((request.url ?? '').replace(/\?.*$/, ''));
    if (body === undefined) response.writeHead(404).end();
    else response.end(body);
  };
}
