import type { DatabaseOptions } from './_database.ts';
import { defineComponent } from './_define.ts';
import { sqlDefinition } from './_sql.ts';

export interface PostgresqlOptions extends DatabaseOptions {}

/**
 * PostgreSQL from the Bitnami chart: a primary, and read replicas that nobody promotes by itself; `postgresqlHa` and
 * `cnpgCluster` do. The entry of the secret store holds `user`, `password`, `admin-password`, `replication-password`.
 */
export const postgresql = defineComponent<PostgresqlOptions>(
  sqlDefinition({
    kind: 'postgresql',
    summary: 'Relational database: a primary with read replicas',
    version: '17.1.0',
    port: 5432,
    exporter: { image: 'postgres-exporter', port: 9187 },
    replicas: { key: 'readReplicas', role: 'read' },
    keys: { user: 'password', admin: 'postgres-password', replication: 'replication-password' },
  }),
);
