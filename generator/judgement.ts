import type { ComponentImages } from './catalogue-use.ts';
import type { NotChecked, Violation } from './contract/finding.ts';

/** What judging a plan gives; plain data, so that it can be kept. */
export interface Judgement {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  readonly images: ComponentImages;
  readonly summary: { readonly resources: number; readonly rendered: number };
}
