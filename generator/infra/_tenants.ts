/** Services that share a database server, each with a login, a database and a schema of its own. */
import type { ComponentSecret, ComponentSettings } from '../model/component.ts';
import { ownEntry, ownUser } from '../model/own-login.ts';
import type { Platform, ServiceSettings } from '../model/platform.ts';
import { secretEntry } from './_shared.ts';

export interface TenantOptions {
  /** Gives each service that uses the store a login, a database and a schema of its own. @default false */
  readonly schemaPerService: boolean;
  /** Others that get the same, such as a component of the platform. @default none */
  readonly tenants: readonly string[];
}

export const TENANT_SCHEMAS = {
  schemaPerService: { type: 'boolean' },
  tenants: { type: 'array', items: { type: 'string' } },
} as const;

export const DEFAULT_TENANTS: TenantOptions = { schemaPerService: false, tenants: [] };

export interface Tenant {
  /** As the config calls it. */
  readonly name: string;
  /** Of the login. */
  readonly user: string;
  readonly database: string;
}

/** @returns tenants by name: the services that use the store anywhere, and the others */
export function tenantsOf(settings: ComponentSettings<TenantOptions>, platform: Platform): readonly Tenant[] {
  const { schemaPerService, tenants } = settings.options;
  const services = !schemaPerService
    ? []
    : platform.services.flatMap(({ name, settings: { base, environments } }) => {
        const [use] = [base, ...environments.values()].flatMap(({ uses }) => usesOf(uses, settings.release, platform));
        return use === undefined ? [] : [tenant(name, use.database)];
      });
  return [...services, ...tenants.map((name) => tenant(name))].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What uses of stores say of the stores that a component is. */
export function usesOf(
  uses: ServiceSettings['uses'],
  release: string,
  { stores }: Platform,
): readonly NonNullable<ReturnType<ServiceSettings['uses']['get']>>[] {
  const own = stores.filter((one) => one.type === 'infra' && one.component.name === release);
  return own.flatMap(({ name }) => uses.get(name) ?? []);
}

function tenant(name: string, database?: string): Tenant {
  const user = ownUser(name);
  return { name, user, database: database ?? user };
}

/** Name of the Secret with the password of a tenant, beside the server. */
export function tenantSecret(release: string, { name }: Tenant): string {
  return `${release}-${name}`;
}

/** @param data key of the Secret → property of the tenant's entry, which is called like the server's with the tenant's name behind it */
export function tenantSecrets(
  settings: ComponentSettings<TenantOptions & { readonly secret: string }>,
  platform: Platform,
  data: Readonly<Record<string, string>>,
): readonly ComponentSecret[] {
  return tenantsOf(settings, platform).map((one) => ({
    name: tenantSecret(settings.release, one),
    entry: ownEntry(secretEntry(settings), one.name),
    data,
  }));
}
