import { expect, test } from 'vitest';
import { RULE_TOPICS } from '../../generator/config/check-config.ts';
import { SHAPE_RULES } from '../../generator/config/check-shape.ts';
import type { ConfigRule } from '../../generator/config/rules/_define.ts';
import { UNANSWERED_OPTION } from '../../generator/model/check-components.ts';

const OF_COMPONENTS: Documented = { ...UNANSWERED_OPTION, severity: 'high' };

type Documented = Pick<ConfigRule, 'name' | 'summary' | 'severity'>;

const level = (rule: Documented): string => (rule.severity === 'low' ? 'warning' : 'error');
const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function topic([title, rules]: readonly [string, readonly Documented[]]): string {
  const rows = rules
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((rule) => row(`\`${rule.name}\``, rule.summary, level(rule)));
  return [`### ${title}`, '', row('Rule', 'What it wants', 'Level'), row('---', '---', '---'), ...rows].join('\n');
}

const document = `# Rules of the config

<!-- Written by test/config/rules-document.test.ts from the rules themselves; run \`npx vitest run test/config/rules-document.test.ts -u\` to renew it. -->

A config is checked for shape and for meaning at once: a mistake in one place never hides one in another. Each problem names
its place in the config (\`services.web.calls[1]\`), the line where that is written, and what to do.

## How a config is loaded

- It is a program: it may import other files of the repository and installed packages, and compute what it exports. It ends with
  \`export default definePlatform({ … })\`. What it exports is plain data: no functions, dates, maps, classes or circles.
- It runs in a worker that is ended after 20 seconds or at 512 MiB. What it prints does not reach the report.
- It may read \`process.env\`, the clock and random numbers. What depends on them can differ between two machines, and
  \`slipway check\` will then say that the tree is stale.
- \`paths\` of a \`tsconfig.json\` are not followed when it is loaded: write relative imports.
- Types are not checked when it is loaded: editors and \`npx tsc --noEmit\` do that. A misspelt name is a type error on its own line,
  except below \`environments\` and \`clusters\` inside a factory call such as \`kafka({ … })\`: there TypeScript reports the line
  of the component's key. The rules below report the exact line in both cases.

## Shape

${[row('Rule', 'What it wants', 'Level'), row('---', '---', '---'), ...Object.entries(SHAPE_RULES).map(([name, wants]) => row(`\`${name}\``, wants, 'error'))].join('\n')}

## Meaning

${[...Object.entries(RULE_TOPICS), ['What components ask of their clusters', [OF_COMPONENTS]] as const].map(topic).join('\n\n')}

## Adding a rule

A rule is one exported \`defineRule({ … })\` in \`generator/config/rules/<topic>.ts\`, with a mistake that it finds and a near miss
that it leaves alone in \`test/config/cases-<topic>.ts\`. It reads a draft of any shape: what is missing or malformed reads as nothing.
`;

test('docs/config-rules.md lists every rule', async () => {
  await expect(document).toMatchFileSnapshot('../../docs/config-rules.md');
});
