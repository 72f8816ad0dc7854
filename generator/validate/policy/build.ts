import { createHash } from 'node:crypto';
import { PlatformError } from '../../contract/platform-error.ts';
import { AGGREGATE_PATH, aggregateRules, REPOSITORY_ENTRYPOINT, RESOURCE_ENTRYPOINT } from './aggregate.ts';
import { parseRuleInfo, type RuleInfo } from './rule-info.ts';

/** Compiles Rego to WebAssembly: path → text, and the rules to make callable (`main/resource`). */
export type CompileRego = (
  files: Readonly<Record<string, string>>,
  entrypoints: readonly string[],
) => Promise<Uint8Array>;

export interface BuildPoliciesOptions {
  /** Rego sources by path, relative to the policies' folder: `lib/…`, `rules/<category>/<rule>/<rule>.rego`. Tests may be among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly compile: CompileRego;
}

/** What `policies.json` holds. */
export interface BundleManifest {
  /** SHA-256 of the module, before compression. */
  readonly wasm: string;
  /** SHA-256 of each source. */
  readonly sources: Readonly<Record<string, string>>;
  readonly rules: readonly RuleInfo[];
}

export interface PolicyBundle {
  readonly wasm: Uint8Array;
  readonly manifest: BundleManifest;
}

/** Compiles a folder of policies; the same sources give the same bytes. */
export async function buildPolicies(options: BuildPoliciesOptions): Promise<PolicyBundle> {
  const files = productionFiles(options.files);
  const rules = readRules(files);
  const wasm = await options.compile({ ...files, [AGGREGATE_PATH]: aggregateRules(rules) }, [
    RESOURCE_ENTRYPOINT,
    REPOSITORY_ENTRYPOINT,
  ]);
  return { wasm, manifest: { wasm: sha256(wasm), sources: hashSources(files), rules } };
}

/** Sources without tests, in the order of their paths. */
export function productionFiles(files: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(files).filter(([path]) => path.endsWith('.rego') && !path.endsWith('_test.rego'));
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 of each source by path. */
export function hashSources(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]));
}

/** The rules among sources, by id; an id used twice is an error. */
export function readRules(files: Readonly<Record<string, string>>): RuleInfo[] {
  const byId = new Map<string, RuleInfo>();
  for (const [path, text] of Object.entries(files)) {
    if (!path.startsWith('rules/')) continue;
    const rule = parseRuleInfo(path, text);
    const other = byId.get(rule.id);
    if (other !== undefined) {
      throw new PlatformError('policy-duplicate-id', `${rule.id} is the id of ${other.folder} and of ${rule.folder}`, {
        fix: 'Give the newer rule an id of its own.',
      });
    }
    byId.set(rule.id, rule);
  }
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
