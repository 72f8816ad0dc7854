/** Who we are to whom. Read from the environment and a netrc file, never from the config. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';
import { parseNetrc } from './netrc.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface Credentials {
  /** Value of the Authorization header for a URL; `null` when there is none for its host. */
  authorization(url: URL): string | null;
  /** Name and password for a host, which OCI registries and Git take; `undefined` when there are none. */
  login(url: URL): Login | undefined;
}

export const NO_CREDENTIALS: Credentials = { authorization: () => null, login: () => undefined };

type Secret = { readonly kind: 'login'; readonly login: Login } | { readonly kind: 'token'; readonly token: string };

const VARIABLE = /^SLIPWAY_REGISTRY_([A-Z0-9_]+)_HOST$/;

/**
 * Credentials of the environment: `SLIPWAY_REGISTRY_<ANY>_HOST` (hosts, separated by commas) with `_USERNAME` and
 * `_PASSWORD`, or `_TOKEN`; then `$NETRC` or `~/.netrc`. The host is written out, because a host made into the name of a
 * variable would be ambiguous. Without TLS only a loopback address gets any.
 *
 * @throws PlatformError `bad-credentials` for half of a login
 */
export function loadCredentials(environment: Readonly<Record<string, string | undefined>>): Credentials {
  const secrets = new Map<string, Secret>([...fromNetrc(environment), ...fromEnvironment(environment)]);
  const find = (url: URL) => {
    if (url.protocol !== 'https:' && !isLoopback(url)) return undefined;
    return secrets.get(url.host.toLowerCase()) ?? secrets.get(url.hostname.toLowerCase());
  };
  return {
    authorization(url) {
      const secret = find(url);
      if (secret === undefined) return null;
      return secret.kind === 'token' ? `Bearer ${secret.token}` : basic(secret.login);
    },
    login(url) {
      const secret = find(url);
      return secret?.kind === 'login' ? secret.login : undefined;
    },
  };
}

/** Value of an Authorization header for a name and a password. */
export function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Whether a URL is of this machine itself. */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): [string, Secret][] {
  return Object.keys(environment).flatMap((variable): [string, Secret][] => {
    const name = VARIABLE.exec(variable)?.[1];
    const hosts = environment[variable];
    if (name === undefined || hosts === undefined || hosts === '') return [];
    const secret = readSecret(environment, `SLIPWAY_REGISTRY_${name}`);
    return hosts.split(',').map((host) => [host.trim().toLowerCase(), secret]);
  });
}

function readSecret(environment: Readonly<Record<string, string | undefined>>, prefix: string): Secret {
  const token = environment[`${prefix}_TOKEN`];
  if (token !== undefined && token !== '') return { kind: 'token', token: headerSafe(token, `${prefix}_TOKEN`) };
  const username = environment[`${prefix}_USERNAME`];
  const password = environment[`${prefix}_PASSWORD`];
  if (username !== undefined && password !== undefined) return { kind: 'login', login: { username, password } };
  throw new PlatformError('bad-credentials', `${prefix}_HOST names a host without a login`, {
    fix: `Set ${prefix}_USERNAME and ${prefix}_PASSWORD, or ${prefix}_TOKEN.`,
  });
}

/** A token with a line end, as files have them, would end the header. */
function headerSafe(token: string, variable: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new PlatformError('bad-credentials', `${variable} holds letters that no token has`, { fix: 'Set it anew.' });
}

function fromNetrc(environment: Readonly<Record<string, string | undefined>>): [string, Secret][] {
  const path = environment.NETRC ?? join(environment.HOME ?? homedir(), '.netrc');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && environment.NETRC === undefined) return [];
    throw new PlatformError('bad-credentials', `the netrc file ${path} cannot be read`, {
      fix: 'Correct NETRC, or the rights of the file.',
      cause: error,
    });
  }
  return parseNetrc(text).map(({ host, login }) => [host, { kind: 'login', login }]);
}
