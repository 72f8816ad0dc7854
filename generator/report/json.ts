import { countFindings, defineReport } from './_define.ts';

/** The stable machine format, version 1. */
export const json = defineReport({
  name: 'json',
  summary: 'everything, for programs',
  render: ({ findings, notChecked, summary }) =>
    `${JSON.stringify({ version: 1, summary: { ...summary, ...countFindings(findings) }, notChecked, findings }, null, 2)}\n`,
});
