import type { Engine } from '../../config/stores.ts';
import { ownEntry, ownUser } from '../../model/own-login.ts';
import { ENGINE_PORTS } from '../../model/peers.ts';
import type { Environment, Platform, Service, ServiceSettings, Store } from '../../model/platform.ts';

interface StoreVariables {
  readonly config: Readonly<Record<string, string>>;
  /** Variable → `entry#property` of the secret store. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Engines in which a client names a database. */
const HAS_DATABASES = {
  postgresql: true,
  mysql: true,
  mongodb: true,
  redis: false,
  kafka: false,
  nats: false,
} as const satisfies Record<Engine, boolean>;

/** How a service reaches each store that it uses: `<STORE>_HOST`, `_PORT`, `_DATABASE`, `_USER`, `_PASSWORD`, and for some `_SASL_MECHANISM`. */
export function storeVariables(
  service: Service,
  settings: ServiceSettings,
  environment: Environment,
  platform: Platform,
): StoreVariables {
  const config: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const [name, use] of settings.uses) {
    const store = platform.stores.find((one) => one.name === name);
    const address = store === undefined ? undefined : addressOf(store, environment);
    if (store === undefined || address === undefined) continue;
    const prefix = variablePrefix(name);
    config[`${prefix}_HOST`] = address.host;
    config[`${prefix}_PORT`] = String(address.port);
    const hasOwnLogin = address.loginPerService === true;
    if (HAS_DATABASES[store.engine]) {
      config[`${prefix}_DATABASE`] = use.database ?? (hasOwnLogin ? ownUser(service.name) : (address.database ?? name));
    }
    if (address.saslMechanism !== undefined) config[`${prefix}_SASL_MECHANISM`] = address.saslMechanism;
    if (address.secret !== undefined) {
      // Who has a schema of his own has a login of his own.
      const entry = hasOwnLogin ? ownEntry(address.secret, service.name) : address.secret;
      secrets[`${prefix}_USER`] = `${entry}#user`;
      secrets[`${prefix}_PASSWORD`] = `${entry}#password`;
    }
  }
  return { config, secrets };
}

/** What the variables of a store begin with. */
export function variablePrefix(store: string): string {
  return store.toUpperCase().replaceAll('-', '_');
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly database?: string | undefined;
  readonly secret?: string | undefined;
  readonly loginPerService?: boolean;
  readonly saslMechanism?: string;
}

function addressOf(store: Store, environment: Environment): Address | undefined {
  if (store.type === 'infra') {
    const settings = store.component.settings.environments.get(environment.name) ?? store.component.settings.base;
    return store.component.definition.store?.(settings);
  }
  const endpoint = store.environments.get(environment.name);
  if (endpoint === undefined) return undefined;
  return {
    host: endpoint.host,
    port: endpoint.port ?? ENGINE_PORTS[store.engine],
    secret: endpoint.secret,
    loginPerService: store.schemaPerService,
  };
}
