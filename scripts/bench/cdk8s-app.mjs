// A cdk8s program that makes given resources, one chart an Application: node cdk8s-app.mjs CDK8S RESOURCES OUT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, file, outdir] = process.argv.slice(2);
const { ApiObject, App, Chart } = createRequire(join(folder, 'package.json'))('cdk8s');
const app = new App({ outdir });
for (const [name, members] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
  const chart = new Chart(app, name, { disableResourceNameHashes: true });
  for (const [place, resource] of members.entries()) new ApiObject(chart, String(place), resource);
}
app.synth();
