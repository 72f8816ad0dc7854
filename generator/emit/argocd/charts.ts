import type { FileSpec } from '../../contract/file-spec.ts';
import { NO_ORIGINS, objectFile } from '../../contract/file-spec.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { isWritten } from '../_layers.ts';
import { kindOfGroup, paths } from '../_paths.ts';
import { names, projectOf } from './_names.ts';
import { WAVES } from './_waves.ts';

const OWNER = 'third-party charts';

/** Applications from charts of third parties, each with its values. */
export const thirdPartyCharts = defineEmitter({
  name: OWNER,
  *emit(platform): Iterable<FileSpec> {
    for (const chart of platform.charts) {
      const path = paths.values(kindOfGroup(chart.layer), chart.name);
      const values = isWritten(chart.values);
      if (values && chart.placement.length > 0) {
        const origins = new Map([['', [...chart.origin, 'values']]]);
        yield {
          path,
          owner: OWNER,
          mode: 'owned',
          body: { type: 'values', values: chart.values },
          origin: chart.origin,
          origins: values ? origins : NO_ORIGINS,
        };
      }
      for (const cluster of chart.placement) {
        yield objectFile(
          `${paths.group(cluster.name, chart.layer)}/${chart.name}.yaml`,
          OWNER,
          chart.origin,
          application(platform, {
            name: names.application(cluster, chart.name),
            project: projectOf(cluster, chart),
            wave: WAVES.service,
            sources: [
              {
                type: 'remoteChart',
                repository: chart.repository,
                chart: chart.chart,
                version: chart.version,
                release: chart.name,
                valueFiles: values ? [path] : [],
              },
            ],
            destination: { cluster, namespace: chart.namespace },
            revision: cluster.environment.revision,
            cascade: true,
            confirmDeletes: cluster.environment.protected,
            ignoreHealth: true,
            partOf: cluster.name,
            ignoreDifferences: [],
          }),
        );
      }
    }
  },
});
