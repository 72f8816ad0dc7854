import type { DatabaseOptions } from './_database.ts';
import { defineComponent } from './_define.ts';
import { sqlDefinition } from './_sql.ts';

export interface MysqlOptions extends DatabaseOptions {}

/**
 * MySQL from the Bitnami chart: a primary, and replicas that nobody promotes by itself; `pxcDb` does. The entry of the
 * secret store holds `user`, `password`, `admin-password`, `replication-password`.
 */
export const mysql = defineComponent<MysqlOptions>(
  sqlDefinition({
    kind: 'mysql',
    summary: 'Relational database: a primary with replicas',
    version: '14.0.5',
    port: 3306,
    exporter: { image: 'mysqld-exporter', port: 9104 },
    replicas: { key: 'secondary', role: 'secondary' },
    keys: { user: 'mysql-password', admin: 'mysql-root-password', replication: 'mysql-replication-password' },
  }),
);
