import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestSteps } from '../../generator/chart-store/newest-steps.ts';
import { compareVersions, parseVersion, sortVersions } from '../../generator/chart-store/version.ts';
import { isExactVersion, newestIn, parseRange } from '../../generator/chart-store/version-range.ts';

// Answers of github.com/Masterminds/semver/v3 3.5.0, which Helm and Argo CD read ranges with.
const ANSWERS: readonly (readonly [range: string, takes: readonly string[], leaves: readonly string[]])[] = [
  ['1.2', ['1.2.0', '1.2.9', 'v1.2.3'], ['1.3.0', '1.2.3-rc.1']],
  ['1', ['1.0.0', '1.9.9'], ['2.0.0', '0.9.0']],
  ['1.x', ['1.0.0', '1.9.9'], ['2.0.0']],
  ['*', ['0.0.1', '99.0.0'], ['1.0.0-rc.1']],
  ['>=0.0.0-0', ['1.0.0-rc.1', '1.0.0'], []],
  ['^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0', '1.3.0-rc.1']],
  ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0']],
  ['^0.0.3', ['0.0.3'], ['0.0.4']],
  ['^0', ['0.0.1', '0.9.0'], ['1.0.0']],
  ['^1.2.3-rc.1', ['1.2.3-rc.2', '1.9.0-alpha'], ['1.2.3-beta', '2.0.0']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0']],
  ['~1', ['1.0.0', '1.9.0'], ['2.0.0']],
  ['~>1.2', ['1.2.0'], ['1.3.0']],
  ['>1.2', ['1.3.0'], ['1.2.9']],
  ['>11', ['12.0.0'], ['11.9.0']],
  ['<=1.2', ['1.2.9'], ['1.3.0']],
  ['>= 1.2, < 3', ['1.2.0', '2.9.9'], ['3.0.0', '1.1.9']],
  ['>=1.2 <3', ['2.0.0'], ['3.0.0']],
  ['1.2 - 1.4.5', ['1.2.0', '1.4.5'], ['1.4.6', '1.1.0']],
  ['1.x || >=3.0.0', ['1.5.0', '3.1.0'], ['2.0.0']],
  ['!=1.2.3', ['1.2.4'], ['1.2.3']],
  ['!=1.x', ['2.0.0'], ['1.9.0']],
  ['=>1.0.0', ['1.0.0'], ['0.9.0']],
];

for (const [range, takes, leaves] of ANSWERS) {
  test(`reads ${range} as Helm does`, () => {
    const isIn = parseRange(range);
    const taken = [...takes, ...leaves].filter((text) => {
      const version = parseVersion(text);
      return version !== undefined && isIn?.(version);
    });
    expect(taken).toEqual(takes);
  });
}

test('takes no text for a range that is none', () => {
  const texts = ['main', '1 2 3 !', '==1', '>=', '1,,2', 'v', '1 - ', `1${' '.repeat(600)}`, '1||'.repeat(40)];
  expect(texts.filter((text) => parseRange(text) !== undefined)).toEqual([]);
});

test('reading a range ends soon, whatever the text', () => {
  const parts = fc.constantFrom(
    '1',
    '.',
    'x',
    '*',
    ' ',
    '  ',
    ',',
    '||',
    '-',
    ' - ',
    '^',
    '~',
    '>',
    '=',
    'v',
    '!',
    'a',
    '+',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 200 }), (words) => {
      const started = performance.now();
      parseRange(words.join(''));
      expect(performance.now() - started).toBeLessThan(100);
    }),
  );
});

test('orders versions as they are released', () => {
  const order = ['2.0.0', '1.10.0', '1.9.0', '1.9.0-rc.10', '1.9.0-rc.2', '1.9.0-rc', '1.9.0-1', 'latest'];
  expect(sortVersions(order.toReversed())).toEqual(order);
});

test('the order has no circles', () => {
  const version = fc
    .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-0', '-1', '-rc', '-rc.1', '-rc.1.x', '-a'))
    .map(([a, b, c, pre]) => parseVersion(`${a}.${b}.${c}${pre}`))
    .filter((one) => one !== undefined);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('the newest of a range is spelled as it was published', () => {
  const range = parseRange('^1');
  expect(range && newestIn(range, ['1.0.0', 'v1.4.0', '2.0.0', 'edge'])).toBe('v1.4.0');
});

test('tells versions from ranges as Argo CD does', () => {
  expect(['1.2.3', 'v1', '1.2', '1.0.0-rc.1+b'].filter((text) => !isExactVersion(text))).toEqual([]);
  expect(['^1', '1.x', '*', '', 'main'].filter(isExactVersion)).toEqual([]);
});

test('finds the newest patch, minor and major', () => {
  const published = ['1.2.3', '1.2.4', '1.2.5', '1.3.0', '1.9.1', '2.0.0', '3.0.0', '4.0.0-rc.1', '0.9.0'];
  expect(newestSteps('1.2.3', published)).toEqual({ patch: '1.2.5', minor: '1.9.1', major: '3.0.0' });
  expect(newestSteps('3.0.0', published)).toEqual({ patch: undefined, minor: undefined, major: undefined });
  expect(newestSteps('4.0.0-beta', published).patch).toBe('4.0.0-rc.1');
  expect(newestSteps('main', published).major).toBeUndefined();
});
