/** The `helm` block of a source. */
import { isRecord } from '../contract/resource.ts';

export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  readonly type: 'auto' | 'string' | 'file';
}

export interface HelmSettings {
  readonly releaseName: string | undefined;
  readonly namespace: string | undefined;
  readonly valueFiles: readonly string[];
  readonly ignoreMissingValueFiles: boolean;
  /** Text of `valuesObject`, which wins, or of `values`. */
  readonly inline: string | undefined;
  /** `parameters`, then `fileParameters` with the path of the file as value. */
  readonly parameters: readonly HelmParameter[];
  readonly skipCrds: boolean;
  readonly skipSchemaValidation: boolean;
  readonly kubeVersion: string | undefined;
  /** Replaces what the cluster offers. */
  readonly apiVersions: readonly string[];
}

export function readHelmSettings(helm: Readonly<Record<string, unknown>>): HelmSettings {
  const parameters = records(helm.parameters).map(
    ({ name, value, forceString }): HelmParameter => ({
      name: String(name ?? ''),
      value: String(value ?? ''),
      type: forceString === true ? 'string' : 'auto',
    }),
  );
  const files = records(helm.fileParameters).map(
    ({ name, path }): HelmParameter => ({ name: String(name ?? ''), value: String(path ?? ''), type: 'file' }),
  );
  return {
    releaseName: filled(helm.releaseName),
    namespace: filled(helm.namespace),
    valueFiles: strings(helm.valueFiles),
    ignoreMissingValueFiles: helm.ignoreMissingValueFiles === true,
    inline: isRecord(helm.valuesObject) ? JSON.stringify(helm.valuesObject) : filled(helm.values),
    parameters: lastOfEach([...parameters, ...files]),
    skipCrds: helm.skipCrds === true,
    skipSchemaValidation: helm.skipSchemaValidation === true,
    kubeVersion: filled(helm.kubeVersion),
    apiVersions: strings(helm.apiVersions),
  };
}

/** Argo CD keeps parameters in maps, one for each type: of two with one name the last stays. */
function lastOfEach(parameters: readonly HelmParameter[]): readonly HelmParameter[] {
  return [...new Map(parameters.map((one) => [`${one.type} ${one.name}`, one])).values()];
}

/** What Argo CD makes of a value before `--set`: commas do not separate, except in a list in braces. */
export function escapeParameter(value: string): string {
  if (value.startsWith('{') && value.endsWith('}')) return value;
  return value.replace(/(?<!\\),/g, '\\,');
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
