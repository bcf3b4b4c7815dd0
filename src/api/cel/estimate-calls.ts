/** What single calls may cost, by function and overload, from the sizes that their arguments may have. */
import { operators, type CallExpr } from "./ast.ts";
import { stringFactor } from "./cost.ts";
import type { CelType } from "./types.ts";

/** Costs or sizes; `max` is Infinity where nothing bounds it. */
export interface Estimate {
  readonly min: number;
  readonly max: number;
}

export interface Sized {
  readonly size: Estimate;
  readonly type: CelType;
}

interface Part extends Sized {
  readonly cost: Estimate;
  readonly declared?:
    | { readonly element?: { readonly maxElements: number } | undefined }
    | undefined;
}

export interface CallParts {
  readonly name: string;
  readonly target: Part | undefined;
  readonly args: readonly Part[];
  readonly call: CallExpr;
}

export interface CallEstimate {
  /** With the cost of the arguments, without that of the target. */
  readonly cost: Estimate;
  readonly size?: Estimate;
}

export const unknownSize: Estimate = { min: 0, max: Infinity };

export function constant(value: number): Estimate {
  return { min: value, max: value };
}

export function plus(a: Estimate, b: Estimate): Estimate {
  return { min: a.min + b.min, max: a.max + b.max };
}

function scaled({ min, max }: Estimate, factor: number): Estimate {
  return { min: Math.ceil(min * factor), max: Math.ceil(max * factor) };
}

/** Nothing times anything unbounded is nothing. */
function times(a: Estimate, b: Estimate): Estimate {
  return { min: a.min * b.min || 0, max: a.max * b.max || 0 };
}

const regexFactor = 0.25;
const missing: Part = { size: unknownSize, type: { kind: "dyn" }, cost: constant(0) };

export function costOfCall(id: string, parts: CallParts): CallEstimate {
  const sum = parts.args.reduce((total, { cost }) => plus(total, cost), constant(0));
  const library = ofLibrary(id, parts);
  if (library) return { ...library, cost: plus(library.cost, sum) };
  const logical = ofLogic(parts);
  if (logical) return logical;
  const standard = ofStandard(id, parts) ?? { cost: constant(1) };
  return { ...standard, cost: plus(standard.cost, sum) };
}

/** Operators that do not evaluate all of their arguments. */
function ofLogic({ name, args }: CallParts): CallEstimate | undefined {
  const [first = missing, second = missing, third = missing] = args;
  switch (name) {
    case operators.and:
    case operators.or:
      return { cost: { min: first.cost.min, max: first.cost.max + second.cost.max } };
    case operators.conditional: {
      const branch = union(second.cost, third.cost);
      return { cost: plus(first.cost, branch), size: union(second.size, third.size) };
    }
    default:
      return undefined;
  }
}

