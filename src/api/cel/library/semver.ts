/** `semver("1.2.3").isGreaterThan(semver("1.0.0"))`. Follows apiserver's pkg/cel/library/semverlib.go, version 1, over blang/semver. */
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { CelOpaque, uint64Max, type CelValue } from "../values.ts";

class SemverValue extends CelOpaque {
  override readonly typeName = "kubernetes.Semver";
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly [bigint, bigint, bigint], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }
  override equals(other: CelOpaque): boolean {
    return other instanceof SemverValue && compare(this, other) === 0;
  }
}

const number = "(0|[1-9][0-9]*)";
const identifiers = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const shape = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${identifiers}))?(?:\\+${identifiers})?$`,
);

function parse(text: string): SemverValue | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [major = 0n, minor = 0n, patch = 0n] = match.slice(1, 4).map(BigInt);
  if ([major, minor, patch].some((value) => value > uint64Max)) return undefined;
  const prerelease = match[4]?.split(".") ?? [];
  if (prerelease.some((part) => /^0[0-9]+$/.test(part))) return undefined;
  return new SemverValue([major, minor, patch], prerelease);
}

/** `v1.01` becomes `1.1.0`. */
function normalized(text: string): string {
  const [version = "", ...rest] = text
    .trim()
    .replace(/^v/, "")
    .split(/(?=[-+])/);
  const parts = version.split(".").map((part) => part.replace(/^0+(?=[0-9])/, ""));
  while (parts.length < 3) parts.push("0");
  return parts.join(".") + rest.join("");
}

function semverOf(text: string, normalize = false): SemverValue {
  const parsed = parse(normalize ? normalized(text) : text);
  if (parsed) return parsed;
  const fields = text.split(".").length;
  throw new CelError(
    fields < 3 ? "No Major.Minor.Patch elements found" : "Invalid character(s) found in version",
  );
}

function compare(a: SemverValue, b: SemverValue): -1 | 0 | 1 {
  for (const [index, left] of a.numbers.entries()) {
    const right = b.numbers[index] ?? 0n;
    if (left !== right) return left < right ? -1 : 1;
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}

/** A version without one is the later; numbers come before words, and the shorter of equal beginnings first. */
function comparePrerelease(a: readonly string[], b: readonly string[]): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) {
    return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  }
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [leftNumber, rightNumber] = [left, right].map((part) => /^[0-9]+$/.test(part));
    if (leftNumber && rightNumber) return BigInt(left) < BigInt(right) ? -1 : 1;
    if (leftNumber !== rightNumber) return leftNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length === b.length ? 0 : -1;
}

export function semverOverloads(): readonly Overload[] {
  const type = "kubernetes.Semver";
  const is = (text: string, normalize = false): CelValue =>
    parse(normalize ? normalized(text) : text) !== undefined;
  const part = (name: string, index: 0 | 1 | 2) =>
    overload(
      `semver_${name}`,
      `${type}.${name}(): int`,
      ({ numbers }: SemverValue) => numbers[index],
    );
  return [
    overload("string_to_semver", `::semver(string): ${type}`, semverOf),
    overload("string_bool_to_semver", `::semver(string, bool): ${type}`, semverOf),
    overload("is_semver_string", "::isSemver(string): bool", is),
    overload("is_semver_string_bool", "::isSemver(string, bool): bool", is),
    part("major", 0),
    part("minor", 1),
    part("patch", 2),
    overload(
      "semver_is_greater_than",
      `${type}.isGreaterThan(${type}): bool`,
      (a: SemverValue, b: SemverValue) => compare(a, b) > 0,
    ),
    overload(
      "semver_is_less_than",
      `${type}.isLessThan(${type}): bool`,
      (a: SemverValue, b: SemverValue) => compare(a, b) < 0,
    ),
    overload(
      "semver_compare_to",
      `${type}.compareTo(${type}): int`,
      (a: SemverValue, b: SemverValue) => BigInt(compare(a, b)),
    ),
  ];
}
