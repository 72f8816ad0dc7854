// What each engine does once while it is built, before its memory is copied: a little of everything it is used for.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';

function readFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), bytes: readFileSync(path) }));
}

const asBase64 = (files) => files.map(({ name, bytes }) => ({ name, data: bytes.toString('base64') }));

const CALLS = {
  helm: (files) => {
    const release = { chart: 'warm-up', name: 'warm', namespace: 'shop', values: ['replicas: 3\n'] };
    const set = [
      { name: 'image.tag', value: '1.1.0', type: 'auto' },
      { name: 'settings.LEVEL', value: 'debug', type: 'string' },
    ];
    const render = { op: 'render', ...release };
    return [
      [{ op: 'loadFiles', chart: 'warm-up', files: asBase64(files) }],
      [render],
      [{ ...render, values: ['replicas: 0'] }],
      [{ ...render, set, omitText: true }],
      [
        {
          op: 'template',
          texts: ['{{ .name | normalize }}-{{ slugify .name }}'],
          params: { name: 'Web' },
          options: [],
        },
      ],
      [
        { op: 'parse' },
        Buffer.from('apiVersion: v1\nkind: Service\nspec: { ports: [{ port: 80 }] }\n---\na: 1\na: 2\n'),
      ],
      [{ op: 'unload', chart: 'warm-up' }],
    ];
  },
  kustomize: (files) => [[{ op: 'build', files: asBase64(files), folder: 'overlay', options: { images: ['a=b:c'] } }]],
  kubernetes: (files) => {
    const [definition, objects] = files.map(({ bytes }) =>
      parseAllDocuments(bytes.toString('utf8')).map((document) => Buffer.from(JSON.stringify(document.toJS()))),
    );
    const judge = { op: 'judge', lengths: objects.map((bytes) => bytes.length) };
    const blob = Buffer.concat([...objects]);
    return [
      [{ op: 'describe' }],
      [{ op: 'define', group: 'example.com', kind: 'Warm' }, definition[0]],
      [{ op: 'judge', lengths: [definition[0].length] }, definition[0]],
      [judge, blob],
      [{ ...judge, kubernetes: '1.34' }, blob],
      [judge, blob],
      [{ op: 'forget' }],
    ];
  },
  opa: (files) => {
    const sources = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes.toString('utf8')]));
    return [
      [{ op: 'capabilities' }],
      [{ op: 'build', files: sources, entrypoints: ['warm/image/deny'] }],
      [{ op: 'check', files: sources }],
      [{ op: 'annotations', files: sources }],
      [{ op: 'format', files: sources }],
    ];
  },
};

/** The calls ([request, blob?]) for an engine, made of the files in its warm-up folder. */
export function warmUpCalls(name, folder) {
  return CALLS[name](readFiles(folder));
}

const decoder = new TextDecoder();

/** Refuses a warm-up that does not work: it would be no use, and nobody would notice. */
export function checkAnswer(name, request, answer) {
  const { error, errors, verdicts } = JSON.parse(decoder.decode(answer));
  const refused = verdicts?.find((found) => found !== null);
  if (refused !== undefined) throw new Error(`warm-up of ${name}: ${JSON.stringify(refused)}`);
  const isMeant = name === 'helm' && request.values?.[0] === 'replicas: 0';
  const wrong = error ?? (errors === undefined ? undefined : JSON.stringify(errors));
  if ((wrong !== undefined) !== isMeant) throw new Error(`warm-up of ${name}: ${request.op}: ${wrong ?? 'no error'}`);
}
