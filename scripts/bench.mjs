// Measures the rows of the performance budget (docs/performance.md) side by side with the usual tools, in one run.
//   npm run bench -- [--tools DIR] [--cdk8s DIR] [--charts DIR]   where helm, kubeconform and conftest lie; cdk8s; archives of others
//                    [--only cold,edited,synth,check,tenfold,policies]   some rows
//                    [--services 200] [--environments 5] [--large]   another size; a platform with everything
//                    [--cpu-profile DIR] [--stages] [--keep]
//                    [--engines]   the engines alone
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createBudget } from './bench/budget.mjs';
import { benchEngines } from './bench/engines.mjs';
import { measure, median } from './bench/measure.mjs';
import { ROWS } from './bench/rows.mjs';
import { findTools } from './bench/tools.mjs';

const { values } = parseArgs({
  options: {
    tools: { type: 'string', default: join(homedir(), '.cache/slipway-conformance/bin') },
    cdk8s: { type: 'string' },
    charts: { type: 'string' },
    only: { type: 'string', default: Object.keys(ROWS).join() },
    services: { type: 'string', default: '200' },
    environments: { type: 'string', default: '5' },
    large: { type: 'boolean', default: false },
    'cpu-profile': { type: 'string' },
    stages: { type: 'boolean', default: false },
    engines: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const print = (line = '') => process.stdout.write(`${line}\n`);
const tools = findTools(resolve(values.tools));

if (values.engines) {
  const bare = median(await Promise.all([1, 2, 3].map(async () => (await measure(['-e', '0'])).milliseconds)));
  await benchEngines({ bare, helm: tools.helm, charts: values.charts, print });
} else {
  const budget = createBudget({
    size: { services: Number(values.services), environments: Number(values.environments), large: values.large },
    tools,
    cdk8s: values.cdk8s === undefined ? undefined : resolve(values.cdk8s),
    nodeOptions:
      values['cpu-profile'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(values['cpu-profile'])}`],
    stages: values.stages,
    print,
  });
  try {
    await budget.describe();
    for (const name of values.only.split(',')) {
      const row = ROWS[name];
      if (row === undefined) throw new Error(`no row ${name}: choose of ${Object.keys(ROWS).join()}`);
      await row(budget);
    }
    process.exitCode = budget.short() > 0 ? 1 : 0;
  } finally {
    if (values.keep) print(`\nkept ${budget.folder}`);
    else budget.close();
  }
}
