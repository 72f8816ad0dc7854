/** Parses arguments, runs a command, sets the exit code: 0 clean, 1 findings or differences, 2 could not run. */
import { readFileSync } from 'node:fs';
import { type ArgsDef, type CommandDef, defineCommand, parseArgs, renderUsage } from 'citty';
import { PlatformError } from './contract/platform-error.ts';
import { didYouMean } from './contract/suggest.ts';
import { plainText } from './report/_define.ts';

type Loader = () => Promise<{ readonly default: CommandDef }>;

/** One file per command, loaded when it is called. */
const COMMANDS: Readonly<Record<string, Loader>> = {
  generate: () => load(import('./commands/generate.ts')),
  check: () => load(import('./commands/check.ts')),
  validate: () => load(import('./commands/validate.ts')),
  render: () => load(import('./commands/render.ts')),
  diff: () => load(import('./commands/diff.ts')),
  explain: () => load(import('./commands/explain.ts')),
  charts: () => load(import('./commands/charts.ts')),
  policy: () => load(import('./commands/policy.ts')),
  init: () => load(import('./commands/init.ts')),
  new: () => load(import('./commands/new.ts')),
};

/** Commands differ in their arguments; the parser below treats them alike. */
async function load(module: Promise<{ readonly default: unknown }>): Promise<{ readonly default: CommandDef }> {
  return { default: (await module).default as CommandDef };
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await printHelp();
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const loader = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (loader === undefined) {
    throw new PlatformError('unknown-command', `"${name}" is no command${didYouMean(name, Object.keys(COMMANDS))}`, {
      fix: `Choose one of ${Object.keys(COMMANDS).join(', ')}.`,
    });
  }
  const { default: command } = await loader();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${await renderUsage(command, defineCommand({ meta: { name: 'slipway' } }))}\n`);
    return 0;
  }
  const definition: ArgsDef = (await resolved(command.args)) ?? {};
  refuseUnknown(rest, definition);
  const args = parseArgs([...rest], definition);
  const code = await command.run?.({ rawArgs: [...rest], args, cmd: command });
  return typeof code === 'number' ? code : 0;
}

async function resolved<T>(value: T | Promise<T> | (() => T | Promise<T>) | undefined): Promise<T | undefined> {
  return typeof value === 'function' ? (value as () => T | Promise<T>)() : value;
}

/** A mistyped option would otherwise be taken for none at all. */
function refuseUnknown(argv: readonly string[], definition: ArgsDef): void {
  const names = Object.entries(definition).flatMap(([name, arg]) => {
    const alias = 'alias' in arg ? arg.alias : undefined;
    return arg.type === 'positional' ? [] : [name, ...(alias === undefined ? [] : [alias].flat())];
  });
  for (const word of argv) {
    if (word === '--') return;
    const option = /^--?([A-Za-z][\w-]*)/.exec(word)?.[1];
    if (option === undefined || names.includes(option)) continue;
    if (option.startsWith('no-') && names.includes(option.slice(3))) continue;
    // Short options take their value without a space too: -Cdir.
    if (!word.startsWith('--') && names.includes(option.slice(0, 1))) continue;
    throw new PlatformError('unknown-option', `${word} is no option${didYouMean(option, names)}`, {
      fix: 'See --help.',
    });
  }
}

async function printHelp(): Promise<void> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, loader]) => {
      const meta = await resolved((await loader()).default.meta);
      return `  ${name.padEnd(10)} ${meta?.description ?? ''}`;
    }),
  );
  process.stdout.write(
    `slipway: one typed platform.config.ts becomes a validated Argo CD repository\n\n${lines.join('\n')}\n\nslipway COMMAND --help tells its options.\n`,
  );
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}

function fail(error: unknown): number {
  if (error instanceof PlatformError) {
    // Lines after the first are set in: none of them can pass for a command to a CI runner.
    const message = error.message.split('\n').map(plainText).join('\n  ');
    process.stderr.write(`error ${error.code}: ${message}\n  fix: ${plainText(error.fix)}\n`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `error internal: ${plainText(message)}\n  fix: This is a defect of slipway; SLIPWAY_DEBUG=1 prints where. Please report it.\n`,
  );
  if (process.env.SLIPWAY_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 2;
}

// A reader that went away, such as `| head`, is no failure of ours.
process.stdout.on('error', () => undefined);
void main(process.argv.slice(2))
  .catch(fail)
  .then((code) => {
    process.exitCode = code;
    // Once all is said: to take everything apart in good order takes as long as a twentieth of a short run.
    process.stdout.write('', () => process.stderr.write('', () => process.exit()));
  });
