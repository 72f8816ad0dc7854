import type { AcmeSolver } from '../model/cloud.ts';

/** What stands in for DNS01: an Ingress that the ACME server reaches. In: the class that some controller answers. */
export function http01Solver(ingressClass = 'istio'): AcmeSolver {
  return { http01: { ingress: { ingressClassName: ingressClass } } };
}
