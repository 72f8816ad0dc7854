/** How a service scales, as the shared chart takes it. */
import type { HelmValues } from '../../config/component-types.ts';
import type { Engine } from '../../config/stores.ts';
import type { Environment, Platform, Service, ServiceSettings, Store } from '../../model/platform.ts';
import { storeVariables, variablePrefix } from './_store-variables.ts';

/** What holds wherever the service runs. */
export function scaleValues(service: Service, settings: ServiceSettings, platform: Platform): HelmValues {
  const { scale } = settings;
  if (scale === null) return {};
  const { min, max, cpu, memory, kafka, mongodb } = scale;
  const broker = kafka === undefined ? undefined : measuredStore(settings, platform, 'kafka');
  const address =
    broker?.type === 'infra' ? broker.component.definition.store?.(broker.component.settings.base) : undefined;
  return {
    min,
    max,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(kafka === undefined || broker === undefined
      ? {}
      : {
          kafka: {
            ...(address === undefined ? {} : { bootstrapServers: `${address.host}:${address.port}` }),
            topic: kafka.topic,
            consumerGroup: kafka.group ?? service.name,
            lag: kafka.lag,
          },
        }),
    ...(mongodb === undefined ? {} : { mongodb: { ...mongodb } }),
  };
}

/** Where the stores that it scales by are, in an environment; for a broker of the platform's own that is said for all of them. */
export function scaleAddresses(
  service: Service,
  settings: ServiceSettings,
  environment: Environment,
  platform: Platform,
): HelmValues {
  const { scale } = settings;
  const broker = scale?.kafka === undefined ? undefined : measuredStore(settings, platform, 'kafka');
  const database = scale?.mongodb === undefined ? undefined : measuredStore(settings, platform, 'mongodb');
  const { config, secrets } = storeVariables(service, settings, environment, platform);
  const of = (store: Store, what: string) => `${variablePrefix(store.name)}_${what}`;
  // Keys of the service's own Secret.
  const login = (store: Store) =>
    secrets[of(store, 'USER')] === undefined ? {} : { user: of(store, 'USER'), password: of(store, 'PASSWORD') };
  const brokerSays =
    broker === undefined
      ? {}
      : {
          ...(broker.type === 'external' && config[of(broker, 'HOST')] !== undefined
            ? { bootstrapServers: `${config[of(broker, 'HOST')]}:${config[of(broker, 'PORT')]}` }
            : {}),
          // Of a broker elsewhere nobody says how clients log in.
          ...(config[of(broker, 'SASL_MECHANISM')] === undefined ? {} : login(broker)),
        };
  return {
    ...(Object.keys(brokerSays).length === 0 ? {} : { kafka: brokerSays }),
    ...(database === undefined || config[of(database, 'HOST')] === undefined
      ? {}
      : {
          mongodb: {
            host: config[of(database, 'HOST')] ?? '',
            port: config[of(database, 'PORT')] ?? '',
            database: config[of(database, 'DATABASE')] ?? '',
            ...login(database),
          },
        }),
  };
}

/** The first store of an engine that the service uses. */
function measuredStore({ uses }: ServiceSettings, { stores }: Platform, engine: Engine): Store | undefined {
  return stores.find((one) => one.engine === engine && uses.has(one.name));
}
