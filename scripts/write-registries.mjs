// Writes the registries (`*.gen.ts`) of the families that grow by one file. Run by `npm run build`; a test fails when one is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The text of a family's registry: factories re-exported, definitions listed by file name. */
export function registryText(folder, listName, definitionType, typeModule) {
  const files = readdirSync(`${root}generator/${folder}`)
    .filter((name) => /^[a-z][a-z0-9-]*\.ts$/.test(name))
    .toSorted();
  const members = files.map((file) => {
    const source = readFileSync(`${root}generator/${folder}/${file}`, 'utf8');
    const match = /export const (\w+) = define\w+[<(]/.exec(source);
    if (match === null) throw new Error(`generator/${folder}/${file} exports no definition`);
    return { file, name: match[1] };
  });
  return [
    '// Written by scripts/write-registries.mjs from the files of this folder; do not edit.',
    `import type { ${definitionType} } from '${typeModule}';`,
    ...members.map(({ file, name }) => `import { ${name} } from './${file}';`),
    '',
    ...members.map(({ file }) => `export * from './${file}';`),
    '',
    `export const ${listName}: readonly ${definitionType}[] = [`,
    ...members.map(({ name }) => `  ${name}.definition,`),
    '];',
    '',
  ].join('\n');
}

export const FAMILIES = [
  ['clouds', 'CLOUDS', 'CloudDefinition', '../model/cloud.ts'],
  ['infra', 'COMPONENTS', 'ComponentDefinition', '../model/component.ts'],
];

export function registryPath(folder) {
  return `${root}generator/${folder}/registry.gen.ts`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const family of FAMILIES) {
    const path = registryPath(family[0]);
    const text = registryText(...family);
    let old = '';
    try {
      old = readFileSync(path, 'utf8');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    if (old !== text) writeFileSync(path, text);
  }
}
