/** What is wrong with the values of a chart that is not at hand: every chart wants YAML maps. */
import { isRecord } from '../contract/resource.ts';
import type { ReleaseInput } from './helm-source.ts';
import { type RenderWork, refuseSource, type SourceJob } from './render-work.ts';

export async function checkTexts(work: RenderWork, job: SourceJob, input: ReleaseInput | null): Promise<void> {
  if (input === null) return;
  const { files, settings } = input;
  const texts = [
    // Planned files are printed by us.
    ...files
      .filter(({ view, path }) => view.origin(path) === undefined)
      .map(({ path, text }) => ({ name: path, text })),
    ...(settings.inline === undefined ? [] : [{ name: 'the values of the Application', text: settings.inline }]),
  ];
  for (const { name, text } of texts) {
    // Helm reads the first document, and takes the last of two equal keys.
    const [first] = await work.helm.parse(text);
    const isMap = first === undefined || isRecord(first.object);
    const wrong = first?.error ?? (isMap ? undefined : 'values are a map, and nothing else');
    if (wrong === undefined) continue;
    refuseSource(work, job.subject, {
      rule: 'bad-values',
      title: 'Values cannot be read',
      message: `${name}: ${wrong}`,
      fix: 'Mend the YAML: Helm refuses it.',
    });
  }
}
