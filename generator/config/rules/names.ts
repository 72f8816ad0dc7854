/** Names of everything: their form, their length, and that each is free. */
import type { ConfigPath } from '../../contract/config-path.ts';
import type { ComponentDefinition } from '../../model/component.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftMember, NameSection } from '../draft.ts';
import { defineRule } from './_define.ts';
import { LABEL } from './_label.ts';

const LABEL_FORM = 'lower-case letters, digits and `-`, at most 63, starting and ending with a letter or digit';

/** Names that the generated tree takes for itself. */
const RESERVED = new Set(['infra', 'platform', 'apps', 'root', 'routes', 'namespaces', 'mesh-defaults', 'bootstrap']);
/** Longest release name that Helm takes. */
const RELEASE_LENGTH = 53;
/** Longest name of an Application: it is also a label value. */
const APPLICATION_LENGTH = 63;

const LABEL_SECTIONS: readonly NameSection[] = [
  'environments',
  'clusters',
  'teams',
  'infra',
  'stores',
  'secretStores',
  'gateways',
  'services',
  'charts',
];

function members(draft: Draft): readonly DraftMember[] {
  return [...draft.components, ...draft.services.values(), ...draft.charts];
}

const pathOf = ({ section, name }: DraftMember): ConfigPath => [section, name];

export const invalidName = defineRule({
  name: 'invalid-name',
  summary: 'Names are DNS labels: they become names of Kubernetes objects.',
  *check({ root, names }) {
    const platform = root.get('name');
    const named = [
      ...(platform.text === undefined ? [] : [{ name: platform.text, path: platform.path }]),
      ...LABEL_SECTIONS.flatMap((section) => [...names[section]].map((name) => ({ name, path: [section, name] }))),
    ];
    for (const { name, path } of named) {
      if (!LABEL.test(name)) yield { path, message: `${quote(name)} is not a valid name`, fix: `Use ${LABEL_FORM}.` };
      // The API server takes no Service whose name starts with a digit.
      else if (path[0] === 'services' && /^\d/.test(name))
        yield {
          path,
          message: `${quote(name)} starts with a digit`,
          fix: 'Start the name of a service with a letter.',
        };
    }
  },
});

export const reservedName = defineRule({
  name: 'reserved-name',
  summary: 'Names that the generated tree uses itself are not for services, components and charts.',
  *check(draft) {
    const parts = new Set(draft.components.flatMap((one) => [`${one.name}-config`, `${one.name}-needs`]));
    for (const member of members(draft)) {
      if (!RESERVED.has(member.name) && !parts.has(member.name)) continue;
      const why = RESERVED.has(member.name)
        ? 'is a name that slipway uses itself'
        : 'is the name of a component’s second Application';
      yield { path: pathOf(member), message: `${quote(member.name)} ${why}`, fix: 'Choose another name.' };
    }
  },
});

export const duplicateName = defineRule({
  name: 'duplicate-name',
  summary: 'Services, components and charts share one name space.',
  *check(draft) {
    const seen = new Map<string, DraftMember>();
    for (const member of members(draft)) {
      const first = seen.get(member.name);
      if (first !== undefined) {
        yield {
          path: pathOf(member),
          message: `${quote(member.name)} is already the name of \`${first.section}.${first.name}\``,
          fix: 'Rename one of them: each name is one Application in a cluster.',
        };
      }
      seen.set(member.name, first ?? member);
    }
  },
});

export const releaseNameLength = defineRule({
  name: 'release-name-length',
  summary: `A release name has at most ${RELEASE_LENGTH} characters.`,
  *check(draft) {
    for (const member of members(draft)) {
      const over = member.name.length - RELEASE_LENGTH;
      if (over <= 0) continue;
      yield {
        path: pathOf(member),
        message: `the name is ${over} characters too long for a Helm release`,
        fix: `Use at most ${RELEASE_LENGTH} characters.`,
      };
    }
  },
});

/** What the longest name of a component's Applications ends with. */
function longestPart(definition: ComponentDefinition | undefined): string {
  if (definition?.manifests !== undefined) return '-config';
  return definition?.secrets === undefined ? '' : '-needs';
}

