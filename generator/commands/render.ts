import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { groupBy } from '../contract/group-by.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { Rendered } from '../contract/rendered.ts';
import { didYouMean } from '../contract/suggest.ts';
import { printYaml } from '../plan/yaml.ts';
import { renderFolder } from '../render-folder.ts';
import { plainText } from '../report/_define.ts';
import { pretty } from '../report/pretty.ts';
import { type CommonArgs, commonArgs, failing, runOptions } from './_common.ts';

export default defineCommand({
  meta: {
    name: 'render',
    description: 'Print what Argo CD would apply: of everything, of one Application or of one cluster.',
  },
  args: {
    ...commonArgs,
    output: {
      type: 'string',
      alias: 'o',
      description: 'write DIR/<cluster>/<application>.yaml instead of printing',
      valueHint: 'DIR',
    },
    kubernetes: { type: 'string', description: 'minor of clusters that no config describes', default: '1.36' },
    what: { type: 'positional', description: 'Application or cluster', required: false, valueHint: 'NAME' },
  },
  async run({ args, rawArgs }) {
    // A config is code: that of a folder which was only pointed at is not run.
    const ignoreConfig = args.config === undefined && rawArgs.some((word) => /^(-C|--root)/.test(word));
    const rendered = await renderFolder({ ...runOptions(args), kubernetes: args.kubernetes, ignoreConfig });
    const chosen = choose(rendered.resources, args.what);
    const done: string[] = [];
    if (args.output === undefined) process.stdout.write(chosen.map(printResource).join(''));
    else done.push(`${writeFiles(resolve(args.output), chosen)} files written to ${args.output}`);
    return tell(args, rendered, done);
  },
});

/** Findings and what was left out go to stderr: stdout may be piped into a cluster. */
function tell(args: CommonArgs, rendered: Awaited<ReturnType<typeof renderFolder>>, done: readonly string[]): number {
  const { resources, applications, findings, notChecked } = rendered;
  const summary = { resources: resources.length, rendered: applications };
  const all = failing(args, { findings, notChecked, summary, done });
  process.stderr.write(pretty.render(all.report, { color: false, verbose: args.verbose === true }));
  return all.code;
}

function choose(resources: readonly Rendered[], what: string | undefined): readonly Rendered[] {
  if (what === undefined) return resources;
  const chosen = resources.filter((one) => one.application === what || one.cluster === what);
  if (chosen.length > 0) return chosen;
  const names = [...new Set(resources.flatMap((one) => [one.application, one.cluster]))].filter((name) => name !== '');
  throw new PlatformError(
    'unknown-name',
    `"${plainText(what)}" is neither an Application nor a cluster that gets something${didYouMean(what, names)}`,
    { fix: names.length > 20 ? `There are ${names.length} names.` : `Choose one of ${names.join(', ')}.` },
  );
}

function printResource({ source, template, resource }: Rendered): string {
  // In the order in which people write them.
  const { apiVersion, kind, metadata, ...others } = resource;
  return `---\n# Source: ${plainText(template ?? source)}\n${printYaml({ apiVersion, kind, metadata, ...others })}`;
}

function writeFiles(folder: string, resources: readonly Rendered[]): number {
  const files = groupBy(resources, ({ cluster, application }) =>
    join(folder, fileName(cluster || 'no-cluster'), `${fileName(application || 'no-application')}.yaml`),
  );
  for (const [path, parts] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, parts.map(printResource).join(''));
  }
  return files.size;
}

/** Names out of a repository must not choose where a file goes. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '') || '-';
}
