/** Gives findings in plain files their line: only files that have a finding are parsed again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { Finding } from '../contract/finding.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import type { ResourceName } from '../contract/resource.ts';
import { isDeepYaml } from '../contract/yaml-depth.ts';

interface ParsedFile {
  line(resource: ResourceName, pointer: string): number | undefined;
}

/** @param stdin text of the file called `-` */
export function locateFindings(findings: readonly Finding[], root: string, stdin: () => string): readonly Finding[] {
  const files = new Map<string, ParsedFile | null>();
  return findings.map((finding) => {
    const { file, resource } = finding;
    if (file === undefined || resource === undefined || finding.line !== undefined) return finding;
    let parsed = files.get(file);
    if (parsed === undefined) {
      parsed = readParsed(file, root, stdin);
      files.set(file, parsed);
    }
    const line = parsed?.line(resource, finding.pointer ?? '');
    return line === undefined ? finding : { ...finding, line };
  });
}

function readParsed(file: string, root: string, stdin: () => string): ParsedFile | null {
  let text: string;
  try {
    text = file === '-' ? stdin() : readFileSync(join(root, file), 'utf8');
  } catch {
    // Gone since it was checked: the finding stands without a line.
    return null;
  }
  // Such a text ends the process of the library that reads it.
  return isDeepYaml(text) ? null : locateInYaml(text);
}

/** Finds the line of a pointer in a resource of a YAML text; lines count from 1. */
export function locateInYaml(text: string): ParsedFile {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
  });
  return {
    line({ apiVersion, kind, name, namespace }, pointer) {
      for (const document of Array.isArray(documents) ? documents : []) {
        // A stand-in for a file of values, which is no object.
        const isStandIn = kind === 'File' && apiVersion === '';
        if (!isStandIn && (document.get('kind') !== kind || document.getIn(['metadata', 'name']) !== name)) continue;
        const own = document.getIn(['metadata', 'namespace']);
        if (own !== undefined && namespace !== undefined && own !== namespace) continue;
        const offset = offsetOf(document.contents, parsePointer(pointer)) ?? document.range[0];
        return counter.linePos(offset).line;
      }
      return undefined;
    },
  };
}

/** Offset of the deepest part of a path that exists: of its key, where it has one. */
function offsetOf(node: unknown, path: readonly string[]): number | undefined {
  const start = rangeStart(node);
  const [first, ...rest] = path;
  if (first === undefined) return start;
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === first);
    if (pair === undefined) return start;
    const key = rangeStart(pair.key);
    return rest.length === 0 ? key : (offsetOf(pair.value, rest) ?? key);
  }
  if (typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)) {
    return offsetOf(node.items[Number(first)], rest) ?? start;
  }
  return start;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [start]: unknown[] = node.range;
  return typeof start === 'number' ? start : undefined;
}
