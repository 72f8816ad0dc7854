/** Small questions about one syntax node. */
import type { CallExpression, Expression, Statement } from '@oxc-project/types';
import type { Cursor, FunctionLike } from './scope.ts';

export function isFunction(node: Cursor['node']): node is FunctionLike {
  return (
    node.type === 'ArrowFunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression'
  );
}

/** `Object.fromEntries(…)` and `list.map(…)` make keys that no place shows. */
export function isIteration(call: CallExpression): boolean {
  const { callee } = call;
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    /^(fromEntries|map|flatMap|filter|reduce|concat)$/.test(memberName(callee.property) ?? '')
  );
}

export function memberName(node: {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
}): string | undefined {
  if (node.type === 'Identifier') return String(node.name);
  return node.type === 'Literal' ? String(node.value) : undefined;
}

/** Returned expressions, the last first; functions inside have their own. */
export function returnsOf(statements: readonly Statement[]): readonly Expression[] {
  return statements.toReversed().flatMap((statement): readonly Expression[] => {
    switch (statement.type) {
      case 'ReturnStatement':
        return statement.argument === null ? [] : [statement.argument];
      case 'BlockStatement':
        return returnsOf(statement.body);
      case 'IfStatement':
        return returnsOf([statement.consequent, ...(statement.alternate === null ? [] : [statement.alternate])]);
      default:
        return [];
    }
  });
}
