// Puts our documents together as `helm template` prints them, and compares two outputs.
import { createTwoFilesPatch } from 'diff';
import { parseAllDocuments } from 'yaml';

/** What Helm 4.2.1 prints: CRDs and manifests with the space around them trimmed, then each hook. */
export function assemble(documents) {
  const print = ({ source, text }) => `---\n# Source: ${source}\n${text}\n`;
  const manifests = documents
    .filter(({ kind }) => kind === 'crd' || kind === 'manifest')
    .map(print)
    .join('');
  const hooks = documents
    .filter(({ kind }) => kind === 'hook' || kind === 'test')
    .map(print)
    .join('');
  return `${manifests.trim()}\n${hooks}`;
}

/**
 * The first difference as a patch, or nothing. Files of crds/ are passed on unread: there the documents count, in any
 * order of files (Helm's loader meets subcharts in map order), and not the empty lines between them.
 * @param random outputs of further runs of helm: fields that differ among them are left out
 */
export function compareOutputs(real, ours, random = []) {
  const [a, b] = [takeApart(real), takeApart(ours)];
  if (a.crds !== b.crds) return patch(a.crds, b.crds);
  if (a.rest === b.rest) return undefined;
  if (random.length === 0) return patch(a.rest, b.rest);
  const others = random.map((text) => objectsOf(takeApart(text).rest));
  const mask = objectsOf(a.rest).map((object, index) =>
    differing(
      object,
      others.map((other) => other[index]),
    ),
  );
  const left = printMasked(objectsOf(a.rest), mask);
  const right = printMasked(objectsOf(b.rest), mask);
  return left === right ? undefined : patch(left, right);
}

function takeApart(text) {
  const crds = [];
  const rest = [];
  for (const section of text.split(/^(?=---\n# Source: )/m)) {
    const source = /^---\n# Source: (.*)\n/.exec(section)?.[1] ?? '';
    if (!/(^|\/)crds\//.test(source) || source.includes('/templates/')) {
      rest.push(section);
      continue;
    }
    const body = section.slice(section.indexOf('\n', 4) + 1);
    for (const document of body.split(/(?:^|\s*\n)---\s*/)) {
      if (document.trim() !== '') crds.push(`---\n# Source: ${source}\n${document.trim()}`);
    }
  }
  return { crds: crds.sort().join('\n'), rest: rest.join('').trimStart() };
}

function objectsOf(text) {
  return parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', version: '1.1' }).map((document) => ({
    source: /# Source: (.*)/.exec(document.commentBefore ?? document.contents?.commentBefore ?? '')?.[1],
    object: document.errors.length > 0 ? String(document.errors[0]) : document.toJS({ maxAliasCount: -1 }),
  }));
}

/** Paths where the runs of one program do not agree. */
function differing(first, others, path = '', found = new Set()) {
  for (const other of others) {
    if (typeof first !== 'object' || first === null || typeof other !== 'object' || other === null) {
      if (first !== other) found.add(path);
      continue;
    }
    const keys = new Set([...Object.keys(first), ...Object.keys(other)]);
    for (const key of keys) differing(first[key], [other[key]], `${path}/${key}`, found);
  }
  return found;
}

function printMasked(objects, masks) {
  const print = (value, mask, path) => {
    if (mask?.has(path)) return 'random';
    if (Array.isArray(value)) return value.map((item, index) => print(item, mask, `${path}/${index}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, print(value[key], mask, `${path}/${key}`)]),
    );
  };
  return objects.map((object, index) => JSON.stringify(print(object, masks[index], ''), null, 1)).join('\n');
}

export function patch(real, ours) {
  return createTwoFilesPatch('helm', 'ours', real, ours, '', '', { context: 2 }).split('\n').slice(1).join('\n');
}
