import type { OnProgress } from '../../download/chart-repository.ts';
import { plainText } from '../../report/_define.ts';

/** Downloads that are shorter show nothing. */
const QUIET_MILLISECONDS = 500;

/** One line on stderr that says what is being downloaded; nothing where stderr is no terminal. */
export function progressPrinter(): { readonly update: OnProgress; readonly end: () => void } {
  if (process.stderr.isTTY !== true) return { update: () => undefined, end: () => undefined };
  const running = new Map<string, string>();
  let next = Date.now() + QUIET_MILLISECONDS;
  let shown = false;
  return {
    update({ what, bytes, total }) {
      if (bytes === total) running.delete(what);
      else running.set(what, total === undefined ? `${kilobytes(bytes)}` : `${Math.floor((bytes / total) * 100)} %`);
      if (Date.now() < next) return;
      next = Date.now() + 100;
      shown = true;
      const words = [...running].map(([name, part]) => `${plainText(name)} ${part}`).join(', ');
      process.stderr.write(`\r\u001b[K${words.slice(0, (process.stderr.columns || 80) - 1)}`);
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} kB`;
}
