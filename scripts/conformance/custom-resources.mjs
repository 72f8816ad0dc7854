// CustomResourceDefinitions for the rig: read from folders, installed into an API server.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { MODULES } from '../extract-schemas/custom-resources.mjs';
import { eachOf } from './api-client.mjs';
import { moduleZip } from './programs.mjs';
import { readZip } from './zip-files.mjs';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const APPROVAL = 'api-approved.kubernetes.io';

/**
 * Every definition, once: the first wins. Those come first that the products of a platform of ours bring in their own Go
 * modules, then those of YAML files in these folders.
 */
export function readCrds(folders) {
  const texts = [...moduleCrdTexts(), ...folders.flatMap(listYaml).map((path) => readFileSync(path, 'utf8'))];
  const found = new Map();
  for (const document of texts.flatMap((text) => parseAllDocuments(text, { uniqueKeys: false, version: '1.1' }))) {
    const object = document.toJS();
    if (object?.kind !== 'CustomResourceDefinition' || found.has(object.metadata.name)) continue;
    found.set(object.metadata.name, approved(object));
  }
  return [...found.values()];
}

function moduleCrdTexts() {
  return MODULES.flatMap(({ module, version, paths }) => {
    const wanted = paths.map((path) => `${module}@${version}/${path}`);
    return readZip(moduleZip(module, version))
      .filter(({ name }) => name.endsWith('.yaml') && wanted.some((path) => name === path || dirname(name) === path))
      .map(({ data }) => data().toString('utf8'));
  });
}

/** YAML files of a folder and of those below it, or the one file; none where nothing is. */
export function listYaml(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return [];
  if (entry.isFile()) return /\.(ya?ml|json)$/.test(path) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listYaml(join(path, name)));
}

/** Installs definitions and waits until their kinds are served. @throws Error when the server refuses one */
export async function installCrds(client, crds) {
  await eachOf(crds, async (crd) => {
    const { accepted, message } = await client.request('POST', CRDS, JSON.stringify(crd));
    if (!accepted) throw new Error(`CustomResourceDefinition ${crd.metadata.name}: ${message}`);
  });
  await waitUntilServed(client, crds);
}

/** Waits until the kinds of definitions are served. @throws Error after two minutes */
export async function waitUntilServed(client, crds) {
  const wanted = crds.flatMap(({ spec }) =>
    spec.versions.filter(({ served }) => served).map(({ name }) => `${spec.group}/${name} ${spec.names.kind}`),
  );
  let missing = wanted;
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const kinds = await client.discover();
    missing = wanted.filter((one) => !kinds.has(one));
    if (missing.length === 0) return;
    await sleep(200);
  }
  throw new Error(`not served two minutes after their definitions: ${missing.join(', ')}`);
}

/** Groups under k8s.io are refused without it, and charts that people use come without it. */
function approved(crd) {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(crd.spec.group)) return crd;
  const { annotations = {} } = crd.metadata;
  const given = { [APPROVAL]: 'unapproved, conformance rig', ...annotations };
  return { ...crd, metadata: { ...crd.metadata, annotations: given } };
}
