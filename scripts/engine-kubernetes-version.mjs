// Moves the kubernetes engine to another minor: its module versions, and what follows from them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULE = 'k8s.io/kubernetes';

/**
 * Writes engines/kubernetes/go.mod and go.sum for the newest patch release of a minor, `1.37`. Its staging modules (k8s.io/api
 * and the others, of which there may be new ones) have the same numbers behind v0. Returns that release.
 */
export function moveToMinor(folder, minor, runGo) {
  const versions = runGo(['list', '-m', '-versions', '-mod=mod', MODULE]).trim().split(' ');
  const release = versions
    .filter((version) => new RegExp(`^v${minor.replace('.', '\\.')}\\.\\d+$`).test(version))
    .at(-1);
  if (release === undefined) throw new Error(`${MODULE} has no release of ${minor}; the newest is ${versions.at(-1)}`);
  const staging = release.replace(/^v1\./, 'v0.');
  const file = join(folder, 'go.mod');
  const text = readFileSync(file, 'utf8');
  const names = stagingModules(runGo, release);
  const start = text.indexOf('\nreplace (');
  const required = text
    .slice(0, start)
    .split('\n')
    // Indirect ones are found again; those of the old release would hold the new one back.
    .filter((line) => !line.includes('// indirect') && !/^require \(\s*\)$/.test(line))
    .map((line) => line.replace(/^(\s*(?:require )?k8s\.io\/kubernetes) v\S+/, `$1 ${release}`))
    .map((line) =>
      line.replace(/^(\s*(?:require )?k8s\.io\/(\S+)) v0\.\d+\.\d+$/, (whole, head, name) =>
        names.includes(`k8s.io/${name}`) ? `${head} ${staging}` : whole,
      ),
    );
  const replaced = names.map((name) => `\t${name} => ${name} ${staging}\n`).join('');
  writeFileSync(file, `${required.join('\n').trimEnd()}\n\nreplace (\n${replaced})\n`);
  runGo(['mod', 'tidy']);
  return release;
}

/** The modules that Kubernetes' own go.mod takes from its staging folder. */
function stagingModules(runGo, release) {
  const { GoMod } = JSON.parse(runGo(['mod', 'download', '-json', `${MODULE}@${release}`]));
  return [...readFileSync(GoMod, 'utf8').matchAll(/^\s*(?:replace )?(k8s\.io\/\S+) => \.\/staging\//gm)].map(
    ([, name]) => name,
  );
}
