/** How DNS answers when two clusters serve a host. */

import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';

export const failoverNotSupported = defineRule({
  name: 'failover-not-supported',
  summary: 'DNS records with weights and health checks are not generated yet: a shared host has failover `none`.',
  *check(draft) {
    for (const service of draft.services.values()) {
      for (const { settings } of service.variants) {
        for (const exposure of settings.get('expose').items()) {
          const failover = exposure.get('failover');
          if (failover.text !== 'active-active' && failover.text !== 'primary') continue;
          yield {
            path: failover.path,
            message: `${quote(failover.text)} needs DNS records with identifiers, weights and health checks, which slipway does not generate yet`,
            fix: "Use failover: 'none' and make the records by hand, or expose the service on one cluster of the environment.",
          };
        }
      }
    }
  },
});
