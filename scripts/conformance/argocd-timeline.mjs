// Watches Applications until all are Synced and Healthy, or nothing changes any more, and judges the order they came in.
import { setTimeout as sleep } from 'node:timers/promises';

const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
const PAUSE = 1000;
/** Creation times are whole seconds, and we look once a second. */
const SLACK = 2500;
const WAVE = 'argocd.argoproj.io/sync-wave';
const NOT_WAITED_FOR = 'argocd.argoproj.io/ignore-healthcheck';

/**
 * @param expected names of all Applications
 * @param settle seconds without any change after which it is given up
 * @param onChange called with a line for each Application that changed
 * @returns name → `{ application, goodSince? }`
 */
export async function watchApplications(client, { expected, settle, timeout, onChange }) {
  const start = Date.now();
  const seen = new Map();
  let changed = Date.now();
  while (Date.now() - start < timeout * 1000 && Date.now() - changed < settle * 1000) {
    const { body } = await client.request('GET', APPLICATIONS);
    for (const application of body.items ?? []) {
      const { name } = application.metadata;
      const before = seen.get(name);
      const state = stateOf(application);
      const goodSince = before?.goodSince ?? (isGood(application) ? Date.now() : undefined);
      seen.set(name, { application, state, goodSince });
      if (before?.state === state) continue;
      changed = Date.now();
      onChange(`${((Date.now() - start) / 1000).toFixed(0).padStart(5)} s  ${name}: ${state}`);
    }
    const all = [...seen.values()];
    if (expected.every((name) => seen.has(name)) && all.every(({ application }) => isGood(application))) break;
    await sleep(PAUSE);
  }
  return seen;
}

/** What keeps an Application from being Synced and Healthy, or nothing. */
export function whatIsWrong(application) {
  if (isGood(application)) return undefined;
  const { sync, health, operationState, conditions = [], resources = [] } = application.status ?? {};
  const waiting = resources
    .filter((one) => one.status !== 'Synced' || (one.health !== undefined && one.health.status !== 'Healthy'))
    .map((one) => `${one.kind} ${one.namespace ?? ''}/${one.name} ${one.status} ${one.health?.status ?? ''}`.trimEnd());
  return [
    `${sync?.status ?? 'never compared'}, ${health?.status ?? 'health unknown'}`,
    `operation ${operationState?.phase ?? 'none'}: ${operationState?.message ?? ''}`,
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...waiting.slice(0, 8),
  ].join('\n  ');
}

/**
 * Among the children of each parent: what is in a later wave was created after everything before it was good.
 * @returns `{ title, difference? }[]`, one for each child that has somebody to wait for
 */
export function judgeWaves(seen) {
  const results = [];
  for (const [parent, { application }] of seen) {
    const children = (application.status?.resources ?? [])
      .filter(({ kind }) => kind === 'Application')
      .flatMap(({ name }) => seen.get(name) ?? [])
      .map((one) => ({ ...one, wave: Number(one.application.metadata.annotations?.[WAVE] ?? 0) }));
    for (const child of children) {
      const before = children.filter(
        (one) => one.wave < child.wave && one.application.metadata.annotations?.[NOT_WAITED_FOR] !== 'true',
      );
      if (before.length === 0) continue;
      const created = Date.parse(child.application.metadata.creationTimestamp);
      const early = before.filter(({ goodSince }) => goodSince === undefined || goodSince > created + SLACK);
      const title = `${parent}: ${child.application.metadata.name}, wave ${child.wave}`;
      const names = early.map((one) => `${one.application.metadata.name} (wave ${one.wave})`).join(', ');
      results.push({ title, ...(early.length === 0 ? {} : { difference: `  created before ${names} was good` }) });
    }
  }
  return results;
}

function isGood({ metadata, status }) {
  const { sync, health, operationState, conditions = [] } = status ?? {};
  return (
    metadata.deletionTimestamp === undefined &&
    sync?.status === 'Synced' &&
    health?.status === 'Healthy' &&
    operationState?.phase === 'Succeeded' &&
    !conditions.some(({ type }) => /Error|Warning/.test(type))
  );
}

function stateOf({ status }) {
  const { sync, health, operationState, conditions = [] } = status ?? {};
  const words = [sync?.status, health?.status, operationState?.phase].map((one) => one ?? '-');
  return [...words, ...conditions.map(({ type }) => type)].join(' ');
}
