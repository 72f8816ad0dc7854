// Written by scripts/write-registries.mjs from the files of this folder; do not edit.
import type { CloudDefinition } from '../model/cloud.ts';
import { alibaba } from './alibaba.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { byteplus } from './byteplus.ts';
import { gcp } from './gcp.ts';
import { huawei } from './huawei.ts';
import { oci } from './oci.ts';
import { onPremises } from './on-premises.ts';

export * from './alibaba.ts';
export * from './aws.ts';
export * from './azure.ts';
export * from './byteplus.ts';
export * from './gcp.ts';
export * from './huawei.ts';
export * from './oci.ts';
export * from './on-premises.ts';

export const CLOUDS: readonly CloudDefinition[] = [
  alibaba.definition,
  aws.definition,
  azure.definition,
  byteplus.definition,
  gcp.definition,
  huawei.definition,
  oci.definition,
  onPremises.definition,
];
