// Whether the API server takes two values for the same one, although only one of them may say what is filled in otherwise.
import { isRecord } from '../../contract/resource.ts';
import { parseQuantity } from '../../validate/index/quantity.ts';

/** What is filled in by name of the field, wherever it stands in a Pod, a volume or a claim. */
const FILLED_IN: Readonly<Record<string, readonly unknown[]>> = {
  protocol: ['TCP'],
  scheme: ['HTTP'],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  imagePullPolicy: ['IfNotPresent', 'Always'],
  dnsPolicy: ['ClusterFirst'],
  schedulerName: ['default-scheduler'],
  restartPolicy: ['Always'],
  terminationGracePeriodSeconds: [30],
  enableServiceLinks: [true],
  preemptionPolicy: ['PreemptLowerPriority'],
  timeoutSeconds: [1],
  periodSeconds: [10],
  successThreshold: [1],
  failureThreshold: [3],
  initialDelaySeconds: [0],
  defaultMode: [420],
  volumeMode: ['Filesystem'],
  expirationSeconds: [3600],
  divisor: ['0', 0, '1', 1],
  allocationMode: ['ExactCount'],
  count: [1],
  apiGroup: [''],
  iscsiInterface: ['default'],
};
/** Go keeps no difference between these and nothing; an optional boolean, which does keep one, is not among them. */
const PLAIN_BOOLEANS = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'readOnly', 'tty', 'stdin', 'stdinOnce']);
const QUANTITIES = new Set(['requests', 'limits', 'capacity', 'storage', 'sizeLimit', 'divisor', 'podFixed']);

/**
 * Whether an update from one value to the other changes nothing.
 * @param name of the field that holds them
 * @param within name of the field around it
 */
export function isSameValue(before: unknown, after: unknown, name = '', within = ''): boolean {
  if (Object.is(before, after)) return true;
  if (isNothing(before, name) && isNothing(after, name)) return true;
  if (isNothing(before, name)) return isFilledIn(after, name);
  if (isNothing(after, name)) return isFilledIn(before, name);
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((item, index) => isSameValue(item, after[index], '', name));
  }
  if (isRecord(before) && isRecord(after)) return isSameRecord(before, after, name);
  if (!QUANTITIES.has(name) && !QUANTITIES.has(within)) return false;
  const amount = parseQuantity(before);
  return amount !== undefined && amount === parseQuantity(after);
}

function isSameRecord(before: Record<string, unknown>, after: Record<string, unknown>, name: string): boolean {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((key) =>
    isSameValue(before[key], after[key], key, name),
  );
}

function isNothing(value: unknown, name: string): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (value === false) return PLAIN_BOOLEANS.has(name);
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function isFilledIn(value: unknown, name: string): boolean {
  return Object.hasOwn(FILLED_IN, name) && FILLED_IN[name]?.includes(value) === true;
}
