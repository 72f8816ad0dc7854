// The real helm, asked for renders.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `helm template`; gives what it prints, or the words of its error with the value files named as our engine does. */
export function templateWithHelm(binary, chart, request) {
  const scratch = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const files = request.values.map((text, index) => {
      const path = join(scratch, `values-${index}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const run = spawnSync(binary, ['template', request.name, chart, ...flagsOf(request, files)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { PATH: process.env.PATH, HOME: scratch, HELM_NAMESPACE: request.namespace },
    });
    if (run.error !== undefined) throw run.error;
    if (run.status === 0) return { text: run.stdout };
    return { error: errorWords(run.stderr, files) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function flagsOf(request, files) {
  return [
    '--include-crds',
    ...files.flatMap((path) => ['--values', path]),
    ...(request.kubeVersion === undefined ? [] : ['--kube-version', request.kubeVersion]),
    ...(request.apiVersions ?? []).flatMap((version) => ['--api-versions', version]),
    ...(request.isUpgrade ? ['--is-upgrade'] : []),
    ...(request.skipSchema ? ['--skip-schema-validation'] : []),
    ...(request.skipTests ? ['--skip-tests'] : []),
  ];
}

function errorWords(stderr, files) {
  const start = stderr.search(/^Error: /m);
  const words = stderr
    .slice(start < 0 ? 0 : start + 'Error: '.length)
    .replace(/\n+Use --debug flag to render out invalid YAML\n*$/, '')
    .trimEnd();
  return files.reduce((text, path, index) => text.replaceAll(path, `values[${index}]`), words);
}
