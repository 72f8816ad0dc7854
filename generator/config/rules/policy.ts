/** Waivers and what the policy section names. */
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft } from '../draft.ts';
import { defineRule } from './_define.ts';

const waivers = (draft: Draft): readonly ConfigNode[] =>
  draft.root
    .at('policy', 'waivers')
    .items()
    .filter((one) => one.isRecord);

/** Whether the calendar has the day. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export const waiverDate = defineRule({
  name: 'waiver-date',
  summary: 'A waiver expires on a day, `YYYY-MM-DD`.',
  *check(draft) {
    for (const waiver of waivers(draft)) {
      const { text, path } = waiver.get('expires');
      if (text === undefined || isDay(text)) continue;
      yield { path, message: `${quote(text)} is not a day`, fix: 'Write YYYY-MM-DD, e.g. `2027-03-31`.' };
    }
  },
});

export const waiverIncomplete = defineRule({
  name: 'waiver-incomplete',
  summary: 'A waiver names its owner and its reason.',
  *check(draft) {
    for (const waiver of waivers(draft)) {
      for (const key of ['owner', 'reason']) {
        const said = waiver.get(key);
        if (said.exists && said.text?.trim() !== '') continue;
        yield {
          path: said.exists ? said.path : waiver.path,
          message: `the waiver has no ${key}`,
          fix: `Say ${key === 'owner' ? 'who answers for it' : 'why it is right here'}.`,
        };
      }
    }
  },
});

/** `Kind/namespace/name`, each part with `*`; cluster-scoped objects leave the namespace empty. */
const TARGET = /^[A-Za-z*][A-Za-z0-9*.]*\/[a-z0-9*.-]*\/[A-Za-z0-9*.:_-]+$/;

export const invalidTarget = defineRule({
  name: 'invalid-target',
  summary: 'Targets of waivers and externals are written `Kind/namespace/name`.',
  *check(draft) {
    for (const { text, path } of [
      ...waivers(draft).map((one) => one.get('target')),
      ...draft.root.at('policy', 'externals').items(),
    ]) {
      if (text === undefined || TARGET.test(text)) continue;
      yield {
        path,
        message: `${quote(text)} is not \`Kind/namespace/name\``,
        fix: 'Write e.g. `Deployment/web/web`; `*` matches anything, and a cluster-scoped object has an empty namespace: `ClusterRole//reader`.',
      };
    }
  },
});

export const duplicateWaiver = defineRule({
  name: 'duplicate-waiver',
  summary: 'A rule is waived for a target once.',
  severity: 'low',
  *check(draft) {
    const seen = new Set<string>();
    for (const waiver of waivers(draft)) {
      const key = JSON.stringify([waiver.get('rule').text, waiver.get('target').text]);
      if (seen.has(key))
        yield {
          path: waiver.path,
          message: 'this rule is already waived for this target',
          fix: 'Remove one of the two.',
        };
      seen.add(key);
    }
  },
});
