// The best arrangement of the usual tools over the same tree: helm for each release, kubeconform, conftest.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { countFailures, headOf, writeConftestInput } from './conftest-input.mjs';
import { writeJsonSchemas } from './json-schemas.mjs';
import { run } from './tools.mjs';

/** Applications of a generated tree that render a chart of it. */
function readReleases(root) {
  return readdirSync(join(root, 'clusters')).flatMap((cluster) => {
    const folder = join(root, 'clusters', cluster, 'apps');
    return readdirSync(folder).map((name) => {
      const { spec } = parse(readFileSync(join(folder, name), 'utf8'));
      return { cluster, namespace: spec.destination.namespace, path: spec.source.path, ...spec.source.helm };
    });
  });
}

/** One line of arguments a release, for `xargs -L1`. */
function helmLines(root, out, kubernetes) {
  return readReleases(root).map(({ cluster, namespace, path, releaseName, valueFiles }) =>
    [
      ...['template', releaseName, join(root, path), '-n', namespace, '--kube-version', `${kubernetes}.0`],
      ...valueFiles.flatMap((file) => ['-f', join(root, file)]),
      ...['--skip-tests', '--output-dir', join(out, cluster, releaseName)],
    ].join(' '),
  );
}

/** @returns milliseconds of each tool and their sum, or the reason why there is none */
export async function measureBaseline({ tools, root, work, resources, parameters, kubernetes }) {
  const absent = Object.keys(tools).filter((tool) => tools[tool] === undefined);
  if (absent.length > 0) return { reason: `${absent.join(', ')} not found in the folder of --tools` };
  const out = join(work, 'helm');
  mkdirSync(out, { recursive: true });
  const lines = helmLines(root, out, kubernetes);
  const helm = await run('xargs', ['-P2', '-L1', tools.helm], { input: `${lines.join('\n')}\n` });
  if (helm.code !== 0) return { reason: `helm failed: ${headOf(helm.stderr)}` };

  const schemas = writeJsonSchemas(
    join(work, 'schemas'),
    resources.map((one) => one.resource),
    kubernetes,
  );
  const kubeconform = await run(tools.kubeconform, [
    ...['-strict', '-n', '2', '-summary', '-schema-location', schemas, '-kubernetes-version', `${kubernetes}.0`],
    ...['-ignore-filename-pattern', '/values/', out, join(root, 'clusters')],
  ]);
  if (kubeconform.code !== 0) return { reason: `kubeconform refused: ${headOf(kubeconform.stdout)}` };

  const input = writeConftestInput(join(work, 'conftest'), resources, parameters);
  const conftest = await run(tools.conftest, input.args);
  if (conftest.code !== 0) return { reason: `conftest failed: ${headOf(conftest.stderr)}` };
  return {
    milliseconds: helm.milliseconds + kubeconform.milliseconds + conftest.milliseconds,
    parts: [
      `helm template x ${lines.length} ${helm.milliseconds.toFixed(0)} ms`,
      `kubeconform ${kubeconform.milliseconds.toFixed(0)} ms (${kubeconform.stdout.trim().replace(/^Summary: /, '')})`,
      `conftest ${conftest.milliseconds.toFixed(0)} ms (${input.rules} rules, ${input.files} files, ${countFailures(conftest.stdout)} failures)`,
    ],
  };
}
