// Lists the Go modules that an engine links in, with the licence that each one's own text states.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** First match wins; the words are those that tell the licence from its neighbours. */
const LICENCES = [
  ['Apache-2.0', /Apache License\s+Version 2\.0/],
  ['MPL-2.0', /Mozilla Public License,? (?:v\.|version) ?2\.0/i],
  ['ISC', /Permission to use, copy, modify, and\/?(?:or)? distribute this software/],
  ['BSD-3-Clause', /Redistributions of source code[\s\S]*Neither the name/],
  ['BSD-2-Clause', /Redistributions of source code/],
  ['MIT', /Permission is hereby granted, free of charge/],
];

const LICENCE_FILE = /^(?:licen[cs]e|copying|unlicense)/i;

function detectLicences(folder) {
  const found = new Set();
  for (const file of readdirSync(folder).filter((name) => LICENCE_FILE.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [identifier, words] of LICENCES) {
      if (!words.test(text)) continue;
      found.add(identifier);
      // A file may hold two licences, one after the other (a fork of BSD code under Apache, say).
      if (identifier !== 'Apache-2.0' && identifier !== 'MIT') break;
    }
  }
  return [...found].sort();
}

/** The modules of one engine's packages, without its own stand-ins; the Go standard library is always one. */
export function linkedModules(engine, runGo) {
  const format = '{{with .Module}}{{if and (not .Main) (not .Replace)}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}';
  const lines = new Set(runGo(['list', '-deps', '-f', format, '.']).split('\n').filter(Boolean));
  const modules = [...lines].map((line) => {
    const [path, version, folder] = line.split(' ');
    return { engine, path, version, licences: detectLicences(folder) };
  });
  const goRoot = runGo(['env', 'GOROOT']).trim();
  const licenceFolder = existsSync(join(goRoot, 'LICENSE')) ? goRoot : dirname(goRoot);
  const found = detectLicences(licenceFolder);
  // Distributions of Go may leave its licence file out; its text is BSD-3-Clause.
  const standard = { engine, path: 'std (the Go standard library)', version: runGo(['env', 'GOVERSION']).trim() };
  return [...modules, { ...standard, licences: found.length > 0 ? found : ['BSD-3-Clause'] }];
}

export function renderNotice(modules) {
  const byName = new Map();
  for (const module of modules) {
    if (module.licences.length === 0) throw new Error(`${module.path} states no licence that is known here`);
    const name = `${module.path} ${module.version}`;
    byName.set(name, { licences: module.licences, engines: [...(byName.get(name)?.engines ?? []), module.engine] });
  }
  const lines = [...byName.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { licences, engines }]) => `${name}: ${licences.join(' AND ')} (${engines.sort().join(', ')})`);
  return [
    'The WebAssembly engines in this folder contain compiled code of these Go modules.',
    'Each line: module, version, SPDX licence, engines. Written by scripts/build-engines.mjs.',
    '',
    ...lines,
    '',
  ].join('\n');
}
