// The command line of `npm run test:conformance`.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const FOLDERS = ['charts', 'values', 'platform'];

/**
 * @param known names of the suites
 * @returns `{ suites, options }`, or `{ error }` that says what to write instead
 */
export function readOptions(words, known) {
  let parsed;
  try {
    parsed = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        charts: { type: 'string' },
        values: { type: 'string' },
        write: { type: 'boolean', default: false },
        crds: { type: 'string', multiple: true, default: [] },
        objects: { type: 'string', multiple: true, default: [] },
        mutants: { type: 'string', default: '1000' },
        seeds: { type: 'string', default: '1-10' },
        platform: { type: 'string' },
        report: { type: 'string' },
        all: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return { error: error.message };
  }
  const { values, positionals } = parsed;
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) return { error: `there is no suite "${unknown}"; there is ${known.join(', ')}` };
  const missing = [...FOLDERS.map((name) => values[name] ?? []), values.crds, values.objects]
    .flat()
    .find((path) => !existsSync(path));
  if (missing !== undefined) return { error: `${resolve(missing)} does not exist` };
  const seeds = readSeeds(values.seeds);
  const mutants = Number(values.mutants);
  if (seeds === undefined) return { error: `--seeds ${values.seeds} is neither 7 nor 1-10` };
  if (!Number.isInteger(mutants) || mutants < 0)
    return { error: `--mutants ${values.mutants} is no number of objects` };
  return { suites: positionals.length > 0 ? positionals : known, options: { ...values, seeds, mutants } };
}

function readSeeds(text) {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined || Number(last) < Number(first)) return undefined;
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
}
