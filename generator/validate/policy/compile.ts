import { PlatformError } from '../../contract/platform-error.ts';
import { openOpaEngine, type RegoError, type RegoFiles } from '../../engines/opa-engine.ts';
import { restrictCapabilities } from '../../engines/rego-capabilities.ts';
import type { CompileRego } from './build.ts';

/** Opens OPA's compiler; a call that needs a built-in which the evaluator lacks fails here, not at run time. */
export async function openCompiler(): Promise<CompileRego> {
  const engine = await openOpaEngine();
  const capabilities = restrictCapabilities(engine.capabilities());
  return async (files: RegoFiles, entrypoints) => {
    const result = engine.build({ files, entrypoints, capabilities });
    if (result.ok) return result.value;
    const problems = result.errors.map((error) => describeRegoError(error, files));
    throw new PlatformError('policy-compile', problems.join('\n'), {
      fix: 'Correct the Rego sources named above.',
    });
  };
}

/** A mistake with its place, the line it stands on, and a caret below the column. */
function describeRegoError({ file, row, column, message }: RegoError, files: RegoFiles): string {
  const line = files[file]?.split('\n')[row - 1];
  if (line === undefined) return file === '' ? message : `${file}: ${message}`;
  // Tabs stay tabs, so that the caret stands where the terminal puts the character.
  const before = line.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `${file}:${row}:${column}: ${message}\n${line}\n${before}^`;
}
