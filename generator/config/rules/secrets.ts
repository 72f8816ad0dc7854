/** Secrets and plain settings of services. No message of these rules shows a value. */
import { isSecretLike, quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Keys as AWS, Google and Vault take them: a path of plain words. */
const SECRET_KEY = /^[A-Za-z0-9][\w.-]*(\/[\w.-]+)*$/;

export const secretWithoutStore = defineRule({
  name: 'secret-without-store',
  summary: 'A service with secrets has a secret store to take them from.',
  *check({ services, names }) {
    if (names.secretStores.size > 0) return;
    for (const { layers } of services.values()) {
      for (const secrets of layers.map((layer) => layer.get('secrets'))) {
        if (secrets.keys.length === 0) continue;
        yield {
          path: secrets.path,
          message: 'there is no secret store to take these from',
          fix: 'Add one: `secretStores: { main: cloudSecrets() }`.',
        };
      }
    }
  },
});

export const ambiguousSecretStore = defineRule({
  name: 'ambiguous-secret-store',
  summary: 'With several secret stores, the environment or the service names one.',
  *check({ services, names, root }) {
    if (names.secretStores.size < 2) return;
    for (const { node, variants } of services.values()) {
      for (const { settings, clusters } of variants) {
        const secrets = settings.get('secrets');
        if (secrets.keys.length === 0 || node.get('secretStore').exists) continue;
        const open = clusters.flatMap(({ environment }) =>
          environment === undefined || root.at('environments', environment, 'secretStore').exists ? [] : [environment],
        );
        for (const environment of new Set(open)) {
          yield {
            path: secrets.path,
            message: `nothing says which secret store ${quote(environment)} uses`,
            fix: `Set \`secretStore\` in \`environments.${environment}\` or in the service: one of ${[...names.secretStores].map(quote).join(', ')}.`,
          };
        }
      }
    }
  },
});

export const invalidVariable = defineRule({
  name: 'invalid-variable',
  summary: 'Environment variables are letters, digits and `_`, and start with no digit.',
  *check({ services }) {
    for (const { layers } of services.values()) {
      for (const map of layers.flatMap((layer) => [layer.get('config'), layer.get('secrets')])) {
        for (const key of map.keys) {
          if (VARIABLE.test(key)) continue;
          yield {
            path: [...map.path, key],
            message: `${quote(key)} is not a name of an environment variable`,
            fix: 'Use letters, digits and `_`, not starting with a digit.',
          };
        }
      }
    }
  },
});

export const invalidSecretKey = defineRule({
  name: 'invalid-secret-key',
  summary: 'A key in the secret store is a path such as `payments/stripe-key`.',
  *check({ services }) {
    for (const { layers } of services.values()) {
      for (const [, key] of layers.flatMap((layer) => layer.get('secrets').entries())) {
        if (key.text === undefined || SECRET_KEY.test(key.text)) continue;
        // Somebody may have written the secret itself here.
        yield {
          path: key.path,
          message: 'this is not a key in a secret store',
          fix: 'Write the name under which the store keeps it, e.g. `payments/stripe-key`, never the secret.',
        };
      }
    }
  },
});

export const secretNameOfCloud = defineRule({
  name: 'secret-name-of-cloud',
  summary: 'A key in the secret manager of a cloud is a name that this cloud takes.',
  *check(draft) {
    const isCloud = (store: string | undefined) =>
      draft.instances('secretStores').find((one) => one.name === store)?.type === 'cloud';
    const [only, ...others] = draft.names.secretStores;
    const told = new Set<string>();
    for (const { node, variants } of draft.services.values()) {
      for (const { settings, clusters } of variants) {
        for (const { cloudDefinition, environment } of clusters) {
          const wanted = cloudDefinition?.traits.secretNames;
          const store =
            node.get('secretStore').text ??
            (environment === undefined ? undefined : draft.root.at('environments', environment, 'secretStore').text) ??
            (others.length === 0 ? only : undefined);
          if (wanted === undefined || wanted === null || !isCloud(store)) continue;
          for (const [, { path, text }] of settings.get('secrets').entries()) {
            if (text === undefined || new RegExp(wanted.pattern).test(text.replace(/#.*$/, ''))) continue;
            if (told.has(path.join('\n'))) continue;
            told.add(path.join('\n'));
            yield {
              path,
              message: `${quote(text)} is no name for the secret manager of ${quote(cloudDefinition?.name ?? '')}: it takes ${wanted.words}`,
              fix: `Write ${quote(text.replaceAll(/[^A-Za-z0-9#-]+/g, '-'))}, and keep the secret under that name in every cloud.`,
            };
          }
        }
      }
    }
  },
});

export const duplicateVariable = defineRule({
  name: 'duplicate-variable',
  summary: 'A variable is in `config` or in `secrets`, not in both.',
  *check({ services }) {
    for (const { variants } of services.values()) {
      for (const { settings } of variants) {
        const plain = settings.get('config');
        for (const [key, secret] of settings.get('secrets').entries()) {
          if (!plain.get(key).exists) continue;
          yield {
            path: secret.path,
            message: `${quote(key)} is in \`config\` too`,
            fix: 'Keep it in one of the two; an override deletes it with `null`.',
          };
        }
      }
    }
  },
});

/** Values that only name or switch something: flags, numbers, references to a file or an environment variable. */
const HARMLESS = /^(|true|false|\d+|\$\{?\w+\}?|\/[\w./-]+|https?:\/\/[^@\s]+|projects\/.+|arn:.+)$/i;
const CREDENTIAL =
  /^(-----BEGIN |eyJ[\w-]{10,}\.|gh[pousr]_\w{20,}|glpat-[\w-]{15,}|xox[abprs]-|AKIA[0-9A-Z]{12,}|sk_live_\w{10,})|^[a-z][\w+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/;

export const secretInConfig = defineRule({
  name: 'secret-in-config',
  summary: 'No credential stands in `config`.',
  severity: 'critical',
  *check({ services }) {
    for (const { layers } of services.values()) {
      for (const [key, value] of layers.flatMap((layer) => layer.get('config').entries())) {
        if (value.text === undefined) continue;
        const named = isSecretLike(key) && !HARMLESS.test(value.text);
        if (!named && !CREDENTIAL.test(value.text)) continue;
        yield {
          path: value.path,
          message: named
            ? `${quote(key)} looks like a credential, and everybody who reads the repository reads it`
            : 'the value looks like a credential',
          fix: 'Put it into the secret store, name its key under `secrets`, and replace the credential: it is in the history now.',
        };
      }
    }
  },
});
