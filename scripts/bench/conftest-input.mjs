// What conftest gets: our Rego sources with a thin `main`, our parameters, and the resources as our rules see them.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizeResource } from '../../dist/validate/index/normalize.js';
import { loadManifest } from '../../dist/validate/policy/bundle.js';

const POLICIES = fileURLToPath(new URL('../../policies/', import.meta.url));

/** Conditions under which a rule of a kind looks at a resource. */
function condition(kind) {
  if (kind === '*') return [];
  if (kind === 'workload') return ['\tinput.pod'];
  const slash = kind.indexOf('/');
  return [`\tinput.group == "${kind.slice(0, Math.max(slash, 0))}"`, `\tinput.kind == "${kind.slice(slash + 1)}"`];
}

/** Writes policies, data and one file of resources an Application. @returns arguments for conftest */
export function writeConftestInput(folder, resources, parameters) {
  const policies = join(folder, 'policy');
  for (const part of ['lib', 'rules']) {
    cpSync(join(POLICIES, part), join(policies, part), {
      recursive: true,
      filter: (path) => !/_test\.rego$|\.ya?ml$|\.json$|\/(good|bad)$/.test(path),
    });
  }
  const rules = loadManifest().rules.filter((rule) => rule.scope === 'resource');
  const blocks = rules.flatMap((rule) =>
    rule.kinds.map((kind) =>
      [
        `deny contains {"msg": "${rule.id}", "finding": finding} if {`,
        ...condition(kind),
        `\tsome finding in data.${rule.package}.deny`,
        '}',
      ].join('\n'),
    ),
  );
  writeFileSync(join(policies, 'main.rego'), `package main\n\n${blocks.join('\n\n')}\n`);
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ params: parameters }));
  const files = new Map();
  for (const one of resources) {
    const path = join(folder, 'input', one.cluster, `${one.application}.json`);
    files.set(path, [...(files.get(path) ?? []), normalizeResource(one, parameters)]);
  }
  for (const [path, members] of files) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, JSON.stringify(members));
  }
  const options = ['--policy', policies, '--data', join(folder, 'data.json'), '--no-fail', '--no-color'];
  return { args: ['test', ...options, '-o', 'json', join(folder, 'input')], files: files.size, rules: rules.length };
}

/** How many rules failed, out of what conftest printed. */
export function countFailures(stdout) {
  return JSON.parse(stdout).reduce((sum, one) => sum + (one.failures?.length ?? 0), 0);
}

/** Text of a file, for messages of a tool that failed. */
export function headOf(text) {
  return text.split('\n').slice(0, 3).join(' ').slice(0, 300);
}