export const applicationNameLength = defineRule({
  name: 'application-name-length',
  summary: `An Application's name, \`<cluster>-<name>\`, has at most ${APPLICATION_LENGTH} characters.`,
  *check(draft) {
    const suffixes = new Map(draft.components.map((one) => [one.name, longestPart(one.definition)]));
    for (const member of members(draft)) {
      const longest = member.placement.toSorted((a, b) => b.name.length - a.name.length)[0];
      if (longest === undefined) continue;
      const application = `${longest.name}-${member.name}${member.section === 'infra' ? (suffixes.get(member.name) ?? '') : ''}`;
      const over = application.length - APPLICATION_LENGTH;
      if (over <= 0) continue;
      yield {
        path: pathOf(member),
        message: `Application ${quote(application)} is ${over} characters too long`,
        fix: `Shorten the name, or that of cluster ${quote(longest.name)}, by ${over} characters.`,
      };
    }
  },
});

export const invalidNamespace = defineRule({
  name: 'invalid-namespace',
  summary: 'A namespace is a DNS label.',
  *check(draft) {
    const layers = [
      ...members(draft).map((one) => one.node),
      ...draft.components.flatMap(({ node }) =>
        [node.get('environments'), node.get('clusters')].flatMap((one) => one.entries().map(([, layer]) => layer)),
      ),
    ];
    for (const { text, path } of layers.map((node) => node.get('namespace'))) {
      if (text === undefined || LABEL.test(text)) continue;
      yield { path, message: `${quote(text)} is not a valid namespace`, fix: `Use ${LABEL_FORM}.` };
    }
  },
});

/** Namespaces of Kubernetes, of Argo CD and of the mesh's control plane. */
const FOREIGN = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default', 'argocd', 'istio-system']);

export const reservedNamespace = defineRule({
  name: 'reserved-namespace',
  summary: 'Services and charts stay out of the namespaces of Kubernetes, Argo CD and Istio.',
  *check(draft) {
    for (const { section, name, node } of [...draft.services.values(), ...draft.charts]) {
      const written = node.get('namespace');
      const namespace = written.text ?? (section === 'services' ? name : undefined);
      if (namespace === undefined || !FOREIGN.has(namespace)) continue;
      yield {
        path: written.exists ? written.path : node.path,
        message: `namespace ${quote(namespace)} is not for ${section}`,
        fix: 'Choose a namespace of its own.',
      };
    }
  },
});

export const namespaceOfInfra = defineRule({
  name: 'namespace-of-infra',
  summary: 'A service does not share a namespace with a component: guard rails and mesh of the two differ.',
  *check(draft) {
    for (const service of draft.services.values()) {
      const neighbour = draft.components.find(
        (one) =>
          (one.node.get('namespace').text ?? one.definition?.namespace) === service.namespace &&
          one.placement.some((cluster) => service.placement.includes(cluster)),
      );
      if (neighbour === undefined) continue;
      yield {
        path: service.node.get('namespace').exists ? service.node.get('namespace').path : service.node.path,
        message: `namespace ${quote(service.namespace)} belongs to \`infra.${neighbour.name}\``,
        fix: 'Give the service, or the component, a `namespace` of its own.',
      };
    }
  },
});

export const namespaceOfTwoTeams = defineRule({
  name: 'namespace-of-two-teams',
  summary: 'All services of a namespace belong to one team, whose quota it has.',
  *check(draft) {
    const seen = new Map<string, { readonly team: string; readonly service: string }>();
    for (const { name, namespace, node } of draft.services.values()) {
      const team = node.get('team').text;
      if (team === undefined) continue;
      const first = seen.get(namespace);
      if (first !== undefined && first.team !== team) {
        yield {
          path: node.get('namespace').exists ? node.get('namespace').path : node.path,
          message: `namespace ${quote(namespace)} holds ${quote(first.service)} of team ${quote(first.team)} and ${quote(name)} of team ${quote(team)}`,
          fix: 'Give each team namespaces of its own.',
        };
      }
      seen.set(namespace, first ?? { team, service: name });
    }
  },
});
