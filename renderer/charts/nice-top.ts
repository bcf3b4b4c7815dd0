/** Where a value axis ends: a round number, so that its labels are round too. */

/** The smallest round number that is not below `value`: for base 2 a power of two, else 1, 2, 4, 5 or 10 times a power of ten. */
export function niceTop(value: number, base: 2 | 10): number {
  if (!(value > 0)) return 1;
  if (base === 2) return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((factor) => value <= factor * power * (1 + 1e-9));
  return (step ?? 10) * power;
}
