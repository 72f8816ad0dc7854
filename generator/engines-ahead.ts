/** Starts engines while the config is still being read, where there will be something to judge. A run that changes nothing opens none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestText } from './cache/digest.ts';
import { makerHash } from './cache/maker.ts';
import { keepWhole } from './cache/whole-file.ts';
import { loadServiceCharts } from './charts/service-charts.ts';
import { helmWarmUp, kubernetesWarmUp } from './engine-warm-up.ts';
import { closeEngines, type Engines, openEngines } from './open-engines.ts';

export interface EnginesAhead {
  /** Engines that are starting; whoever needs them first waits for them. */
  readonly engines: Engines | undefined;
  /** Starts what is needed last: beside everything else, on two cores, it would only slow the others down. */
  startLast(): void;
  /** Notes that this config was judged: the next run of it need not start anything. */
  settle(): void;
  /** Ends what was started. */
  close(): Promise<void>;
}

/**
 * Starts engines unless the last run judged this very config.
 *
 * @param config path of the config file
 * @param cacheFolder where the last run is noted; `null` for no cache, when everything is judged
 */
export function startEngines(config: string | undefined, cacheFolder: string | null): EnginesAhead {
  const digest = config === undefined ? '' : digestFile(config);
  const note = cacheFolder === null ? null : join(cacheFolder, 'last-config');
  const isKnown = digest === '' || (note !== null && readText(note) === digest);
  const isEdit = note !== null && readText(note) !== '';
  const engines = isKnown ? undefined : open();
  return {
    engines,
    startLast: () => {
      // Of much to judge, it comes when the charts are rendered.
      if (isEdit) engines?.kubernetes.start(kubernetesWarmUp());
    },
    settle: () => {
      if (note !== null && !isKnown) keepWhole(note, digest);
    },
    close: async () => {
      if (engines !== undefined) await closeEngines(engines);
    },
  };
}

function open(): Engines {
  const engines = openEngines();
  // At once: workers go on while this thread plans.
  engines.helm.start(helmWarmUp(loadServiceCharts().at(-1)?.files ?? new Map()));
  return engines;
}

function digestFile(path: string): string {
  const text = readText(path);
  return text === '' ? '' : digestText(`${makerHash()} ${text}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent: said by the loader where it matters.
    return '';
  }
}
