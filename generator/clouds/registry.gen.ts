// Written by scripts/write-registries.mjs from the files of this folder; do not edit.
import type { CloudDefinition } from '../model/cloud.ts';
import { aws } from './aws.ts';
import { gcp } from './gcp.ts';

export * from './aws.ts';
export * from './gcp.ts';

export const CLOUDS: readonly CloudDefinition[] = [
  aws.definition,
  gcp.definition,
];
