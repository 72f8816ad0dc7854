/** How a registry says what it wants to see, and how that is got (Docker's token protocol). */
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { basic, type Credentials, isLoopback } from './credentials.ts';
import type { HttpClient } from './http-client.ts';
import { shownUrl } from './shown-url.ts';

interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MOST_TOKEN_BYTES = 1024 * 1024;

/**
 * The Authorization header that answers a challenge; `null` when there is nothing to answer it with. A token service on
 * another host gets the credentials of that host, never those of the registry.
 *
 * @throws PlatformError when the token service gives no token
 */
export async function answerChallenge(
  http: HttpClient,
  credentials: Credentials,
  registry: URL,
  header: string | undefined,
  name: string,
): Promise<string | null> {
  const challenge = readChallenge(header ?? '');
  if (challenge?.scheme === 'basic') {
    const login = credentials.login(registry);
    return login === undefined ? null : basic(login);
  }
  if (challenge?.scheme !== 'bearer') return null;
  const { realm = '', service, scope = `repository:${name}:pull` } = challenge.parameters;
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))) {
    throw new PlatformError('bad-challenge', `${shownUrl(registry)} names a token service that is no https URL`, {
      fix: 'Ask the people who run the registry.',
    });
  }
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const what = `token of ${registry.host} for ${name}`;
  const body = await http.get({ url: url.href, what, limit: MOST_TOKEN_BYTES });
  return `Bearer ${readToken(body, what)}`;
}

function readChallenge(header: string): Challenge | undefined {
  const [, scheme, rest = ''] = /^\s*([A-Za-z]+)\s+(.{0,4000})/.exec(header) ?? [];
  if (scheme === undefined) return undefined;
  const pairs = [...rest.matchAll(/([\w-]+)="([^"]*)"|([\w-]+)=([^\s,"]+)/g)];
  const parameters = Object.fromEntries(pairs.map(([, a, b, c, d]) => [(a ?? c ?? '').toLowerCase(), b ?? d ?? '']));
  return { scheme: scheme.toLowerCase(), parameters };
}

function readToken(body: Buffer, what: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    // No token either way.
  }
  const token = isRecord(value) ? (value.token ?? value.access_token) : undefined;
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new PlatformError('bad-token', `${what}: the token service answers without a token`, {
    fix: 'Try again, or ask the people who run the registry.',
  });
}
