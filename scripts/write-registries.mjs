// Writes the registries (`registry.gen.ts`) of the families that grow by one file. `npm run build` runs it; a test fails when one is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One family: its folder, the list to export, the type of a member, and what of each export goes into the list. */
export const FAMILIES = [
  {
    folder: 'clouds',
    list: 'CLOUDS',
    type: 'CloudDefinition',
    from: '../model/cloud.ts',
    member: '.definition',
    reexport: true,
  },
  {
    folder: 'infra',
    list: 'COMPONENTS',
    type: 'ComponentDefinition',
    from: '../model/component.ts',
    member: '.definition',
    reexport: true,
  },
  { folder: 'emit', list: 'EMITTERS', type: 'Emitter', from: './_define.ts', member: '', reexport: false },
];

export function registryPath({ folder }) {
  return `${root}generator/${folder}/registry.gen.ts`;
}

function membersOf(folder) {
  return readdirSync(`${root}generator/${folder}`, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/)[a-z][a-z0-9-]*\.ts$/.test(file))
    .toSorted()
    .map((file) => {
      const source = readFileSync(`${root}generator/${folder}/${file}`, 'utf8');
      const match = /export const (\w+) = define\w+[<(]/.exec(source);
      if (match === null)
        throw new Error(`generator/${folder}/${file} exports no definition; begin its name with _ if it is none`);
      return { file, name: match[1] };
    });
}

/** The text of a family's registry. */
export function registryText({ folder, list, type, from, member, reexport }) {
  const members = membersOf(folder);
  return [
    '// Written by scripts/write-registries.mjs from the files of this folder; do not edit.',
    `import type { ${type} } from '${from}';`,
    ...members.map(({ file, name }) => `import { ${name} } from './${file}';`),
    '',
    ...(reexport ? [...members.map(({ file }) => `export * from './${file}';`), ''] : []),
    `export const ${list}: readonly ${type}[] = [`,
    ...members.map(({ name }) => `  ${name}${member},`),
    '];',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const family of FAMILIES) {
    const text = registryText(family);
    let old = '';
    try {
      old = readFileSync(registryPath(family), 'utf8');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    if (old !== text) writeFileSync(registryPath(family), text);
  }
}
