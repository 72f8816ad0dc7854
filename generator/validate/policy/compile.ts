import { PlatformError } from '../../contract/platform-error.ts';
import { openOpaEngine, type RegoFiles } from '../../engines/opa-engine.ts';
import { restrictCapabilities } from '../../engines/rego-capabilities.ts';
import type { CompileRego } from './build.ts';

/** Opens OPA's compiler, about a second; a call that needs a built-in which the evaluator lacks fails here, not at run time. */
export async function openCompiler(): Promise<CompileRego> {
  const engine = await openOpaEngine();
  const capabilities = restrictCapabilities(engine.capabilities());
  return async (files: RegoFiles, entrypoints) => {
    const result = engine.build({ files, entrypoints, capabilities });
    if (result.ok) return result.value;
    const problems = result.errors.map((error) => `${error.file}:${error.row}:${error.column}: ${error.message}`);
    throw new PlatformError('policy-compile', problems.join('\n'), {
      fix: 'Correct the Rego sources named above.',
    });
  };
}
