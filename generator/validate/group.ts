/** Turns violations into findings: one cause, one finding, however many clusters it hits. */
import { type ConfigPath, formatConfigPath } from '../contract/config-path.ts';
import {
  type Finding,
  LAYERS,
  type Level,
  type Occurrence,
  type Place,
  SEVERITIES,
  type Violation,
} from '../contract/finding.ts';
import { resourceName } from '../contract/resource.ts';
import { type LevelContext, levelOf } from './levels.ts';
import type { Waivers } from './waivers.ts';

export interface GroupContext extends LevelContext {
  readonly waivers: Waivers;
  /** Environment by which findings of the repository as a whole are judged. */
  readonly hubEnvironment: string;
  /** Config path of the value that a field of a rendered resource comes from. */
  origin(violation: Violation): ConfigPath | undefined;
  /** Line of a config path; only asked for what is reported. */
  place(path: ConfigPath): Place | undefined;
}

interface Group {
  readonly first: Violation;
  readonly origin: ConfigPath | undefined;
  readonly occurrences: Occurrence[];
}

/** @returns findings, loudest first, then by place; what is `off` everywhere is left out */
export function groupViolations(violations: readonly Violation[], context: GroupContext): readonly Finding[] {
  const groups = new Map<string, Group>();
  const add = (violation: Violation) => {
    const { subject } = violation;
    const environment =
      subject === undefined || subject.environment === '' ? context.hubEnvironment : subject.environment;
    const level = levelOf(violation, environment, context);
    if (level === 'off') return;
    const resource = subject === undefined ? undefined : resourceName(subject.resource);
    const waiver = context.waivers.match(violation);
    const origin = context.origin(violation);
    // Objects of several clusters that one config line makes have one cause, whatever they are called.
    const where = origin === undefined ? [resource, fileOf(violation)] : [resource?.kind, subject?.template, origin];
    const key = JSON.stringify([violation.layer, violation.rule, violation.message, violation.pointer, ...where]);
    const group = groups.get(key) ?? { first: violation, origin, occurrences: [] };
    groups.set(key, group);
    group.occurrences.push({
      cluster: subject?.cluster ?? '',
      environment,
      application: subject?.application ?? '',
      ...(resource === undefined ? {} : { resource }),
      level,
      ...(waiver === undefined ? {} : { waiver }),
    });
  };
  for (const violation of violations) add(violation);
  // Only now is it known which waivers matched.
  for (const violation of context.waivers.violations()) add(violation);
  return [...groups.values()].map((group) => toFinding(group, context)).sort(compareFindings);
}

function toFinding({ first, origin, occurrences }: Group, context: GroupContext): Finding {
  const level = occurrences.some((one) => one.waiver === undefined && one.level === 'error') ? 'error' : 'warn';
  const waived = occurrences.every((one) => one.waiver !== undefined);
  const place = origin === undefined ? undefined : context.place(origin);
  // Named is one for which something has to be done.
  const open = occurrences.find((one) => one.waiver === undefined && one.level === level);
  const resource = (open ?? occurrences[0])?.resource;
  const file = fileOf(first);
  return {
    layer: first.layer,
    rule: first.rule,
    severity: first.severity,
    level: waived ? 'off' : level,
    title: first.title,
    message: origin === undefined ? first.message : `${formatConfigPath(origin)}: ${first.message}`,
    fix: first.fix,
    ...(resource === undefined ? {} : { resource }),
    ...(first.pointer === undefined ? {} : { pointer: first.pointer }),
    ...(file === undefined ? {} : { file }),
    ...(place === undefined ? {} : { origin: place }),
    occurrences: occurrences.toSorted((a, b) => (a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0)),
  };
}

/** File of the repository that holds the resource: the template's for a chart. */
function fileOf({ subject }: Violation): string | undefined {
  if (subject === undefined || subject.source === '') return undefined;
  return subject.template === undefined
    ? subject.source
    : `${subject.source}/${subject.template.split('/').slice(1).join('/')}`;
}

const LOUDNESS: readonly Level[] = ['error', 'warn', 'off'];

function compareFindings(a: Finding, b: Finding): number {
  return (
    LOUDNESS.indexOf(a.level) - LOUDNESS.indexOf(b.level) ||
    LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
