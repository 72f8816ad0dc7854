// Removes compiled files whose source is gone; what is still there is overwritten by the compiler.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
if (existsSync(`${root}dist`)) {
  for (const file of readdirSync(`${root}dist`, { recursive: true })) {
    const source = /^(.*?)(\.d)?\.(c?js|ts)$/.exec(file)?.[1];
    if (source !== undefined && !existsSync(`${root}generator/${source}.ts`)) rmSync(`${root}dist/${file}`);
  }
}
