import type { Printed } from '../cache/printed.ts';
import type { EmitContext, Emitter } from '../emit/_define.ts';
import type { Platform } from '../model/platform.ts';
import { FilePlan } from './file-plan.ts';

/**
 * Runs every emitter over the platform. The plan does not depend on the emitters' order.
 * @param printed what earlier runs know of the texts
 */
export function buildPlan(
  platform: Platform,
  emitters: readonly Emitter[],
  context: EmitContext,
  printed?: Printed,
): FilePlan {
  const plan = new FilePlan(printed);
  for (const emitter of emitters) for (const spec of emitter.emit(platform, context)) plan.add(spec);
  return plan;
}
