import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followServerPath } from '../../../generator/validate/admission/server-path.ts';

const deployment = {
  metadata: { annotations: { 'example.com/a.b': 'x' }, labels: { app: 'web', 'a.b/c': '1' } },
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'web', ports: [{ containerPort: 80, protocol: 'TCP' }] },
          { name: 'side', env: [{ name: 'A' }, { name: 'A' }], resources: { limits: { 'example.com/gpu': '1' } } },
        ],
      },
    },
    finalizers: ['a', 'b'],
  },
};

test.each([
  ['spec.template.spec.containers[1].env[0].name', 'spec template spec containers 1 env 0 name'],
  ['metadata.annotations[example.com/a.b]', 'metadata annotations example.com/a.b'],
  ['metadata.labels.a.b/c', 'metadata labels a.b/c'],
  [
    'spec.template.spec.containers[1].resources.limits[example.com/gpu]',
    'spec template spec containers 1 resources limits example.com/gpu',
  ],
  ['spec.template.spec.containers[name="side"].env', 'spec template spec containers 1 env'],
  [
    'spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]',
    'spec template spec containers 0 ports 0',
  ],
  ['spec.finalizers[="b"]', 'spec finalizers 1'],
  // Where it cannot decode, the server leaves indexes out.
  ['spec.template.spec.containers.env.name', 'spec template spec containers 1 env 0 name'],
  // A field that is missing: its place.
  ['spec.selector', 'spec selector'],
  ['spec.template.spec.volumes[3].name', 'spec template spec volumes 3 name'],
  ['', ''],
  ['[]', ''],
  ['<nil>', ''],
])('%s', (path, expected) => {
  expect(followServerPath(deployment, path).join(' ')).toBe(expected);
});

test('any text is followed as far as it goes', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.string(), (value, path) => Array.isArray(followServerPath(value, path))));
});

test('what the server writes of a place leads back to it', () => {
  const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,5}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.nat(3)), { minLength: 1, maxLength: 6 }), (steps) => {
      const [first, ...rest] = ['spec', ...steps];
      const text = rest.reduce<string>(
        (sum, step) => (typeof step === 'number' ? `${sum}[${step}]` : `${sum}.${step}`),
        String(first),
      );
      const object = [...['spec'], ...steps].reduceRight<unknown>(
        (inner, step) => (typeof step === 'number' ? Array.from({ length: 4 }, () => inner) : { [step]: inner }),
        'leaf',
      );
      expect(followServerPath(object, text)).toEqual(['spec', ...steps].map(String));
    }),
  );
});
