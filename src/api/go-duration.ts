/** Durations as Go writes them (`300ms`, `1h15m`), with Go's own words for what is none. Source: Go, time.ParseDuration. */

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
/** Go counts nanoseconds in 63 bits. */
const msMax = 2 ** 63 / 1e6;

/** Milliseconds, or what is wrong with the text. */
export function goDuration(text: string): { readonly ms: number } | string {
  const invalid = `time: invalid duration ${JSON.stringify(text)}`;
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  let rest = text.slice(sign.length);
  if (rest === "0") return { ms: 0 };
  if (rest === "") return invalid;
  let ms = 0;
  while (rest !== "") {
    const [number = "", whole = "", fraction] = /^(\d*)(?:\.(\d*))?/.exec(rest) ?? [];
    if (whole === "" && (fraction ?? "") === "") return invalid;
    rest = rest.slice(number.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? "";
    if (unit === "") return `time: missing unit in duration ${JSON.stringify(text)}`;
    const factor = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
    if (factor === undefined) {
      return `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`;
    }
    ms += Number(`${whole || "0"}.${fraction || "0"}`) * factor;
    rest = rest.slice(unit.length);
  }
  if (ms > msMax) return invalid;
  return { ms: sign === "-" ? -ms : ms };
}

/** Go's Duration.String of what is not negative: `1h0m2.5s`, `501.25ms`, `0s`. */
export function goDurationText(ms: number): string {
  const nanos = Math.round(ms * 1e6);
  if (nanos === 0) return "0s";
  if (nanos < 1e3) return `${nanos}ns`;
  if (nanos < 1e6) return `${nanos / 1e3}\u00b5s`;
  if (nanos < 1e9) return `${nanos / 1e6}ms`;
  const minutes = Math.floor(nanos / 6e10);
  const seconds = `${((nanos - minutes * 6e10) / 1e9).toFixed(9).replace(/\.?0+$/, "")}s`;
  if (minutes === 0) return seconds;
  return minutes < 60
    ? `${minutes}m${seconds}`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}
