// What every cluster of a platform would receive, and the parameters of the rules.
import { renderFolder } from '../../dist/render-folder.js';

const DATE = '2026-01-01';

export async function renderedOf(root) {
  const { resources } = await renderFolder({
    root,
    date: DATE,
    cache: true,
    chartsFolders: [],
    kubernetes: '1.34',
    ignoreConfig: false,
  });
  const names = [...new Set(resources.map((one) => one.environment))];
  const environments = names.map((name) => [name, { protected: name === 'prod', podSecurity: 'restricted' }]);
  const parameters = {
    images: { registries: [] },
    components: {},
    externals: [],
    environments: Object.fromEntries(environments),
    hasConfig: true,
    unrendered: [],
  };
  return { resources, parameters };
}
