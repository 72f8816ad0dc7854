import { isIP, isIPv4, isIPv6 } from 'node:net';
import { report, type Walk } from './schema-error.ts';
import type { SchemaNode } from './schema-node.ts';

const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const CIDR = /^(.+)\/(\d{1,3})$/;
const INT32 = 2 ** 31;

type Check = (value: unknown) => boolean;
const onStrings =
  (check: (value: string) => boolean): Check =>
  (value) =>
    typeof value !== 'string' || check(value);

/** The formats that API servers check; any other is a remark for the reader. */
const FORMATS: Readonly<Record<string, Check>> = {
  int32: (value) => typeof value !== 'number' || (value >= -INT32 && value < INT32),
  int64: (value) => typeof value !== 'number' || Math.abs(value) <= 2 ** 63,
  quantity: onStrings((value) => QUANTITY.test(value.trim())),
  byte: onStrings((value) => BASE64.test(value.replace(/[\r\n]/g, ''))),
  'date-time': onStrings((value) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))),
  date: onStrings((value) => DATE.test(value)),
  ipv4: onStrings(isIPv4),
  ipv6: onStrings(isIPv6),
  cidr: onStrings(isCidr),
  uuid: onStrings((value) => UUID.test(value)),
};

/** Checks `format` of a value whose type is right. */
export function checkFormat(value: unknown, node: SchemaNode, walk: Walk): void {
  const { format } = node;
  if (format === undefined) return;
  const check = FORMATS[format];
  if (check === undefined || check(value)) return;
  report(walk, 'format', { params: { format }, data: value, parentSchema: node });
}

function isCidr(value: string): boolean {
  const match = CIDR.exec(value);
  const version = isIP(match?.[1] ?? '');
  return version !== 0 && Number(match?.[2]) <= (version === 4 ? 32 : 128);
}
