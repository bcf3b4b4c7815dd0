/** Values that are a number or a percentage: `maxSurge: 25%`. Source: apimachinery's intstr. */

/** The number that `value` means for `total`; undefined when it is neither a number nor a percentage. */
export function scaledValue(
  value: number | string | undefined,
  total: number,
  rounding: "up" | "down",
): number | undefined {
  if (typeof value === "number") return value;
  const match = /^(\d+)%$/.exec(value ?? "");
  if (match === null) return undefined;
  const exact = (Number(match[1]) * total) / 100;
  return rounding === "up" ? Math.ceil(exact) : Math.floor(exact);
}
