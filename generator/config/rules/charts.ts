/** Charts of the author's own choice: what they may bring, and how their namespace stays closed. */
import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';

const GROUP_KIND = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Z][A-Za-z0-9]*$/;

export const invalidClusterKind = defineRule({
  name: 'invalid-cluster-kind',
  summary: 'A cluster-wide kind of a chart is written `group/Kind`, and is not Namespace.',
  *check(draft) {
    for (const { text, path } of draft.charts.flatMap(({ node }) => node.get('clusterKinds').texts())) {
      if (text === 'Namespace') {
        yield {
          path,
          message: 'a chart makes no namespaces: each has one owner, who gives it its guard rails',
          fix: 'Switch the namespace off in the values of the chart; the one that `namespace` names is made for it.',
        };
      } else if (!GROUP_KIND.test(text)) {
        yield {
          path,
          message: `${quote(text)} is not a kind`,
          fix: 'Write the API group without a version, then the kind: `kyverno.io/ClusterPolicy`; no wildcard.',
        };
      }
    }
  },
});

export const chartAmongServices = defineRule({
  name: 'chart-among-services',
  summary: 'A chart in a namespace of services, which is closed both ways, states its connections.',
  *check(draft) {
    for (const { node, placement } of draft.charts) {
      const namespace = node.get('namespace');
      if (node.get('serves').exists || node.get('uses').exists) continue;
      const neighbour = [...draft.services.values()].find(
        (one) => one.namespace === namespace.text && one.placement.some((cluster) => placement.includes(cluster)),
      );
      if (neighbour === undefined) continue;
      yield {
        path: namespace.path,
        message: `namespace ${quote(neighbour.namespace)} of \`services.${neighbour.name}\` lets nothing in or out that is not stated`,
        fix: 'Give the chart a namespace of its own, or state its `serves` and `uses`; `uses: []` if it has no connections.',
      };
    }
  },
});
