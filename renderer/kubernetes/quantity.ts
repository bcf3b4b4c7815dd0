/** Quantities as numbers, for bars and charts only: nothing is decided by them, so a double is enough. */

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
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

const shape = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/;

/** `250m` is 0.25, `1Gi` is 1073741824; what is not a quantity, or is missing, is 0. */
export function quantityValue(text: string | number | undefined): number {
  const match = shape.exec(String(text ?? "").trim());
  if (!match) return 0;
  const factor = factors[match[2] ?? ""];
  return factor === undefined ? 0 : Number(match[1]) * factor;
}
