/** Kubernetes quantities, far enough to compare them. */
const QUANTITY = /^\+?(\d+(?:\.\d*)?|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,2})?$/;

const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** The number that a quantity means; only for comparing. */
export function quantityValue(text: string): number {
  const [, digits = '0', unit = ''] = QUANTITY.exec(text) ?? [];
  return Number(digits) * (UNITS[unit] ?? 10 ** Number(unit.slice(1)));
}
