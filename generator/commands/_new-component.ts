/** `node-agent` → `nodeAgent`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A component that is complete, of a chart that does not exist. docs/catalogue.md explains each field. */
export function componentFile(name: string): string {
  const factory = camelCase(name);
  const type = `${factory.charAt(0).toUpperCase()}${factory.slice(1)}Options`;
  return `import { count } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';

export interface ${type} {
  /** @default 2 */
  readonly replicas: number;
}

/** What it does, in one sentence. */
export const ${factory} = defineComponent<${type}>({
  kind: '${name}',
  summary: 'What it is for, in a few words',
  chart: { repository: 'https://charts.example.com', name: '${name}', version: '0.0.0' },
  namespace: '${name}',
  wave: 30,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: [],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ options }) => ({ replicaCount: options.replicas, resources: resources('50m', '64Mi', '128Mi') }),
  },
});
`;
}
