/** Cron schedules of five fields, or a descriptor such as `@daily`. Messages follow robfig/cron, which Kubernetes parses them with. */
import { quote } from "./field-errors.ts";
import { isKnownTimeZone } from "./time-zone.ts";

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");
const fields: readonly Bounds[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: ["", ...months] },
  { low: 0, high: 6, names: days },
];
const descriptors = new Set([
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
]);

/** What is wrong with a schedule, or undefined when it is good. */
export function scheduleError(text: string): string | undefined {
  if (text === "") return "empty spec string";
  let schedule = text;
  if (/^(CRON_)?TZ=/.test(text)) {
    const space = text.indexOf(" ");
    // Where the parser of Kubernetes panics, it answers in these words.
    if (space < 0) {
      return "invalid schedule format: runtime error: slice bounds out of range [:-1]";
    }
    const zone = text.slice(text.indexOf("=") + 1, space);
    if (zone !== "" && zone !== "Local" && !isKnownTimeZone(zone)) {
      return `provided bad location ${zone}: unknown time zone ${zone}`;
    }
    schedule = text.slice(space).trim();
  }
  if (schedule.startsWith("@")) return descriptorError(schedule);
  const parts = schedule.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== fields.length) {
    return `expected exactly 5 fields, found ${parts.length}: [${parts.join(" ")}]`;
  }
  for (const [index, bounds] of fields.entries()) {
    for (const expression of (parts[index] ?? "").split(",")) {
      const error = rangeError(expression, bounds);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function descriptorError(schedule: string): string | undefined {
  if (descriptors.has(schedule)) return undefined;
  if (!schedule.startsWith("@every ")) return `unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice("@every ".length);
  if (/^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$/.test(duration)) return undefined;
  return `failed to parse duration ${schedule}: time: invalid duration ${quote(duration)}`;
}

function rangeError(expression: string, bounds: Bounds): string | undefined {
  const [range = "", step, ...more] = expression.split("/");
  const [lowText = "", highText, ...rest] = range.split("-");
  const star = lowText === "*" || lowText === "?";
  let low = bounds.low;
  let high = bounds.high;
  if (!star) {
    const first = numberOf(lowText, bounds);
    if (typeof first === "string") return first;
    low = first;
    high = first;
    if (rest.length > 0) return `too many hyphens: ${expression}`;
    if (highText !== undefined) {
      const last = numberOf(highText, bounds);
      if (typeof last === "string") return last;
      high = last;
    }
  }
  if (more.length > 0) return `too many slashes: ${expression}`;
  let every = 1;
  if (step !== undefined) {
    const parsed = numberOf(step, { ...bounds, names: [] });
    if (typeof parsed === "string") return parsed;
    every = parsed;
    if (highText === undefined && !star) high = bounds.high;
  }
  if (low < bounds.low) {
    return `beginning of range (${low}) below minimum (${bounds.low}): ${expression}`;
  }
  if (high > bounds.high) {
    return `end of range (${high}) above maximum (${bounds.high}): ${expression}`;
  }
  if (low > high) {
    return `beginning of range (${low}) beyond end of range (${high}): ${expression}`;
  }
  return every === 0 ? `step of range should be a positive number: ${expression}` : undefined;
}

/** The number, or what is wrong with the text. */
function numberOf(text: string, bounds: Bounds): number | string {
  const named = text === "" ? -1 : bounds.names.indexOf(text.toLowerCase());
  if (named >= 0) return named;
  if (/^[+]?[0-9]+$/.test(text)) return Number(text);
  if (/^-[0-9]+$/.test(text)) return `negative number (${text}) not allowed: ${text}`;
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}: invalid syntax`;
}
