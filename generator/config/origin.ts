/** Where a config path stands in the authored files. Read only when there is something to report. */
import { relative, resolve, sep } from 'node:path';
import type { ConfigPath } from '../contract/config-path.ts';
import type { Place } from '../contract/finding.ts';
import { Follower, type Member } from './origin/follow.ts';
import { lineAndColumn, type SourceFile } from './origin/parse.ts';
import { type Binding, type Cursor, Modules } from './origin/scope.ts';

/**
 * Maps config paths of a file to places. A path that the source does not show (keys made by a loop, files that cannot be
 * parsed) gets the place of its nearest ancestor, at last line 1 of the config. Never throws.
 *
 * @param file absolute path of the config
 * @param root folder that places are relative to
 */
export function createOriginResolver(file: string, root: string): (path: ConfigPath) => Place {
  let tree: { readonly modules: Modules; readonly follower: Follower } | undefined;
  return (path) => {
    const start: Place = { file: relativeTo(root, file), line: 1, column: 1 };
    if (tree === undefined) {
      const modules = new Modules();
      tree = { modules, follower: new Follower(modules) };
    }
    const exported = tree.modules.findExport(file, 'default', EXPORT_DEPTH);
    if (exported === undefined) return start;
    return locate({ exported, path, follower: tree.follower, root, start });
  };
}

const EXPORT_DEPTH = 20;

interface Search {
  readonly exported: Binding;
  readonly path: ConfigPath;
  readonly follower: Follower;
  readonly root: string;
  readonly start: Place;
}

function locate({ exported, path, follower, root, start }: Search): Place {
  let value: Cursor | Binding = exported;
  let place =
    exported.type === 'expression' ? placeOf(exported.cursor.scope.source, exported.cursor.node.start, root) : start;
  for (const key of path) {
    const member: Member | undefined = follower.find(value, key) ?? behindOptions(follower, value, key);
    if (member === undefined) {
      // The argument of a factory is the instance's `options`: the step is already made.
      if (key === 'options') continue;
      const call = callOf(value);
      return call === undefined ? place : placeOf(call.scope.source, call.node.start, root);
    }
    place = placeOf(member.source, member.offset, root);
    value = member.value;
  }
  return place;
}

/** The call that makes a value: what it makes of its arguments shows nowhere else. */
function callOf(value: Cursor | Binding): Cursor | undefined {
  const cursor = 'type' in value ? (value.type === 'expression' ? value.cursor : undefined) : value;
  return cursor?.node.type === 'CallExpression' ? cursor : undefined;
}

/** An instance written out as data has its options below `options`, which paths leave out. */
function behindOptions(follower: Follower, value: Cursor | Binding, key: string | number): Member | undefined {
  const options = follower.find(value, 'options');
  return options === undefined ? undefined : follower.find(options.value, key);
}

function placeOf(source: SourceFile, offset: number, root: string): Place {
  return { file: relativeTo(root, source.file), ...lineAndColumn(source, offset) };
}

function relativeTo(root: string, file: string): string {
  const path = relative(resolve(root), file).replaceAll(sep, '/');
  return path === '' ? file : path;
}
