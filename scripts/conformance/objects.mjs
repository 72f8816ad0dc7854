// The objects that are sent to the API server and to us: documents of YAML files, as the text that stands there.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { openHelmPool } from '../../dist/engines/pool.js';
import { listYaml } from './custom-resources.mjs';

/**
 * Every object of the YAML files under some folders. It is parsed as a cluster parses it: `yaml` reads `.` as a number.
 * @param folders `{ path, expected? }`: `accepted` or `refused`, where the folder says it
 * @returns `{ title, text, object, yaml: true, repeats, expected }`: the text keeps what parsing loses, and `repeats` says
 * that a key stands twice in it
 */
export async function readObjects(folders) {
  const helm = openHelmPool({ workers: 1, timeLimit: 120_000 });
  try {
    const items = [];
    for (const { path: folder, expected } of folders) {
      for (const path of listYaml(folder)) {
        const texts = readFileSync(path, 'utf8').split(/^---(?:[ \t].*)?$/m);
        for (const [index, text] of texts.entries()) {
          const [{ object, duplicates } = {}] = await helm.parse(text);
          // A file of a foreign folder may hold anything; what names no kind has no path to be sent to.
          if (typeof object?.kind !== 'string' || typeof object.apiVersion !== 'string') continue;
          const title = `${relative('.', path)}#${index}`;
          items.push({ title, text: text.trimStart(), object, yaml: true, repeats: duplicates.length > 0, expected });
        }
      }
    }
    return items;
  } finally {
    await helm.close();
  }
}

/** Namespaces that objects name, as far as a cluster can have them. */
export function namespacesOf(items) {
  const names = items.map(({ object }) => object.metadata?.namespace).filter((name) => typeof name === 'string');
  return [...new Set(names)].filter((name) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name));
}
