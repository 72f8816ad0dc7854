/** How DNS answers when several clusters serve a host. */
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster } from '../draft.ts';
import { claims, clustersOf } from './_claims.ts';
import { defineRule } from './_define.ts';

const DNS_KIND = 'external-dns';

export const failoverImpossible = defineRule({
  name: 'failover-impossible',
  summary: 'Clusters share a DNS record where external-dns runs on all of them, and one cloud has its health checks.',
  *check(draft) {
    for (const claim of claims(draft)) {
      const failover = claim.node.get('failover');
      if (failover.text !== 'active-active' && failover.text !== 'primary') continue;
      const serving = clustersOf(draft, claim);
      if (serving.length < 2) continue;
      const reason = obstacle(draft, serving, failover.text);
      if (reason === undefined) continue;
      yield {
        path: failover.path,
        message: `${quote(failover.text)} cannot be written for ${quote(claim.host)}: ${reason}`,
        fix: "Use failover: 'none' and make the records by hand, or expose the service on one cluster of the environment.",
      };
    }
  },
});

export const failoverConflict = defineRule({
  name: 'failover-conflict',
  summary: 'All exposures of a host say the same failover: it has one DNS record.',
  *check(draft) {
    const first = new Map<string, string>();
    for (const claim of claims(draft)) {
      const failover = claim.node.get('failover');
      const said = failover.text;
      if (said === undefined || clustersOf(draft, claim).length < 2) continue;
      const key = JSON.stringify([claim.environment, claim.gateway, claim.host]);
      const other = first.get(key) ?? said;
      first.set(key, other);
      if (other === said) continue;
      yield {
        path: failover.path,
        message: `${quote(claim.host)} has failover ${quote(other)} elsewhere, and ${quote(said)} here`,
        fix: `A host has one DNS record: write ${quote(other)}, or change the other exposures of it.`,
      };
    }
  },
});

/** Why no record can be shared by these clusters; `undefined` when one can. */
function obstacle(
  draft: Draft,
  serving: readonly DraftCluster[],
  policy: 'active-active' | 'primary',
): string | undefined {
  for (const { cloudDefinition } of serving) {
    const answer = cloudDefinition?.traits.sharedRecord;
    if (typeof answer === 'object') return `${quote(cloudDefinition?.name ?? '')}: ${answer.missing}`;
  }
  if (new Set(serving.map((cluster) => cluster.cloud)).size > 1) {
    return 'its clusters are in several clouds, and a record lies in the DNS of one';
  }
  const without = serving.find((one) => !draft.componentsOn(one).some(({ kind }) => kind === DNS_KIND));
  if (without !== undefined) return `${quote(without.name)} has no component ${DNS_KIND}, which writes the records`;
  if (policy === 'primary' && serving.length > 2) {
    return `${serving.map((one) => quote(one.name)).join(', ')} are more than a primary and a secondary`;
  }
  return undefined;
}
