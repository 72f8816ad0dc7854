import { textFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';

const OWNER = 'service chart';

/** The shared service chart, in each version that some environment uses. */
export const serviceChart = defineEmitter({
  name: OWNER,
  *emit(platform, { serviceCharts }) {
    if (platform.services.length === 0) return;
    const used = new Set(platform.environments.map((environment) => environment.serviceChart));
    for (const chart of serviceCharts.filter(({ version }) => used.has(version))) {
      for (const [file, text] of chart.files) {
        yield textFile(`${paths.serviceChart(chart.version)}/${file}`, OWNER, ['services'], text);
      }
    }
  },
});
