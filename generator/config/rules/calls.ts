/** Services that call services. */

import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster, DraftService } from '../draft.ts';
import { defineRule } from './_define.ts';
import { joinByPath } from './_uses.ts';

interface Call {
  readonly caller: DraftService;
  readonly callee: DraftService;
  readonly path: ConfigNode['path'];
  readonly clusters: readonly DraftCluster[];
}

function callsOf(draft: Draft): readonly Call[] {
  return joinByPath(writtenCalls(draft));
}

function* writtenCalls(draft: Draft): Iterable<Call> {
  for (const caller of draft.services.values()) {
    for (const { settings, clusters } of caller.variants) {
      for (const { text, path } of settings.get('calls').texts()) {
        const callee = draft.services.get(text);
        if (callee !== undefined) yield { caller, callee, path, clusters };
      }
    }
  }
}

export const selfCall = defineRule({
  name: 'self-call',
  summary: 'A service does not list itself among its calls.',
  *check(draft) {
    for (const { caller, callee, path } of callsOf(draft)) {
      if (caller === callee)
        yield {
          path,
          message: `${quote(caller.name)} calls itself`,
          fix: 'Remove it: a service always reaches itself.',
        };
    }
  },
});

export const callWithoutPort = defineRule({
  name: 'call-without-port',
  summary: 'A called service has a port.',
  *check(draft) {
    for (const { caller, callee, path, clusters } of callsOf(draft)) {
      const silent = clusters.find((cluster) => callee.settingsOn(cluster)?.get('port').exists === false);
      if (caller === callee || silent === undefined) continue;
      yield {
        path,
        message: `${quote(callee.name)} has no port on ${quote(silent.name)}`,
        fix: `Give \`services.${callee.name}\` a \`port\`, or remove the call.`,
      };
    }
  },
});

export const callNotPlaced = defineRule({
  name: 'call-not-placed',
  summary: 'A called service runs on every cluster of its caller.',
  *check(draft) {
    for (const { callee, path, clusters } of callsOf(draft)) {
      const missing = clusters.filter((cluster) => !callee.placement.includes(cluster));
      if (missing.length === 0) continue;
      yield {
        path,
        message: `${quote(callee.name)} does not run on ${missing.map((one) => quote(one.name)).join(', ')}, where the caller does`,
        fix: `Place \`services.${callee.name}\` there too, or drop the call there with an override of \`calls\`.`,
      };
    }
  },
});
