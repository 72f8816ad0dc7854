/** Kubernetes quantities as numbers, so that no policy has to compute with text. */

const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;
const BINARY = 'KMGTPE';
const DECIMAL: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

/** `250m` → 0.25, `1Gi` → 1073741824; `undefined` for what the API server refuses, such as `512MB`. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = QUANTITY.exec(value);
  if (match === null) return undefined;
  const amount = Number(match[1]);
  const [, , binary, decimal, exponent] = match;
  if (binary !== undefined) return amount * 1024 ** (BINARY.indexOf(binary.charAt(0)) + 1);
  if (decimal !== undefined) return amount * (DECIMAL[decimal] ?? 1);
  return exponent === undefined ? amount : amount * 10 ** Number(exponent);
}

/** One resource list (`requests`, `limits`, `hard`): CPU in millicores, everything else in its base unit. */
export function normalizeQuantities(list: unknown): { values: Record<string, number>; malformed: string[] } {
  const values: Record<string, number> = {};
  const malformed: string[] = [];
  if (typeof list !== 'object' || list === null || Array.isArray(list)) return { values, malformed };
  for (const [name, written] of Object.entries(list)) {
    const amount = parseQuantity(written);
    if (amount === undefined) malformed.push(name);
    else values[name] = isCpu(name) ? Math.ceil(amount * 1000 - 1e-9) : Math.ceil(amount);
  }
  return { values, malformed };
}

function isCpu(name: string): boolean {
  return name === 'cpu' || name === 'requests.cpu' || name === 'limits.cpu';
}