function union(a: Estimate, b: Estimate): Estimate {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

const compared = /^(?:(?:less|greater)(?:_equals)?_(?:string|bytes)|equals|not_equals)$/;
const traversed = new Set([
  "starts_with_string",
  "ends_with_string",
  "string_to_bytes",
  "bytes_to_string",
  "strings_quote",
  "string_format",
]);

function ofStandard(id: string, { target, args }: CallParts): CallEstimate | undefined {
  const [first = missing, second = missing] = args;
  if (traversed.has(id)) return { cost: scaled(first.size, stringFactor) };
  if (compared.test(id)) {
    const max = Math.min(first.size.max, second.size.max);
    return { cost: scaled({ min: max > 0 ? 1 : 0, max }, stringFactor) };
  }
  switch (id) {
    case "in_list":
      return { cost: second.size };
    case "matches_string": {
      const [text, pattern] = target ? [target, first] : [first, second];
      return { cost: regexCost(text.size, pattern.size) };
    }
    case "contains_string": {
      const text = scaled((target ?? missing).size, stringFactor);
      return { cost: times(text, scaled(first.size, stringFactor)) };
    }
    case "add_string":
    case "add_bytes": {
      const size = plus(first.size, second.size);
      return { cost: scaled(size, stringFactor), size };
    }
    case "add_list":
      return { cost: constant(1), size: plus(first.size, second.size) };
    case "list_sets_contains_list":
    case "list_sets_intersects_list":
      return { cost: plus(times(first.size, second.size), constant(1)) };
    case "list_sets_equivalent_list":
      return { cost: plus(times(times(first.size, second.size), constant(2)), constant(1)) };
    default:
      return undefined;
  }
}

function regexCost(text: Estimate, pattern: Estimate): Estimate {
  const walked = scaled(plus(text, constant(1)), stringFactor);
  return times(walked, scaled(pattern, regexFactor));
}

function ofLibrary(id: string, parts: CallParts): CallEstimate | undefined {
  const { name, target, args } = parts;
  const [first = missing, second = missing] = args;
  switch (name) {
    case "check":
      return { cost: constant(350_000) };
    case "isSorted":
    case "sum":
    case "max":
    case "min":
    case "indexOf":
    case "lastIndexOf":
      return target && { cost: scanCost(target) };
    case "url":
    case "quantity":
    case "isQuantity":
    case "ip":
    case "isIP":
    case "cidr":
    case "isCIDR":
    case "semver":
    case "isSemver":
      if (id === "cidr_ip") return { cost: constant(1) };
      return { cost: scaled(first.size, stringFactor) };
    case "ip.isCanonical":
      return { cost: scaled(first.size, 2 * stringFactor) };
    case "lowerAscii":
    case "upperAscii":
    case "substring":
    case "trim":
      return target && { cost: scaled(target.size, stringFactor), size: target.size };
    case "replace":
      return (
        target && {
          cost: scaled(target.size, 2 * stringFactor),
          size: replacedSize(target.size, first.size, second.size),
        }
      );
    case "split":
      return (
        target && {
          cost: scaled(target.size, 2 * stringFactor),
          size: { min: 0, max: target.size.max },
        }
      );
    case "join":
      return target && joined(target, args[0]);
    case "find":
    case "findAll":
      return (
        target && {
          cost: regexCost(target.size, first.size),
          size: { min: 0, max: target.size.max },
        }
      );
    case "containsIP":
    case "containsCIDR":
      return { cost: containsCost(id, first) };
    default:
      return undefined;
  }
}

function scanCost({ type, size, declared }: Part): Estimate {
  if (type.kind !== "list") return scaled(size, stringFactor);
  const texts = type.element.kind === "string" || type.element.kind === "bytes";
  const longest = { min: 0, max: declared?.element?.maxElements ?? Infinity };
  const each = texts ? plus(constant(1), scaled(longest, stringFactor)) : constant(1);
  return times(size, each);
}

function joined({ size, declared }: Part, separator: Part | undefined): CallEstimate {
  const longest = { min: 0, max: declared?.element?.maxElements ?? Infinity };
  const gaps = { min: Math.max(size.min - 1, 0), max: Math.max(size.max - 1, 0) };
  const text = times(size, longest);
  const total = separator ? plus(text, times(separator.size, gaps)) : text;
  return { cost: scaled(total, stringFactor), size: total };
}

/** The longest result replaces the shortest parts, an empty one around every character. */
function replacedSize(text: Estimate, part: Estimate, by: Estimate): Estimate {
  const bound = (size: number, length: number, longer: boolean, put: number) => {
    if (length === 0) return (size + 1) * put + size;
    return longer ? Math.ceil(size / length) * put : size;
  };
  return {
    min: bound(text.min, part.max, part.max > by.min, by.min) || 0,
    max: bound(text.max, part.min, by.max > part.min, by.max) || 0,
  };
}

/** Addresses have 4 or 16 bytes. */
function containsCost(id: string, other: Part): Estimate {
  const bytes: Estimate = { min: 4, max: 16 };
  const parsed = id.endsWith("_string") ? scaled(other.size, stringFactor) : constant(0);
  const base = plus(scaled(plus(bytes, bytes), stringFactor), parsed);
  if (!id.startsWith("cidr_contains_cidr")) return base;
  return plus(base, plus(scaled(bytes, stringFactor), constant(1)));
}
