/** Finds the member that a key names in an expression, through names, calls, spreads and imports. */
import type { CallExpression, ObjectExpression, ObjectProperty } from '@oxc-project/types';
import { type Binding, type Cursor, type FunctionLike, type Modules, Scope } from './scope.ts';
import { isFunction, isIteration, memberName, returnsOf } from './syntax.ts';

/** A member: where it is written, and its value, when that is an expression. */
export interface Member {
  readonly source: Scope['source'];
  readonly offset: number;
  readonly value: Cursor | Binding;
}

/** Steps after which a search gives up: a config may be recursive. */
const DEPTH = 60;

export class Follower {
  private readonly modules: Modules;

  constructor(modules: Modules) {
    this.modules = modules;
  }

  /** The member under a key, or `undefined` when the expression does not show it. */
  find(from: Cursor | Binding, key: string | number, depth: number = DEPTH): Member | undefined {
    if (depth <= 0) return undefined;
    if ('type' in from) return this.findInBinding(from, key, depth);
    const { node, scope } = from;
    const inside = (inner: Cursor['node']): Member | undefined => this.find({ node: inner, scope }, key, depth - 1);
    switch (node.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'ChainExpression':
        return inside(node.expression);
      case 'AwaitExpression':
        return inside(node.argument);
      case 'ConditionalExpression':
        return inside(node.consequent) ?? inside(node.alternate);
      case 'LogicalExpression':
        return inside(node.right) ?? inside(node.left);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last === undefined ? undefined : inside(last);
      }
      case 'Identifier': {
        const binding = scope.find(node.name);
        return binding === undefined ? undefined : this.findInBinding(binding, key, depth - 1);
      }
      case 'MemberExpression': {
        const name =
          node.property.type === 'PrivateIdentifier'
            ? undefined
            : node.computed
              ? this.textOf(node.property, scope)
              : memberName(node.property);
        const base = name === undefined ? undefined : this.find({ node: node.object, scope }, name, depth - 1);
        return base === undefined ? undefined : this.find(base.value, key, depth - 1);
      }
      case 'ObjectExpression':
        return this.findInObject(node, scope, String(key), depth);
      case 'ArrayExpression':
        return typeof key === 'number' ? this.findInArray(from, key, depth) : undefined;
      case 'CallExpression':
        return this.findInCall(node, scope, key, depth);
      default:
        return undefined;
    }
  }

  private findInBinding(binding: Binding, key: string | number, depth: number): Member | undefined {
    if (binding.type === 'namespace') {
      const found = typeof key === 'string' ? this.modules.findExport(binding.file, key, depth - 1) : undefined;
      if (found === undefined) return undefined;
      const written = this.settle(found, depth - 1);
      const source = written?.scope.source ?? this.modules.scopeOf(binding.file).source;
      return { source, offset: written?.node.start ?? 0, value: found };
    }
    const cursor = this.settle(binding, depth - 1);
    if (cursor !== undefined) return this.find(cursor, key, depth - 1);
    const target =
      binding.type === 'export' ? this.modules.findExport(binding.file, binding.name, depth - 1) : undefined;
    return target === undefined ? undefined : this.find(target, key, depth - 1);
  }

  /** The expression that a binding ends at. */
  private settle(binding: Cursor | Binding, depth: number): Cursor | undefined {
    if (depth <= 0) return undefined;
    if (!('type' in binding)) return binding;
    switch (binding.type) {
      case 'expression':
        return binding.cursor;
      case 'member': {
        const member = this.find(binding.of, binding.key, depth - 1);
        return member === undefined ? undefined : this.settle(member.value, depth - 1);
      }
      case 'export': {
        const found = this.modules.findExport(binding.file, binding.name, depth - 1);
        return found === undefined ? undefined : this.settle(found, depth - 1);
      }
      case 'namespace':
        return undefined;
    }
  }

  private findInObject(node: ObjectExpression, scope: Scope, key: string, depth: number): Member | undefined {
    for (const property of node.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const found = this.find({ node: property.argument, scope }, key, depth - 1);
        if (found !== undefined) return found;
      } else if (this.keyOf(property, scope) === key) {
        return { source: scope.source, offset: property.start, value: { node: property.value, scope } };
      }
    }
    return undefined;
  }

  private keyOf(property: ObjectProperty, scope: Scope): string | undefined {
    const { key } = property;
    if (key.type === 'PrivateIdentifier') return undefined;
    return property.computed ? this.textOf(key, scope) : memberName(key);
  }

  /** Text that an expression stands for, when that is plain. */
  private textOf(node: Cursor['node'], scope: Scope, depth: number = DEPTH): string | undefined {
    if (depth <= 0) return undefined;
    if (node.type === 'Literal') return String(node.value);
    if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
      return node.quasis[0]?.value.cooked ?? undefined;
    if (node.type === 'TSAsExpression' || node.type === 'ParenthesizedExpression')
      return this.textOf(node.expression, scope, depth - 1);
    const binding = node.type === 'Identifier' ? scope.find(node.name) : undefined;
    const cursor = binding === undefined ? undefined : this.settle(binding, depth - 1);
    return cursor === undefined ? undefined : this.textOf(cursor.node, cursor.scope, depth - 1);
  }

  /** Items before a spread count by position; a spread list is looked into when its length shows. */
  private findInArray(list: Cursor, index: number, depth: number): Member | undefined {
    const items = this.itemsOf(list, depth);
    const item = items?.[index];
    return item === undefined ? undefined : { source: item.scope.source, offset: item.node.start, value: item };
  }

  private itemsOf(list: Cursor, depth: number): readonly Cursor[] | undefined {
    if (depth <= 0) return undefined;
    const { node, scope } = list;
    if (
      node.type === 'ParenthesizedExpression' ||
      node.type === 'TSAsExpression' ||
      node.type === 'TSSatisfiesExpression'
    ) {
      return this.itemsOf({ node: node.expression, scope }, depth - 1);
    }
    if (node.type === 'Identifier') {
      const binding = scope.find(node.name);
      const cursor = binding === undefined ? undefined : this.settle(binding, depth - 1);
      return cursor === undefined ? undefined : this.itemsOf(cursor, depth - 1);
    }
    if (node.type !== 'ArrayExpression') return undefined;
    const items: Cursor[] = [];
    for (const element of node.elements) {
      if (element === null) return items;
      const inner =
        element.type === 'SpreadElement'
          ? this.itemsOf({ node: element.argument, scope }, depth - 1)
          : [{ node: element, scope }];
      if (inner === undefined) return items;
      items.push(...inner);
    }
    return items;
  }

  /** A function in reach: what it returns. Otherwise a factory: the key stands in its argument, the last one first. */
  private findInCall(call: CallExpression, scope: Scope, key: string | number, depth: number): Member | undefined {
    const callee = this.functionOf({ node: call.callee, scope }, depth - 1);
    if (callee !== undefined) {
      const found = this.findInFunction(callee, call, scope, key, depth);
      if (found !== undefined) return found;
    }
    if (typeof key === 'number' || isIteration(call)) return undefined;
    for (const argument of call.arguments.toReversed()) {
      const found =
        argument.type === 'SpreadElement' ? undefined : this.find({ node: argument, scope }, key, depth - 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private functionOf(
    callee: Cursor,
    depth: number,
  ): { readonly node: FunctionLike; readonly scope: Scope } | undefined {
    if (depth <= 0) return undefined;
    const { node, scope } = callee;
    if (isFunction(node)) return { node, scope };
    if (node.type === 'ParenthesizedExpression') return this.functionOf({ node: node.expression, scope }, depth - 1);
    const binding = node.type === 'Identifier' ? scope.find(node.name) : undefined;
    const member =
      node.type === 'MemberExpression' && !node.computed
        ? this.find({ node: node.object, scope }, memberName(node.property) ?? '', depth - 1)
        : undefined;
    const target = binding ?? member?.value;
    const cursor = target === undefined ? undefined : this.settle(target, depth - 1);
    return cursor === undefined ? undefined : this.functionOf(cursor, depth - 1);
  }

  private findInFunction(
    callee: { readonly node: FunctionLike; readonly scope: Scope },
    call: CallExpression,
    scope: Scope,
    key: string | number,
    depth: number,
  ): Member | undefined {
    const { node } = callee;
    const inner = new Scope(callee.scope.source, callee.scope);
    node.params.forEach((parameter, index) => {
      if (parameter.type === 'RestElement' || parameter.type === 'TSParameterProperty') return;
      const argument = call.arguments[index];
      if (argument !== undefined && argument.type !== 'SpreadElement')
        inner.bind(parameter, { type: 'expression', cursor: { node: argument, scope } });
      else if (parameter.type === 'AssignmentPattern')
        inner.bind(parameter, { type: 'expression', cursor: { node: parameter.right, scope: inner } });
    });
    const { body } = node;
    if (body === null) return undefined;
    if (body.type !== 'BlockStatement') return this.find({ node: body, scope: inner }, key, depth - 1);
    inner.declare(body.body);
    for (const returned of returnsOf(body.body)) {
      const found = this.find({ node: returned, scope: inner }, key, depth - 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
