import { describe, expect, it } from 'vitest';
import { check, configMap, deployment, found, messages } from './_resources.ts';

const CONTAINER = '/spec/template/spec/containers/0';

describe('built-in kinds', () => {
  it('accepts a usual Deployment in every minor', () => {
    for (const minor of ['1.33', '1.34', '1.35', '1.36']) expect(found(deployment(), minor)).toEqual([]);
  });

  it('names the field that was meant', () => {
    const violations = check(deployment({ replica: 3 }));
    expect(violations).toMatchObject([
      {
        layer: 'schema',
        rule: 'unknown-field',
        severity: 'high',
        pointer: '/spec/replica',
        message: 'unknown field "replica"; did you mean "replicas"?',
      },
    ]);
  });

  it('reports every unknown field, however deep', () => {
    const resource = deployment(
      {},
      { imagePullPolice: 'Always', ports: [{ containerport: 8080, containerPort: 8080 }] },
    );
    expect(found(resource)).toEqual([
      `unknown-field ${CONTAINER}/imagePullPolice`,
      `unknown-field ${CONTAINER}/ports/0/containerport`,
    ]);
  });

  it('is strict in metadata too', () => {
    expect(found(configMap({ name: 'settings', label: {} }))).toEqual(['unknown-field /metadata/label']);
  });

  it('reports a wrong type once, whatever is below it', () => {
    expect(found(deployment({}, { resources: ['cpu'] }))).toEqual([`wrong-type ${CONTAINER}/resources`]);
    expect(messages(deployment({ replicas: '3' }))).toEqual(['expected a whole number, found a text: "3"']);
    expect(messages(deployment({ replicas: 1.5 }))).toEqual(['expected a whole number, found a number: 1.5']);
  });

  it('tells the author to quote what YAML took for a number or a boolean', () => {
    const violations = check(configMap({ name: 'settings' }, { DEBUG: true, PORT: 8080 }));
    expect(violations.map(({ fix }) => fix)).toEqual(['Put the value in quotes.', 'Put the value in quotes.']);
  });

  it('reports a missing required field at the object that lacks it', () => {
    const { selector: _, ...spec } = {
      selector: 1,
      replicas: 1,
      template: { spec: { containers: [{ image: 'nginx:1.29' }] } },
    };
    expect(messages({ ...deployment(), spec })).toEqual([
      'required field "selector" is missing',
      'required field "name" is missing',
    ]);
    expect(found({ ...deployment(), spec })).toEqual(['missing-field /spec', `missing-field ${CONTAINER}`]);
  });

  it('does not ask for what the API server fills in', () => {
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'readers' },
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'Group', name: 'team' }],
    };
    expect(found(binding)).toEqual([]);
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny' }, spec: {} };
    expect(found(policy)).toEqual([]);
  });

  it('checks values from a closed list and reads an empty one as not given', () => {
    expect(messages(deployment({}, { imagePullPolicy: 'WhenNeeded' }))).toEqual([
      'expected one of "Always", "Never", "IfNotPresent", found "WhenNeeded"',
    ]);
    expect(found(deployment({}, { imagePullPolicy: '' }))).toEqual([]);
  });

  it.each(['100m', '1Gi', '0.5', '1e3', '1E', '.5', '5.', '+1', 0.5, 1])('accepts the quantity %j', (quantity) => {
    expect(found(deployment({}, { resources: { requests: { cpu: quantity } } }))).toEqual([]);
  });

  it.each(['128 megs', '1gi', '', '1.2.3', 'Gi', '1 Gi'])('rejects the quantity %j', (quantity) => {
    const resource = deployment({}, { resources: { limits: { memory: quantity } } });
    expect(found(resource)).toEqual([`invalid-value ${CONTAINER}/resources/limits/memory`]);
  });

  it('rejects a quantity that is a boolean or a list', () => {
    const resource = deployment({}, { resources: { limits: { cpu: true, memory: [] } } });
    expect(found(resource)).toEqual([
      `wrong-type ${CONTAINER}/resources/limits/cpu`,
      `wrong-type ${CONTAINER}/resources/limits/memory`,
    ]);
  });

  it('accepts a port by number or by name and nothing else', () => {
    const probe = (port: unknown) => deployment({}, { livenessProbe: { httpGet: { path: '/live', port } } });
    expect(found(probe(8080))).toEqual([]);
    expect(found(probe('http'))).toEqual([]);
    expect(found(probe(80.5))).toEqual([`wrong-type ${CONTAINER}/livenessProbe/httpGet/port`]);
  });

  it('rejects a number that does not fit', () => {
    expect(messages(deployment({ replicas: 3_000_000_000 }))).toEqual([
      'expected a whole number between -2147483648 and 2147483647, found 3000000000',
    ]);
  });

  it('accepts null wherever a field is optional, and reports it where one is required', () => {
    const resource = deployment(
      { strategy: null, minReadySeconds: null },
      { env: null, command: [null] },
      { nodeSelector: { pool: null } },
    );
    expect(found({ ...resource, metadata: { name: 'payments', creationTimestamp: null, labels: null } })).toEqual([]);
    expect(found(deployment({ selector: null }))).toEqual(['missing-field /spec']);
    expect(found(deployment({ replcas: null }))).toEqual(['unknown-field /spec/replcas']);
  });

  it('lets status be incomplete but not misspelt', () => {
    const budget = (status: object) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: {},
      status,
    });
    expect(found(budget({}))).toEqual([]);
    expect(found(budget({ expectedPod: 1 }))).toEqual(['unknown-field /status/expectedPod']);
  });

  it('unfolds a List', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      metadata: {},
      items: [configMap({ name: 'a' }), deployment({ replica: 1 })],
    };
    expect(found(list)).toEqual(['unknown-field /spec/replica']);
    const typed = {
      apiVersion: 'v1',
      kind: 'ConfigMapList',
      metadata: {},
      items: [{ metadata: { name: 'a' }, dat: {} }],
    };
    expect(found(typed)).toEqual(['unknown-field /dat']);
  });
});

describe('secrets', () => {
  const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database' }, ...fields });

  it('never prints what stands in a Secret', () => {
    const violations = check(secret({ data: { password: 'hunter2!' }, stringData: { pin: 4711 } }));
    expect(violations.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
      'invalid-value /data/password',
      'wrong-type /stringData/pin',
    ]);
    expect(JSON.stringify(violations.map(({ subject: _, ...rest }) => rest))).not.toMatch(/hunter2|4711/);
  });

  it('accepts base64 with line breaks', () => {
    expect(found(secret({ data: { key: 'aGVsbG8g\nd29ybGQ=\n' } }))).toEqual([]);
  });

  it('does not print the value of an environment variable', () => {
    expect(messages(deployment({}, { env: [{ name: 'PIN', value: 4711 }] }))).toEqual([
      'expected a text, found a whole number',
    ]);
  });
});
