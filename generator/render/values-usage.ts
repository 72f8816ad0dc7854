/** Judges the values given to a chart: keys that nothing reads, and types that cannot be meant. */
import { formatPointer } from '../contract/json-pointer.ts';
import { isRecord } from '../contract/resource.ts';
import type { ReadNode, ValuesUsage } from '../engines/values-usage.ts';
import { readDocumentation, type ValueDocumentation } from './value-documentation.ts';
import { type KeySuggestion, type KnownPlace, suggestKey } from './value-key-suggestion.ts';
import { describeTypeClash } from './value-type-clash.ts';

/** One wrong value. */
export interface ValueProblem {
  /** Index of the last value file that has it. */
  readonly file: number;
  /** JSON pointer into that file. */
  readonly pointer: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

interface Check {
  readonly usage: ValuesUsage;
  readonly documentation: ValueDocumentation;
  /** Paths that template texts inside the values read. */
  readonly mentioned: readonly string[];
  readonly problems: Found[];
}

type Found = Omit<ValueProblem, 'file'>;

const documentations = new WeakMap<ValuesUsage, ValueDocumentation>();

/**
 * Checks parsed value files, in the order in which Helm merges them. A key is right when a template reads it, something
 * above it as a whole or something below it, or when values.yaml, a comment in it or the schema has it. Where this
 * cannot be known, the key counts as right.
 */
export function checkValueKeys(options: {
  readonly usage: ValuesUsage;
  readonly given: readonly unknown[];
}): readonly ValueProblem[] {
  const { usage, given } = options;
  const documentation = documentations.get(usage) ?? readDocumentation(usage);
  documentations.set(usage, documentation);
  const mentioned = given.flatMap(mentionedPaths);
  const problems = given.flatMap((values, file) =>
    isRecord(values) ? checkFile({ usage, documentation, mentioned }, values).map((one) => ({ ...one, file })) : [],
  );
  const last = new Map(problems.map((problem) => [`${problem.pointer} ${problem.message}`, problem]));
  return [...last.values()];
}

const checked = new WeakMap<ValuesUsage, WeakMap<object, readonly Found[]>>();

/** One file for itself; many releases share most of theirs. */
function checkFile(known: Omit<Check, 'problems'>, values: Record<string, unknown>): readonly Found[] {
  const { usage, mentioned } = known;
  const files = checked.get(usage) ?? new WeakMap<object, readonly Found[]>();
  checked.set(usage, files);
  const before = mentioned.length > 0 ? undefined : files.get(values);
  if (before !== undefined) return before;
  const problems: Found[] = [];
  checkMap({ ...known, problems }, values, [{ path: [], nodes: [usage.reads], vague: false }]);
  // With what the other files mention, the same file may be judged otherwise.
  if (mentioned.length === 0) files.set(values, problems);
  return problems;
}

function checkMap(check: Check, given: Record<string, unknown>, places: readonly KnownPlace[]): void {
  const place = places.at(-1);
  if (place === undefined) return;
  for (const [key, value] of Object.entries(given)) {
    const path = [...place.path, key];
    const fallback = check.documentation.defaultOf(path);
    const named = place.nodes.flatMap((node) => below(node, key));
    const visited = place.nodes.flatMap(visitedBelow);
    const atTop = isTop(check.usage, place.path);
    const vague = place.vague || (atTop && (visited.length > 0 || place.nodes.some((node) => node.open)));
    const nodes = atTop && named.length > 0 ? named : [...named, ...visited];
    if (named.length === 0 && fallback === undefined) {
      if (isKnown(check, place, key)) continue;
      if (nodes.length === 0 || vague) {
        const suggestion = suggestKey(check.usage, check.documentation, places, key, value);
        if (!vague || isSlip(key, suggestion, given)) reportUnread(check, path, suggestion);
        continue;
      }
    }
    const clash = nodes.some((node) => node.kinds) ? undefined : describeTypeClash(value, fallback);
    if (clash !== undefined) reportClash(check, path, clash);
    // A map that the chart has no default for, and only shows in a comment, is an example: it may not be all.
    const example = fallback === undefined && check.documentation.mentions(place.path, key);
    checkBelow(check, value, [...places, { path, nodes, vague: vague || example }]);
  }
}

/** Whether here start the values of a chart or a subchart. */
function isTop({ charts }: ValuesUsage, path: readonly (string | number)[]): boolean {
  return charts.some(({ place }) => place.length === path.length && place.every((part, index) => part === path[index]));
}

function checkBelow(check: Check, value: unknown, places: readonly KnownPlace[]): void {
  const place = places.at(-1);
  if (place === undefined || place.nodes.some(isWhole) || place.nodes.every((node) => node.below.size === 0)) return;
  if (isRecord(value)) checkMap(check, value, places);
  if (!Array.isArray(value)) return;
  value.forEach((item, index) => {
    const nodes = place.nodes.flatMap((node) => [...below(node, String(index)), ...visitedBelow(node)]);
    if (nodes.length > 0) {
      checkBelow(check, item, [...places, { path: [...place.path, index], nodes, vague: place.vague }]);
    }
  });
}

/** Read as a whole: nothing below it can be wrong. */
function isWhole(node: ReadNode): boolean {
  return node.open && node.below.size === 0;
}

/** What is read of a key by name, or by a part of its name. */
function below(node: ReadNode, key: string): readonly ReadNode[] {
  return [...node.below].filter(([name]) => name === key || (name !== '*' && fits(name, key))).map(([, one]) => one);
}

/** What is read of every key, or of list items. */
function visitedBelow(node: ReadNode): readonly ReadNode[] {
  const visited = node.below.get('*');
  return visited === undefined ? [] : [visited];
}

function fits(glob: string, key: string): boolean {
  if (!glob.includes('*')) return false;
  const pattern = glob.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(key);
}

function isKnown(check: Check, place: KnownPlace, key: string): boolean {
  const path = [...place.path, key].join('.');
  const mentioned = check.mentioned.some((one) => {
    const inner = one.startsWith('global.') ? one : undefined;
    return (
      covers(one, path) || check.usage.charts.some((chart) => covers(inner ?? [...chart.place, one].join('.'), path))
    );
  });
  return mentioned || check.documentation.mentions(place.path, key);
}

function covers(one: string, other: string): boolean {
  return `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);
}

/** `.Values.a.b` in texts that may go through `tpl`. */
function mentionedPaths(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    if (!value.includes('{{')) return [];
    return [...value.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path ?? '');
  }
  if (Array.isArray(value)) return value.flatMap(mentionedPaths);
  return isRecord(value) ? Object.values(value).flatMap(mentionedPaths) : [];
}

/** Where templates visit whatever is there, only a slip of the pen is worth a word. */
function isSlip(key: string, suggestion: KeySuggestion | undefined, given: Record<string, unknown>): boolean {
  if (suggestion === undefined || suggestion.letters === 0 || key.length < 4) return false;
  return suggestion.letters <= (key.length < 7 ? 1 : 2) && !Object.hasOwn(given, String(suggestion.path.at(-1)));
}

function dotted(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function reportUnread(check: Check, path: readonly (string | number)[], suggestion: KeySuggestion | undefined): void {
  const chart = check.usage.charts[0]?.name ?? 'the chart';
  const name = dotted(path);
  const where = suggestion === undefined ? '' : dotted(suggestion.path);
  const meant = where === '' ? '' : `; did you mean "${where}"?`;
  const reason = suggestion?.reason === undefined ? '' : `: ${suggestion.reason}`;
  check.problems.push({
    pointer: formatPointer(path),
    severity: 'error',
    message: `${name}: no template of the chart "${chart}" reads this key${reason}${meant}`,
    fix: fixFor(name, where, suggestion),
  });
}

function fixFor(name: string, where: string, suggestion: KeySuggestion | undefined): string {
  if (suggestion === undefined) return `Remove ${name}, or look for the right key in the chart's values.yaml.`;
  return where === '' ? `Move what is below ${name} to the top of the values.` : `Write ${where} instead of ${name}.`;
}

function reportClash(check: Check, path: readonly (string | number)[], clash: string): void {
  check.problems.push({
    pointer: formatPointer(path),
    severity: 'warning',
    message: `${dotted(path)} ${clash}`,
    fix: `Give ${dotted(path)} a value of the default's type.`,
  });
}
