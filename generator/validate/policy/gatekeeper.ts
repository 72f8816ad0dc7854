/** Rules about one resource as Gatekeeper's templates and constraints, out of the Rego that the program runs itself. */
import type { JsonObject, KubernetesObject } from '../../contract/resource.ts';
import { podKinds } from '../index/pod.ts';
import { productionFiles, readRules } from './build.ts';
import type { RuleInfo } from './rule-info.ts';

export interface ExportedRule {
  readonly rule: RuleInfo;
  /** Needs Gatekeeper 3.19: the first that reads Rego v1. */
  readonly template: KubernetesObject;
  readonly constraint: KubernetesObject;
}

export interface GatekeeperExport {
  readonly exported: readonly ExportedRule[];
  /** Rules that an admission review cannot answer, by the reason why. */
  readonly left: ReadonlyMap<string, readonly RuleInfo[]>;
}

/** What a constraint says of a cluster, where the program asks the config. Absent ones are as `validate` has them without a config. */
export interface ConstraintParameters {
  readonly protected?: boolean;
  readonly podSecurity?: 'privileged' | 'baseline' | 'restricted';
  readonly registries?: readonly string[];
}

/** The parameters of a template, and the word by which a rule that needs one is known. */
const PARAMETERS: readonly {
  readonly word: RegExp;
  readonly name: keyof ConstraintParameters;
  readonly schema: JsonObject;
}[] = [
  { word: /\binput\.protected\b/, name: 'protected', schema: { type: 'boolean' } },
  {
    word: /\binput\.pod_security\b/,
    name: 'podSecurity',
    schema: { type: 'string', enum: ['privileged', 'baseline', 'restricted'] },
  },
  {
    word: /\bdata\.params\.images\.registries\b/,
    name: 'registries',
    schema: { type: 'array', items: { type: 'string' } },
  },
];

const WHOLE_REPOSITORY = 'it sees a whole repository, not one object';
const OWN_CODE = 'credentials are told by the program, not by Rego';

/** @param sources Rego by path, as `readPolicySources` gives it */
export function exportRules(
  sources: Readonly<Record<string, string>>,
  parameters: ConstraintParameters = {},
): GatekeeperExport {
  const files = productionFiles(sources);
  const exported: ExportedRule[] = [];
  const left = new Map<string, RuleInfo[]>();
  for (const rule of readRules(files)) {
    const texts = sourcesOf(rule, files);
    const obstacle =
      rule.scope === 'repository'
        ? WHOLE_REPOSITORY
        : /\binput\.credentials\b/.test(texts.join('\n'))
          ? OWN_CODE
          : undefined;
    if (obstacle === undefined) exported.push(exportRule(rule, texts, parameters));
    else left.set(obstacle, [...(left.get(obstacle) ?? []), rule]);
  }
  return { exported, left };
}

/** A rule's own sources, then those of the libraries that it and they import. */
function sourcesOf(rule: RuleInfo, files: Readonly<Record<string, string>>): readonly string[] {
  const found = new Map<string, string>();
  const add = (folder: string): void => {
    for (const [path, text] of Object.entries(files)) {
      if (!path.startsWith(`${folder}/`) || found.has(path)) continue;
      found.set(path, text);
      for (const [, name] of text.matchAll(/\bdata\.lib\.(\w+)/g)) add(`lib/${name}`);
    }
  };
  add(rule.folder);
  add('lib/review');
  return [...found.values()];
}

function exportRule(rule: RuleInfo, texts: readonly string[], given: ConstraintParameters): ExportedRule {
  const kind = `Slipway${rule.id.charAt(0)}${rule.id.slice(1).toLowerCase().replace('-', '')}`;
  const known = PARAMETERS.filter(({ word }) => texts.some((text) => word.test(text)));
  const parameters = Object.fromEntries(
    known.flatMap(({ name }) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  const annotations = {
    'metadata.gatekeeper.sh/title': rule.title,
    description: rule.description,
    'slipway.dev/rule': rule.id,
    'slipway.dev/severity': rule.severity,
  };
  return {
    rule,
    template: {
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      metadata: { name: kind.toLowerCase(), annotations },
      spec: {
        crd: {
          spec: {
            names: { kind },
            validation: {
              openAPIV3Schema: {
                type: 'object',
                properties: Object.fromEntries(known.map(({ name, schema }) => [name, schema])),
              },
            },
          },
        },
        targets: [
          {
            target: 'admission.k8s.gatekeeper.sh',
            code: [
              {
                engine: 'Rego',
                source: { version: 'v1', rego: violationOf(rule), libs: texts.map(toLibrary) },
              },
            ],
          },
        ],
      },
    },
    constraint: {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: { name: `slipway-${rule.id.toLowerCase()}` },
      spec: {
        // A new rule stops nobody's work: whoever has read what it finds writes `deny`.
        enforcementAction: 'warn',
        match: { kinds: matchOf(rule.kinds) },
        ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
      },
    },
  };
}

/** Gatekeeper lets a template read no package but its own and those below `lib`, and no data but those. */
function toLibrary(text: string): string {
  return text
    .replace(/^# METADATA\n(?:#.*\n)+/m, '')
    .replace(/^package rules\./m, 'package lib.rules.')
    .replaceAll(/\bdata\.rules\./g, 'data.lib.rules.')
    .replaceAll(/\bdata\.params\./g, 'input.params.');
}

function violationOf({ id, severity, kinds, message, fix, package: name }: RuleInfo): string {
  const told = JSON.stringify({ rule: id, severity });
  return `package slipway

import data.lib.review
import data.lib.${name} as checked

violation contains {"msg": msg, "details": object.union(${told}, object.union({"fix": fix}, finding))} if {
	normal := review.normal(input.review, object.get(input, "parameters", {}))
	review.concerns(normal, ${JSON.stringify(kinds)})
	some finding in checked.deny with input as normal
	msg := review.message(${JSON.stringify(message)}, finding)
	fix := review.message(${JSON.stringify(fix)}, finding)
}
`;
}

/** Kinds by group, as a constraint names them. */
function matchOf(kinds: readonly string[]): readonly { readonly apiGroups: string[]; readonly kinds: string[] }[] {
  if (kinds.includes('*')) return [{ apiGroups: ['*'], kinds: ['*'] }];
  const groups = new Map<string, string[]>();
  for (const kind of kinds.flatMap((one) => (one === 'workload' ? podKinds() : [one]))) {
    const slash = kind.indexOf('/');
    const group = slash < 0 ? '' : kind.slice(0, slash);
    groups.set(group, [...new Set([...(groups.get(group) ?? []), kind.slice(slash + 1)])]);
  }
  return Array.from(groups, ([group, names]) => ({ apiGroups: [group], kinds: names.toSorted() }));
}
