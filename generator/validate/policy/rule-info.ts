import { parse } from 'yaml';
import { SEVERITIES, type Severity } from '../../contract/finding.ts';
import { PlatformError } from '../../contract/platform-error.ts';
import { isRecord } from '../../contract/resource.ts';

/** A control of a framework that a rule gives evidence for; never proof of compliance. */
export interface Control {
  /** `CIS Kubernetes 1.12`, `SOC 2`. */
  readonly framework: string;
  readonly id: string;
  /** Whether the mapping stands in a source, or is our reading. */
  readonly basis: 'sourced' | 'interpreted';
}

/** One rule, as its METADATA states it. */
export interface RuleInfo {
  /** `POD-001`; permanent. */
  readonly id: string;
  /** `privileged`: the folder's name, with dashes. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly category: string;
  /** `workload` (everything that carries a pod), `*`, or `group/Kind`. */
  readonly kinds: readonly string[];
  readonly scope: 'resource' | 'repository';
  /** Text of a finding; `{name}` stands for an argument of the finding. */
  readonly message: string;
  readonly fix: string;
  readonly controls: readonly Control[];
  /** The Pod Security Standard that a finding breaks, unless the finding says otherwise. */
  readonly standard?: string;
  /** A word of the API server's own refusal: where the server says it of an object, the rule says nothing more. */
  readonly admission?: string;
  /** `rules.pod.privileged`. */
  readonly package: string;
  /** Folder of the rule, relative to the policies' folder. */
  readonly folder: string;
}

const ID = /^[A-Z][A-Z0-9]{1,9}-\d{3}$/;

/** Reads the METADATA of one rule file. Every missing or unknown value is an error that names the file. */
export function parseRuleInfo(path: string, text: string): RuleInfo {
  const fail = (problem: string): never => {
    throw new PlatformError('policy-metadata', `${path}: ${problem}`, {
      fix: 'Start the file with a METADATA block that has title, description and custom: id, severity, kinds, scope, message, fix.',
    });
  };
  const found = /^package ([a-z][\w.]*)$/m.exec(text);
  const name = found?.[1] ?? fail('no package clause');
  const block = /^# METADATA\n((?:#.*\n)+)/m.exec(text)?.[1] ?? fail('no METADATA block');
  const metadata: unknown = parse(block.replace(/^# ?/gm, ''));
  const custom =
    isRecord(metadata) && isRecord(metadata.custom) ? metadata.custom : fail('METADATA has no custom block');
  const textOf = (value: unknown, key: string): string =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : fail(`METADATA has no ${key}`);
  const id = textOf(custom.id, 'custom.id');
  if (!ID.test(id)) fail(`"${id}" is not an id such as POD-001`);
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (folder.replaceAll('/', '.') !== name) fail(`package ${name} does not mirror its folder`);
  const severity = SEVERITIES.find((known) => known === custom.severity) ?? fail('unknown custom.severity');
  const scope =
    custom.scope === 'resource' || custom.scope === 'repository' ? custom.scope : fail('unknown custom.scope');
  const kinds = Array.isArray(custom.kinds)
    ? custom.kinds.map((kind) => textOf(kind, 'kind'))
    : fail('no custom.kinds');
  const controls = readControls(custom.controls);
  const standard = controls.find(({ framework }) => framework.startsWith('Pod Security Standards'));
  return {
    id,
    name: (folder.split('/').at(-1) ?? '').replaceAll('_', '-'),
    title: textOf(isRecord(metadata) ? metadata.title : undefined, 'title'),
    description: textOf(isRecord(metadata) ? metadata.description : undefined, 'description'),
    severity,
    category: typeof custom.category === 'string' ? custom.category : (folder.split('/').at(-2) ?? ''),
    kinds,
    scope,
    message: textOf(custom.message, 'custom.message'),
    fix: textOf(custom.fix, 'custom.fix'),
    controls,
    ...(standard === undefined ? {} : { standard: standard.id }),
    ...(custom.admission === undefined ? {} : { admission: textOf(custom.admission, 'custom.admission') }),
    package: name,
    folder,
  };
}

/** Controls are written compactly: `{ "SOC 2": [CC6.8], basis: … }`, one entry a framework. */
function readControls(value: unknown): Control[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).flatMap((entry) => {
    const { framework, ids, basis } = entry;
    if (typeof framework !== 'string' || !Array.isArray(ids)) return [];
    const stated = basis === 'sourced' ? 'sourced' : 'interpreted';
    return ids.map((id): Control => ({ framework, id: String(id), basis: stated }));
  });
}
