// Charts of a few lines, as folders and archives.
import { gzipSync } from 'node:zlib';
import { packArchive } from '../../generator/chart-store/pack-archive.ts';
import type { ChartFile } from '../../generator/engines/helm-protocol.ts';

export interface ChartWords {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: readonly { readonly name: string; readonly version: string; readonly repository: string }[];
  /** More files, by path from the chart on. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The files of a chart that makes one ConfigMap. */
export function chartFiles({ name, version, dependencies, files = {} }: ChartWords): Readonly<Record<string, string>> {
  return {
    'Chart.yaml': `${JSON.stringify({ apiVersion: 'v2', name, version, dependencies })}\n`,
    'values.yaml': 'greeting: hello\n',
    'templates/config-map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  greeting: {{ .Values.greeting }}\n  version: "${version}"\n`,
    ...files,
  };
}

/** The same chart, packed. */
export function chartArchive(words: ChartWords): Buffer {
  return packArchive(words.name, asFiles(chartFiles(words)));
}

export function asFiles(texts: Readonly<Record<string, string>>): readonly ChartFile[] {
  return Object.entries(texts).map(([name, text]) => ({ name, data: Buffer.from(text) }));
}

/** Paths of a chart, below a folder of its name. */
export function inFolder(folder: string, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text]));
}

/** One entry of a tar archive as nobody should write it. */
export interface HostileEntry {
  readonly name: string;
  readonly type?: string;
  readonly data?: Buffer;
  readonly link?: string;
}

/** A packed tar of entries that are written as they are said. */
export function hostileArchive(entries: readonly HostileEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, type = '0', data = Buffer.alloc(0), link = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(`        ${type}${link}`, 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 1 });
}
