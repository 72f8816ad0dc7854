import type { AcmeSolver } from '../model/cloud.ts';

/**
 * What stands in for DNS01: an Ingress that the ACME server reaches.
 * @param ingressClass the class that some controller answers; without one, whoever takes Ingresses without a class
 */
export function http01Solver(ingressClass?: string): AcmeSolver {
  return { http01: { ingress: ingressClass === undefined ? {} : { ingressClassName: ingressClass } } };
}
