// Talks to an API server over REST: the text that is sent is the text that its own strict decoder reads.
import https from 'node:https';

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
export const MANAGER = 'conformance';
const PARALLEL = 4;

/** @returns `{ request, isReady, discover, create, apply }` */
export function openApiClient({ url, ca, token }) {
  const { hostname, port } = new URL(url);
  const agent = new https.Agent({ keepAlive: true, maxSockets: PARALLEL, ca });

  const request = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = body === undefined ? {} : { 'content-type': 'application/json' };
      const call = https.request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...sent, ...headers },
        },
        (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => resolve(readAnswer(response, Buffer.concat(parts).toString('utf8'))));
        },
      );
      call.on('error', reject);
      call.end(body);
    });

  return {
    request,
    async isReady() {
      try {
        return (await request('GET', '/readyz')).status === 200;
      } catch (error) {
        if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') return false;
        throw error;
      }
    },
    /** Every kind it serves: `apiVersion kind` → `{ path, plural, namespaced }`. */
    async discover() {
      const kinds = new Map();
      for (const root of ['/api', '/apis']) {
        const { body } = await request('GET', root, undefined, { accept: DISCOVERY });
        for (const { metadata, versions } of body.items) {
          for (const { version, resources } of versions) {
            const apiVersion = metadata.name === undefined ? version : `${metadata.name}/${version}`;
            for (const { responseKind, resource, scope } of resources ?? []) {
              const key = `${apiVersion} ${responseKind.kind}`;
              const entry = { path: `${root}/${apiVersion}`, plural: resource, namespaced: scope === 'Namespaced' };
              if (!kinds.has(key)) kinds.set(key, entry);
            }
          }
        }
      }
      return kinds;
    },
    /** Creates what a text says. @param kind an entry of `discover` */
    create: (kind, { namespace, text, yaml, dryRun = true }) =>
      request('POST', `${collection(kind, namespace)}?${query({ dryRun })}`, text, {
        'content-type': yaml ? 'application/yaml' : 'application/json',
      }),
    /** Applies what a text says, as Argo CD does: server-side, by force. */
    apply: (kind, { namespace, name, text, dryRun = true }) =>
      request(
        'PATCH',
        `${collection(kind, namespace)}/${encodeURIComponent(name)}?${query({ dryRun, force: true })}`,
        text,
        { 'content-type': 'application/apply-patch+yaml' },
      ),
    close: () => agent.destroy(),
  };
}

/** Path of the objects of a kind. */
export function collection({ path, plural, namespaced }, namespace) {
  return namespaced
    ? `${path}/namespaces/${encodeURIComponent(namespace ?? 'default')}/${plural}`
    : `${path}/${plural}`;
}

/** Writes a status: to the subresource, or into the object where the kind has none. @returns the server's answer */
export async function writeStatus(client, path, status) {
  const text = JSON.stringify({ status });
  const headers = { 'content-type': 'application/merge-patch+json' };
  const answer = await client.request('PATCH', `${path}/status`, text, headers);
  return answer.status === 404 ? client.request('PATCH', path, text, headers) : answer;
}

/** Calls a function for every item, a few at once, in order. */
export async function eachOf(items, work) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

function query({ dryRun, force = false }) {
  const words = ['fieldValidation=Strict', `fieldManager=${MANAGER}`];
  return [...(dryRun ? ['dryRun=All'] : []), ...words, ...(force ? ['force=true'] : [])].join('&');
}

function readAnswer({ statusCode, headers }, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    // `ok` of /readyz, and what Go's own server says to a bad request.
    body = { message: text };
  }
  const warnings = [headers.warning ?? []].flat();
  return { status: statusCode, accepted: statusCode < 300, message: body.message ?? '', body, warnings };
}
