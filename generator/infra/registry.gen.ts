// Written by scripts/write-registries.mjs from the files of this folder; do not edit.
import type { ComponentDefinition } from '../model/component.ts';
import { certManager } from './cert-manager.ts';
import { istioGateway } from './istio-gateway.ts';
import { istiod } from './istiod.ts';
import { kafka } from './kafka.ts';

export * from './cert-manager.ts';
export * from './istio-gateway.ts';
export * from './istiod.ts';
export * from './kafka.ts';

export const COMPONENTS: readonly ComponentDefinition[] = [
  certManager.definition,
  istioGateway.definition,
  istiod.definition,
  kafka.definition,
];
