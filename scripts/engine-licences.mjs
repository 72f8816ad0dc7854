// Lists the Go modules that an engine links in, with the licence that each one's own text states.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
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

const LICENCE_FILE = /^(?:licen[cs]e|copying|unlicense|notice)/i;

/** The Apache License without what stands before and behind it: the same in every module that has it. */
const APACHE =
  /[ \t]*Apache License\s+Version 2\.0[\s\S]*?END OF TERMS AND CONDITIONS(?:\s+APPENDIX:[\s\S]*?boilerplate notice,[\s\S]*?identification within third-party archives\.)?/;
const APACHE_HERE = '[Apache License 2.0: its text stands once, at the end of this file]';

/** A licence's own texts of one module, and the identifiers they state. A NOTICE file only adds its text. */
function readLicences(folder) {
  const found = new Set();
  const texts = [];
  for (const file of readdirSync(folder).filter((name) => LICENCE_FILE.test(name) && !/\.go$/.test(name))) {
    if (!statSync(join(folder, file)).isFile()) continue;
    const text = readFileSync(join(folder, file), 'utf8')
      .replaceAll('\r\n', '\n')
      .replace(/[ \t]+$/gm, '')
      .trim();
    texts.push(text);
    if (/^notice/i.test(file)) continue;
    for (const [identifier, words] of LICENCES) {
      if (!words.test(text)) continue;
      found.add(identifier);
      // A file may hold two licences, one after the other (a fork of BSD code under Apache, say).
      if (identifier !== 'Apache-2.0' && identifier !== 'MIT') break;
    }
  }
  return { licences: [...found].sort(), texts };
}

/** Of a module its path, version and folder; of one that is replaced by another version, that one's. */
const MODULE = '{{.Path}} {{.Version}} {{.Dir}}';
const FORMAT = `{{with .Module}}{{if not .Main}}{{with .Replace}}{{if .Version}}${MODULE}{{end}}{{else}}${MODULE}{{end}}{{end}}{{end}}`;

/**
 * The modules of one engine's packages, without its own stand-ins; the Go standard library is always one.
 * @param isLinked whether a module is left where the engine is trimmed before it is linked
 */
export function linkedModules(engine, runGo, isLinked = () => true) {
  const lines = new Set(runGo(['list', '-deps', '-f', FORMAT, '.']).split('\n').filter(Boolean));
  const modules = [...lines]
    .map((line) => line.split(' '))
    .filter(([path]) => isLinked(path))
    .map(([path, version, folder]) => ({ engine, path, version, ...readLicences(folder) }));
  const goRoot = runGo(['env', 'GOROOT']).trim();
  const folder = [goRoot, dirname(goRoot)].find((place) => existsSync(join(place, 'LICENSE')));
  // Distributions of Go may leave its licence file out; golang.org/x has the same text.
  const standard = folder === undefined ? { licences: ['BSD-3-Clause'], texts: [] } : readLicences(folder);
  const version = runGo(['env', 'GOVERSION']).trim();
  return [...modules, { engine, path: 'std (the Go standard library)', version, ...standard }];
}

/** The list of what is linked in, and every licence text once, with the modules it came with. */
export function renderNotice(modules) {
  const byName = new Map();
  const byText = new Map();
  let apache = '';
  for (const module of modules) {
    if (module.licences.length === 0) throw new Error(`${module.path} states no licence that is known here`);
    const name = `${module.path} ${module.version}`;
    byName.set(name, { licences: module.licences, engines: [...(byName.get(name)?.engines ?? []), module.engine] });
    for (const given of module.texts) {
      apache ||= given.match(APACHE)?.[0] ?? '';
      const text = given.replace(APACHE, APACHE_HERE);
      byText.set(text, (byText.get(text) ?? new Set()).add(module.path));
    }
  }
  const lines = [...byName.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { licences, engines }]) => `${name}: ${licences.join(' AND ')} (${engines.sort().join(', ')})`);
  const texts = [...byText.entries()]
    .map(([text, paths]) => ({ text, paths: [...paths].sort().join(', ') }))
    .sort((a, b) => (a.paths + a.text < b.paths + b.text ? -1 : 1))
    .map(({ text, paths }) => `${'='.repeat(78)}\n${paths}\n${'-'.repeat(78)}\n${text}\n`);
  return [
    'The WebAssembly engines in this folder contain compiled code of these Go modules.',
    'Each line: module, version, SPDX licence, engines. The licence texts follow. Written by scripts/build-engines.mjs.',
    '',
    ...lines,
    '',
    ...texts,
    '='.repeat(78),
    apache,
    '',
  ].join('\n');
}
