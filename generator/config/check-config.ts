/** Everything that is wrong with an authored config, of any shape, at once: first shape, then meaning. */
import type { Registries } from '../model/resolve.ts';
import { checkShape } from './check-shape.ts';
import type { ConfigProblem } from './config-problem.ts';
import { printable, printPath } from './describe-value.ts';
import { type CheckOptions, readDraft } from './draft.ts';
import type { ConfigRule } from './rules/_define.ts';
import * as bounds from './rules/bounds.ts';
import * as calls from './rules/calls.ts';
import * as capabilities from './rules/capabilities.ts';
import * as charts from './rules/charts.ts';
import * as clusters from './rules/clusters.ts';
import * as components from './rules/components.ts';
import * as exposure from './rules/exposure.ts';
import * as failover from './rules/failover.ts';
import * as images from './rules/images.ts';
import * as jobs from './rules/jobs.ts';
import * as names from './rules/names.ts';
import * as policy from './rules/policy.ts';
import * as references from './rules/references.ts';
import * as secrets from './rules/secrets.ts';
import * as services from './rules/services.ts';
import * as storage from './rules/storage.ts';
import * as stores from './rules/stores.ts';
import * as teams from './rules/teams.ts';
import * as volumes from './rules/volumes.ts';
import type { Schema } from './schema/_fields.ts';
import { platformSchema } from './schema/platform.ts';

export type { ConfigProblem } from './config-problem.ts';
export type { CheckOptions } from './draft.ts';

/** The meaning rules by topic, in the order in which they report. */
export const RULE_TOPICS = {
  'Names that refer to something': members(references),
  'Environments and clusters': members(clusters),
  'Names of things': members(names),
  'Teams and sizes': members(teams),
  Services: members(services),
  'Volumes of services': members(volumes),
  'Jobs of services': members(jobs),
  Images: members(images),
  'Calls between services': members(calls),
  'Gateways, hosts and paths': members(exposure),
  'Hosts on several clusters': members(failover),
  Stores: members(stores),
  'Secrets and settings': members(secrets),
  'Components and charts': [...members(components), ...members(bounds), ...members(charts)],
  'What a cluster must have': members(capabilities),
  'Storage that a cluster must have': members(storage),
  'Waivers and policy': members(policy),
} satisfies Readonly<Record<string, readonly ConfigRule[]>>;

export const CONFIG_RULES: readonly ConfigRule[] = Object.values(RULE_TOPICS).flat();

/** The rules of a file: everything that it exports. */
function members(topic: Readonly<Record<string, ConfigRule>>): readonly ConfigRule[] {
  return Object.values(topic);
}

const schemas = new WeakMap<Registries, Schema>();

/** The schema of a config with these registries; built once. */
function schemaOf(registries: Registries): Schema {
  const schema = schemas.get(registries) ?? platformSchema(registries);
  schemas.set(registries, schema);
  return schema;
}

/** Checks shape and meaning of what a config file exports. Each mistake is reported once, in a stable order. */
export function checkConfig(config: unknown, registries: Registries, options: CheckOptions = {}): ConfigProblem[] {
  const draft = readDraft(config, registries, options);
  const meaning = CONFIG_RULES.flatMap((rule) =>
    [...rule.check(draft)].map(
      ({ path, message, fix }): ConfigProblem => ({
        rule: rule.name,
        path,
        message: printable(`${printPath(path)}: ${message}`),
        fix: printable(fix),
        severity: rule.severity,
      }),
    ),
  );
  const once = new Map(
    [...checkShape(config ?? null, schemaOf(registries)), ...meaning].map((one) => [`${one.rule} ${one.message}`, one]),
  );
  return [...once.values()];
}
