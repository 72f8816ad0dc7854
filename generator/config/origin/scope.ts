/** What names mean in a file or a function body: the expression they stand for, wherever it is written. */
import type {
  Argument,
  ArrowFunctionExpression,
  BindingPattern,
  Expression,
  Function as FunctionNode,
  Program,
  Statement,
  VariableDeclaration,
} from '@oxc-project/types';
import { parseFile, resolveImport, type SourceFile } from './parse.ts';

export type FunctionLike = FunctionNode | ArrowFunctionExpression;

/** An expression and the names that are visible to it. */
export interface Cursor {
  readonly node: Expression | FunctionLike | Argument;
  readonly scope: Scope;
}

/** What a name stands for: an expression, a member of one, or an export of another file. */
export type Binding =
  | { readonly type: 'expression'; readonly cursor: Cursor }
  | { readonly type: 'member'; readonly of: Binding; readonly key: string | number }
  | { readonly type: 'export'; readonly file: string; readonly name: string }
  | { readonly type: 'namespace'; readonly file: string };

/** Names of one file or function body; what it lacks is asked of the one around it. */
export class Scope {
  readonly source: SourceFile;
  private readonly outer: Scope | null;
  private readonly bindings = new Map<string, Binding>();

  constructor(source: SourceFile, outer: Scope | null) {
    this.source = source;
    this.outer = outer;
  }

  find(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.outer?.find(name);
  }

  /** Gives a name, or the names of a destructuring pattern, their meaning. */
  bind(pattern: BindingPattern, binding: Binding): void {
    switch (pattern.type) {
      case 'Identifier':
        this.bindings.set(pattern.name, binding);
        return;
      case 'AssignmentPattern':
        this.bind(pattern.left, binding);
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.bind(property.argument, binding);
          else if (property.key.type === 'Identifier')
            this.bind(property.value, { type: 'member', of: binding, key: property.key.name });
        }
        return;
      case 'ArrayPattern':
        pattern.elements.forEach((element, index) => {
          if (element !== null && element.type !== 'RestElement')
            this.bind(element, { type: 'member', of: binding, key: index });
        });
    }
  }

  declare(statements: readonly (Statement | Program['body'][number])[]): void {
    for (const statement of statements) {
      if (statement.type === 'VariableDeclaration') this.declareVariables(statement);
      else if (statement.type === 'FunctionDeclaration') this.declareFunction(statement);
      else if (statement.type === 'ExportNamedDeclaration' && statement.declaration !== null) {
        if (statement.declaration.type === 'VariableDeclaration') this.declareVariables(statement.declaration);
        if (statement.declaration.type === 'FunctionDeclaration') this.declareFunction(statement.declaration);
      } else if (statement.type === 'ImportDeclaration') {
        const file = resolveImport(this.source.file, statement.source.value);
        if (file === undefined) continue;
        for (const one of statement.specifiers) {
          if (one.type === 'ImportNamespaceSpecifier') this.bindings.set(one.local.name, { type: 'namespace', file });
          else if (one.type === 'ImportDefaultSpecifier')
            this.bindings.set(one.local.name, { type: 'export', file, name: 'default' });
          else this.bindings.set(one.local.name, { type: 'export', file, name: nameOf(one.imported) });
        }
      }
    }
  }

  private declareVariables(declaration: VariableDeclaration): void {
    for (const one of declaration.declarations) {
      if (one.init !== null) this.bind(one.id, { type: 'expression', cursor: { node: one.init, scope: this } });
    }
  }

  private declareFunction(node: FunctionNode): void {
    if (node.id !== null) this.bindings.set(node.id.name, { type: 'expression', cursor: { node, scope: this } });
  }
}

/** The files of one config, each read once. */
export class Modules {
  private readonly scopes = new Map<string, Scope>();

  scopeOf(file: string): Scope {
    const known = this.scopes.get(file);
    if (known !== undefined) return known;
    const source = parseFile(file);
    const scope = new Scope(source, null);
    this.scopes.set(file, scope);
    scope.declare(source.program?.body ?? []);
    return scope;
  }

  /** What a file exports under a name, through re-exports; `depth` ends circles. */
  findExport(file: string, name: string, depth: number): Binding | undefined {
    if (depth <= 0) return undefined;
    const scope = this.scopeOf(file);
    for (const statement of scope.source.program?.body ?? []) {
      if (statement.type === 'ExportDefaultDeclaration' && name === 'default') {
        const { declaration } = statement;
        if (declaration.type === 'ClassDeclaration' || declaration.type === 'TSInterfaceDeclaration') return undefined;
        return { type: 'expression', cursor: { node: declaration as Expression | FunctionLike, scope } };
      }
      if (statement.type === 'ExportNamedDeclaration') {
        const specifier = statement.specifiers.find((one) => nameOf(one.exported) === name);
        if (specifier === undefined) continue;
        if (statement.source === null) return scope.find(nameOf(specifier.local));
        const from = resolveImport(file, statement.source.value);
        return from === undefined ? undefined : { type: 'export', file: from, name: nameOf(specifier.local) };
      }
    }
    return exportsDirectly(scope, name) ? scope.find(name) : this.findInStars(file, name, depth);
  }

  private findInStars(file: string, name: string, depth: number): Binding | undefined {
    for (const statement of this.scopeOf(file).source.program?.body ?? []) {
      if (statement.type !== 'ExportAllDeclaration') continue;
      const from = resolveImport(file, statement.source.value);
      if (from === undefined) continue;
      if (statement.exported !== null && nameOf(statement.exported) === name) return { type: 'namespace', file: from };
      const found =
        statement.exported === null && name !== 'default' ? this.findExport(from, name, depth - 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function exportsDirectly(scope: Scope, name: string): boolean {
  return (scope.source.program?.body ?? []).some(
    (statement) =>
      statement.type === 'ExportNamedDeclaration' &&
      statement.declaration !== null &&
      declares(statement.declaration, name),
  );
}

function declares(declaration: object, name: string): boolean {
  if ('declarations' in declaration && Array.isArray(declaration.declarations)) {
    return declaration.declarations.some((one: VariableDeclaration['declarations'][number]) =>
      patternNames(one.id).includes(name),
    );
  }
  return (
    'id' in declaration &&
    typeof declaration.id === 'object' &&
    declaration.id !== null &&
    'name' in declaration.id &&
    declaration.id.name === name
  );
}

function patternNames(pattern: BindingPattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => patternNames(one.type === 'RestElement' ? one.argument : one.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) =>
        one === null ? [] : patternNames(one.type === 'RestElement' ? one.argument : one),
      );
  }
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}
