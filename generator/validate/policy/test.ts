import { join } from 'node:path';
import { isRecord } from '../../contract/resource.ts';
import { buildPolicies, type CompileRego, type PolicyBundle } from './build.ts';
import { openCompiler } from './compile.ts';
import { checkPolicies } from './evaluate.ts';
import { createEvaluator, PolicyCrash } from './evaluator.ts';
import { readExample } from './example.ts';
import { readPolicySources, readTexts } from './policy-folder.ts';

export interface PolicyTestResult {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly PolicyTestFailure[];
}

export interface PolicyTestFailure {
  /** `rules/pod/privileged/privileged_test.rego: test_names_…`, or the path of an example. */
  readonly test: string;
  readonly reason: string;
}

/** Runs every `test_…` rule and every good and bad example of a folder of policies, with the evaluator that gives verdicts. */
export async function testPolicies(folder: string): Promise<PolicyTestResult> {
  const files = await readPolicySources(folder);
  const compile = await openCompiler();
  const bundle = await buildPolicies({ files, compile });
  const outcomes = [...(await runRegoTests(files, compile)), ...(await runExamples(folder, bundle))];
  const failures = outcomes.filter((outcome) => outcome.reason !== '');
  return { passed: outcomes.length - failures.length, failed: failures.length, failures };
}

/** A test that passed has no reason. */
type Outcome = PolicyTestFailure;

async function runRegoTests(files: Readonly<Record<string, string>>, compile: CompileRego): Promise<Outcome[]> {
  const tests = Object.entries(files).flatMap(([path, text]) => {
    const name = /^package ([\w.]+)$/m.exec(text)?.[1];
    if (!path.endsWith('_test.rego') || name === undefined) return [];
    return [...text.matchAll(/^(test_\w+)\b/gm)].map(([, test]) => ({
      title: `${path}: ${test ?? ''}`,
      entrypoint: `${name.replaceAll('.', '/')}/${test ?? ''}`,
    }));
  });
  if (tests.length === 0) return [];
  const wasm = await compile(files, [...new Set(tests.map(({ entrypoint }) => entrypoint))]);
  const evaluator = createEvaluator(wasm);
  evaluator.setData('{}');
  return tests.map(({ title, entrypoint }) => ({
    test: title,
    reason: reasonOf(() => evaluator.evaluate('{}', entrypoint)),
  }));
}

function reasonOf(run: () => unknown): string {
  try {
    const result = run();
    return result === true ? '' : `the test is ${JSON.stringify(result)}`;
  } catch (thrown) {
    if (!(thrown instanceof PolicyCrash)) throw thrown;
    return thrown.message === 'the policy gave no result' ? 'the test does not hold' : thrown.message;
  }
}

async function runExamples(folder: string, bundle: PolicyBundle): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const rule of bundle.manifest.rules) {
    const texts = await readTexts(join(folder, rule.folder), (path) =>
      /^(good|bad)\/.*\.yaml$|^expected\.json$/.test(path),
    );
    const expected: unknown = JSON.parse(texts['expected.json'] ?? '{}');
    for (const verdict of ['good', 'bad']) {
      if (Object.keys(texts).some((path) => path.startsWith(`${verdict}/`))) continue;
      outcomes.push({ test: rule.folder, reason: `${rule.id} has no ${verdict} example` });
    }
    for (const [path, text] of Object.entries(texts)) {
      if (!path.endsWith('.yaml')) continue;
      const found = await judgeExample(`${rule.folder}/${path}`, text, { id: rule.id, bundle });
      const wanted = isRecord(expected) ? expected[path] : undefined;
      outcomes.push({ test: `${rule.folder}/${path}`, reason: compareFindings(path, found, wanted) });
    }
  }
  return outcomes;
}

/** What a rule says about an example: `Deployment/payments /spec/…: message`. */
export async function judgeExample(
  path: string,
  text: string,
  { id, bundle }: { readonly id: string; readonly bundle: PolicyBundle },
): Promise<string[]> {
  const { resources, parameters } = readExample(path, text);
  const rules = new Set([id, 'policy-crash']);
  const { violations } = await checkPolicies(resources, { parameters, rules, bundle });
  return violations.map(({ subject, pointer, message }) => {
    const name = subject === undefined ? '' : `${subject.resource.kind}/${subject.resource.metadata.name ?? ''}`;
    return `${[name, pointer ?? ''].filter((part) => part !== '').join(' ')}: ${message}`;
  });
}

function compareFindings(path: string, found: readonly string[], wanted: unknown): string {
  if (path.startsWith('good/')) return found.length === 0 ? '' : `good, yet: ${found.join(' | ')}`;
  if (found.length === 0) return 'bad, yet nothing was found';
  if (!Array.isArray(wanted)) return `expected.json does not say what to find; found: ${JSON.stringify(found)}`;
  return JSON.stringify(wanted) === JSON.stringify(found)
    ? ''
    : `expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`;
}
