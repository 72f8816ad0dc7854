import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { printYaml } from '../../generator/plan/yaml.ts';

const reference = (value: unknown) => stringify(value, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });

const word = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'On',
    'NO',
    'y',
    '22:22',
    '2024-01-01',
    '0x1f',
    '1e3',
    '~',
    '',
    ' a',
    'a ',
    'a: b',
    'a #b',
    '- a',
    '<<',
    '=',
    '1_000',
    '.inf',
    'null',
    'a-',
    'a:',
    '{{ x }}',
    'line\nline',
    '\n',
    'a\n\n  b\n',
    '  lead\ntext',
    'tab\there',
    'trail \nx',
    '012',
    '+1',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    'a\r\nb',
    '\u0007',
    '\u2028',
  ),
  fc.stringMatching(/^(---|\.\.\.)[a-z ]{0,2}$/),
  fc.stringMatching(/^[A-Za-z/][\w/.@+= :(),;-]{0,12}$/),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(word, tie('any'), { maxKeys: 4 }),
  ),
})).any;

test('prints the same bytes as the yaml package', () => {
  fc.assert(
    fc.property(value, (input) => {
      expect(printYaml(input)).toBe(reference(input));
    }),
    { numRuns: 3000 },
  );
});

test('what is printed reads back as it was', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        word.filter((key) => key !== '<<'),
        word,
      ),
      (input) => {
        expect(parse(printYaml(input), { version: '1.1' })).toEqual(input);
      },
    ),
    { numRuns: 500 },
  );
});

test('quotes what a YAML 1.1 reader would take for something else', () => {
  expect(printYaml({ a: 'yes', b: 'on', c: '22:22', d: '2024-01-01', e: 'plain' })).toBe(
    'a: "yes"\nb: "on"\nc: "22:22"\nd: "2024-01-01"\ne: plain\n',
  );
});
