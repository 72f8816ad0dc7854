import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { beforeAll, expect, it } from 'vitest';
import { type OpaEngine, openOpaEngine, type RegoFiles } from '../../generator/engines/opa-engine.ts';
import { type RegoCapabilities, restrictCapabilities } from '../../generator/engines/rego-capabilities.ts';

let engine: OpaEngine;
let capabilities: RegoCapabilities;

beforeAll(async () => {
  engine = await openOpaEngine();
  capabilities = restrictCapabilities(engine.capabilities());
});

const files: RegoFiles = {
  'lib/workload.rego': 'package lib.workload\n\ncontainers(object) := object.spec.containers\n',
  'rules/pod/privileged.rego': `# METADATA
# title: Privileged container
# custom:
#   id: POD-001
#   severity: critical
package rules.pod.privileged

import data.lib.workload

deny contains finding if {
	some container in workload.containers(input)
	container.securityContext.privileged
	finding := {"id": "POD-001", "container": container.name}
}
`,
};
const entrypoints = ['rules/pod/privileged/deny'];

it('compiles a module that finds what the rule looks for', async () => {
  const built = engine.build({ files, entrypoints, capabilities });
  if (!built.ok) throw new Error(JSON.stringify(built.errors));
  const policy = await loadPolicy(built.value);
  const pod = { spec: { containers: [{ name: 'main', securityContext: { privileged: true } }, { name: 'proxy' }] } };
  expect(policy.evaluate(pod)).toEqual([{ result: [{ id: 'POD-001', container: 'main' }] }]);
});

it('compiles equal sources to equal bytes', () => {
  expect(engine.build({ files, entrypoints, capabilities })).toEqual(
    engine.build({ files, entrypoints, capabilities }),
  );
});

it('refuses built-ins that do not exist where policies run', () => {
  const source = 'package a\n\nvalid := semver.is_valid("1.0.0")\n\nmessage := sprintf("%v", [1])\n';
  const built = engine.build({ files: { 'a.rego': source }, entrypoints: ['a/valid'], capabilities });
  expect(built).toEqual({
    ok: false,
    errors: [
      { code: 'rego_type_error', message: 'undefined function semver.is_valid', file: 'a.rego', row: 3, column: 10 },
      { code: 'rego_type_error', message: 'undefined function sprintf', file: 'a.rego', row: 5, column: 12 },
    ],
  });
});

it('accepts a built-in that the caller provides itself', () => {
  const own = restrictCapabilities(engine.capabilities(), ['semver.is_valid']);
  const source = 'package a\n\nvalid := semver.is_valid("1.0.0")\n';
  expect(engine.build({ files: { 'a.rego': source }, entrypoints: ['a/valid'], capabilities: own }).ok).toBe(true);
});

it('names the place of a syntax error, and an entrypoint that does not exist', () => {
  const broken = engine.build({ files: { 'a.rego': 'package a\n\nx := )\n' }, entrypoints: ['a/x'] });
  if (broken.ok) throw new Error('a syntax error was accepted');
  expect(broken.errors[0]).toMatchObject({ code: 'rego_parse_error', file: 'a.rego', row: 3, column: 6 });
  const absent = engine.build({ files: { 'a.rego': 'package a\n\nx := 1\n' }, entrypoints: ['a/y'] });
  expect(absent).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('a/y') }] });
});

it('reads the metadata of packages and rules', () => {
  expect(engine.annotations(files)).toEqual({
    ok: true,
    value: [
      {
        path: 'data.rules.pod.privileged',
        file: 'rules/pod/privileged.rego',
        row: 6,
        scope: 'package',
        title: 'Privileged container',
        description: '',
        entrypoint: false,
        custom: { id: 'POD-001', severity: 'critical' },
      },
    ],
  });
});

it('checks strictly and formats', () => {
  const unused = engine.check({ 'a.rego': 'package a\n\nimport data.b\n\nx := 1\n' });
  expect(unused).toMatchObject({ ok: false, errors: [{ message: 'import data.b unused', row: 3 }] });
  expect(engine.check(files, capabilities)).toEqual({ ok: true, value: undefined });
  expect(engine.format({ 'a.rego': 'package a\nx   =  1' })).toEqual({
    ok: true,
    value: { 'a.rego': 'package a\n\nx := 1\n' },
  });
});
