// What we say to objects, in the form in which the API server gives its reasons: the one place that knows how to ask us.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgePaths } from '../../dist/judge-paths.js';
import { judgeObjects } from '../../dist/validate/admission/judge-objects.js';

/** Layers that speak for the API server; policies have opinions of their own. */
const LAYERS = ['tree', 'chart', 'schema', 'admission'];
const BATCH = 1000;
/** A rule whose findings are only warnings where nothing says that the object is applied by the server. */
const APPLY_ONLY = 'apply-refused';

/** Each part of us that judges. */
export const PARTS = [
  { name: 'engine', judge: judgeByEngine },
  { name: 'product', judge: judgeByProduct },
];

/**
 * The admission engine's verdict, with nothing before it. What only the text says, a key given twice, it cannot see: there
 * is no verdict on such an item.
 */
export async function judgeByEngine(items, { kubernetes, crds }) {
  const definitions = new Map(crds.map((crd) => [`${crd.spec.group} ${crd.spec.names.kind}`, definitionOf(crd)]));
  const candidates = items.map(({ object }) => {
    const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
    return { resource: object, kubernetes, definition: definitions.get(`${group} ${object.kind}`) };
  });
  const verdicts = await judgeObjects(candidates, undefined);
  return items.map((item, index) => {
    if (item.repeats) return undefined;
    // What the server would say only later is for people, who want to read all at once.
    const reasons = verdicts[index].filter(({ type, later }) => type !== 'Warning' && !later);
    const create = reasons.filter(({ apply }) => !apply);
    const apply = reasons.filter((one) => one.apply);
    return { create, apply: apply.length > 0 ? apply : create };
  });
}

function definitionOf(crd) {
  const text = JSON.stringify(crd);
  const key = createHash('sha256').update(text).digest('base64url');
  return { group: crd.spec.group, kind: crd.spec.names.kind, key, source: () => text };
}

/**
 * The product's verdict. Every object is a file of its own, because one finding of the same cause in one file is told once.
 * @param items `{ text, yaml }`
 * @param kubernetes minor of the API server
 * @param crds CustomResourceDefinitions which that server has
 * @returns per item, by which way it is sent, the reasons to refuse it: `{ create, apply }` of `{ field, type, message }[]`
 */
export async function judgeByProduct(items, { kubernetes, crds, layers = LAYERS }) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const definitions = crds.map((crd, index) => writeInto(folder, `crd-${index}.json`, JSON.stringify(crd)));
    const verdicts = [];
    for (let start = 0; start < items.length; start += BATCH) {
      const batch = items.slice(start, start + BATCH);
      const files = batch.map((item, index) =>
        writeInto(folder, `${index}.${item.yaml ? 'yaml' : 'json'}`, `${item.text}\n`),
      );
      const { findings } = await judgePaths([...definitions, ...files], {
        root: folder,
        kubernetes,
        date: '2026-01-01',
        stdin: () => '',
        chartsFolders: [],
        cacheFolder: null,
        layers: new Set(layers),
      });
      const byFile = groupByFile(findings);
      verdicts.push(...files.map((file) => verdictOf(byFile.get(file) ?? [])));
    }
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function verdictOf(findings) {
  const reasons = (list) =>
    list.map(({ layer, rule, pointer, message }) => ({ field: pointer ?? '', type: `${layer}/${rule}`, message }));
  return {
    create: reasons(findings.filter(({ level, rule }) => level === 'error' && rule !== APPLY_ONLY)),
    apply: reasons(findings.filter(({ level, rule }) => level === 'error' || rule === APPLY_ONLY)),
  };
}

function groupByFile(findings) {
  const groups = new Map();
  for (const finding of findings) groups.set(finding.file, [...(groups.get(finding.file) ?? []), finding]);
  return groups;
}

function writeInto(folder, name, text) {
  writeFileSync(join(folder, name), text);
  return name;
}
