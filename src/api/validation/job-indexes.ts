/** Texts of indexes, `0,2-4`, in policies and in the status of Jobs. Source: validateIndexesFormat in pkg/apis/batch/validation. */
import { quote } from "./field-errors.ts";

export interface Indexes {
  /** How many there are, 0 with a fault. */
  readonly total: number;
  readonly fault?: string;
}

interface Interval {
  readonly first: number;
  readonly last: number;
}

export function parseIndexes(text: string, completions: number): Indexes {
  if (text === "") return { total: 0 };
  let total = 0;
  let previous: number | undefined;
  for (const part of text.split(",")) {
    const interval = parseInterval(part, completions);
    if (typeof interval === "string") return { total: 0, fault: interval };
    const { first, last } = interval;
    if (previous !== undefined && previous >= first) {
      return { total: 0, fault: `non-increasing order, previous: ${previous}, current: ${first}` };
    }
    total += last - first + 1;
    previous = last;
  }
  return { total };
}

/** The first index that both texts name; parts that are malformed are passed over. */
export function overlapOf(
  completed: string,
  failed: string,
  completions: number,
): number | undefined {
  if (completed === "" || failed === "") return undefined;
  const parsed = (text: string): Interval[] =>
    text
      .split(",")
      .map((part) => parseInterval(part, completions))
      .filter((interval) => typeof interval !== "string");
  const left = parsed(completed);
  const right = parsed(failed);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const a = left[i] as Interval;
    const b = right[j] as Interval;
    if (a.first <= b.last && b.first <= a.last) return Math.max(a.first, b.first);
    if (a.first <= b.first) i++;
    else j++;
  }
  return undefined;
}

function parseInterval(text: string, completions: number): Interval | string {
  const ends = text.split("-");
  if (ends.length > 2) {
    return `the fragment ${quote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  }
  const numbers: number[] = [];
  for (const end of ends) {
    if (!/^\+?[0-9]{1,19}$/.test(end)) {
      return `cannot convert string to integer for index: ${quote(end)}`;
    }
    const number = Number(end);
    if (number >= completions) return `too large index: ${quote(end)}`;
    numbers.push(number);
  }
  const [first = 0, last = first] = numbers;
  if (ends.length > 1 && first >= last) {
    return `non-increasing order, previous: ${first}, current: ${last}`;
  }
  return { first, last };
}
