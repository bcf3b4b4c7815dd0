/** What evaluation costs, counted as it happens. Follows cel-go's interpreter/runtimecost.go and apiserver's pkg/cel/library/cost.go. */
import { CostLimitExceeded } from "./errors.ts";
import type { Overload } from "./overload.ts";
import { utf8Length } from "../utf8.ts";
import { codePoints } from "./lexer.ts";
import { spendElements } from "./text-work.ts";
import { CelList, CelMap, CelOpaque, type CelValue } from "./values.ts";

/** Of one evaluation of one expression (apiserver, pkg/apis/cel/config.go). */
export const perCallLimit = 1_000_000;
/** Of all expressions of one policy, or one custom resource, in one request. */
export const runtimeBudget = 10_000_000;
/** Of all match conditions of one webhook or policy in one request. */
export const matchConditionsBudget = 2_500_000;

export const stringFactor = 0.1;
const regexFactor = 0.25;
export const listBaseCost = 10;
export const mapBaseCost = 30;
export const structBaseCost = 40;

export class CostMeter {
  spent = 0;
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Throws CostLimitExceeded. */
  add(cost: number): void {
    this.spent += cost;
    if (this.spent > this.limit) throw new CostLimitExceeded();
  }

  /** As adding 1 so many times: what is spent in the end is one above the limit. */
  addUnits(count: number): void {
    this.spent += count;
    if (this.spent <= this.limit) return;
    this.spent = Math.min(this.spent, Math.floor(this.limit) + 1);
    throw new CostLimitExceeded();
  }
}

export function sizeOf(value: CelValue | undefined): number {
  if (typeof value === "string") return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof CelList || value instanceof CelMap) return value.size;
  if (value instanceof CelOpaque && "size" in value) return Number(value.size);
  return 1;
}

/** Of a text by its bytes, rounded down: a short one is free. */
function traversal(value: CelValue | undefined): number {
  if (typeof value === "string") {
    // A character has three bytes at most.
    return value.length <= 3 ? 0 : Math.floor(utf8Length(value) * stringFactor);
  }
  if (value instanceof Uint8Array) return Math.floor(value.length * stringFactor);
  if (!(value instanceof CelList)) return 1;
  const { size } = value;
  spendElements(size * 4);
  let cost = 0;
  for (let index = 0; index < size; index++) cost += traversal(value.at(index));
  return cost;
}

/** Of one call, given its first two arguments, where it has them, and its result. */
export type CallCost = (
  first: CelValue | undefined,
  second: CelValue | undefined,
  result: CelValue,
) => number;

const scaled = (size: number): number => Math.ceil(size * stringFactor);
const ofFirst: CallCost = (first) => scaled(sizeOf(first));
const smaller: CallCost = (a, b) =>
  typeof a === "bigint" && typeof b === "bigint" ? 1 : scaled(Math.min(sizeOf(a), sizeOf(b)));
const sum: CallCost = (a, b) => scaled(sizeOf(a) + sizeOf(b));
const scan: CallCost = (list) => traversal(list);
const twice: CallCost = (first) => scaled(sizeOf(first) * 2);
const regex: CallCost = (text, pattern) =>
  Math.ceil((1 + sizeOf(text)) * stringFactor) * Math.ceil(sizeOf(pattern) * regexFactor);
const pairwise: CallCost = (a, b) => 1 + sizeOf(a) * sizeOf(b);

/** By overload. */
const byId: Readonly<Record<string, CallCost>> = {
  starts_with_string: ofFirst,
  ends_with_string: ofFirst,
  string_to_bytes: ofFirst,
  bytes_to_string: ofFirst,
  strings_quote: ofFirst,
  string_format: ofFirst,
  in_list: (_value, list) => sizeOf(list),
  less_string: smaller,
  less_bytes: smaller,
  less_equals_string: smaller,
  less_equals_bytes: smaller,
  greater_string: smaller,
  greater_bytes: smaller,
  greater_equals_string: smaller,
  greater_equals_bytes: smaller,
  equals: smaller,
  not_equals: smaller,
  add_string: sum,
  add_bytes: sum,
  matches_string: regex,
  contains_string: (text, part) => scaled(sizeOf(text)) * scaled(sizeOf(part)),
  list_sets_contains_list: pairwise,
  list_sets_intersects_list: pairwise,
  list_sets_equivalent_list: (a, b) => 1 + 2 * sizeOf(a) * sizeOf(b),
};

const containsIp = (id: string): CallCost => {
  const parses = id === "cidr_contains_ip_string";
  return (cidr, other) => scaled(sizeOf(cidr) * 2) + (parses ? scaled(sizeOf(other)) : 0);
};
const containsCidr = (id: string): CallCost => {
  const parses = id === "cidr_contains_cidr_string";
  return (cidr, other) =>
    scaled(sizeOf(cidr) * 2) + scaled(sizeOf(cidr)) + 1 + (parses ? scaled(sizeOf(other)) : 0);
};

/** By function, where its overloads differ: of the overload's id. */
const byNameAndId: Readonly<Record<string, (id: string) => CallCost>> = {
  ip: (id) => (id === "cidr_ip" ? () => 1 : ofFirst),
  containsIP: containsIp,
  containsCIDR: containsCidr,
};

/** By function, for the libraries of Kubernetes. */
const byName: Readonly<Record<string, CallCost>> = {
  check: () => 350_000,
  isSorted: scan,
  sum: scan,
  max: scan,
  min: scan,
  indexOf: scan,
  lastIndexOf: scan,
  url: ofFirst,
  lowerAscii: ofFirst,
  upperAscii: ofFirst,
  substring: ofFirst,
  trim: ofFirst,
  replace: twice,
  split: twice,
  join: (_list, _separator, result) => scaled(sizeOf(result) * 2),
  find: regex,
  findAll: regex,
  cidr: ofFirst,
  isIP: ofFirst,
  isCIDR: ofFirst,
  "ip.isCanonical": twice,
  quantity: ofFirst,
  isQuantity: ofFirst,
  semver: ofFirst,
  isSemver: ofFirst,
  slice: (list) => sizeOf(list),
  flatten: (_list, _depth, result) => sizeOf(result),
  distinct: (list) => sizeOf(list) ** 2,
  "lists.range": (_size, _none, result) => sizeOf(result),
  reverse: (list) => sizeOf(list),
  sort: (list) => sizeOf(list) ** 2,
  "@sortByAssociatedKeys": (list) => sizeOf(list) ** 2,
  validate: (_format, text) => scaled(sizeOf(text)),
};

/** How calls of an overload are charged; undefined: 1 each. */
export function callCostOf({ id, name }: Overload): CallCost | undefined {
  return byId[id] ?? byNameAndId[name]?.(id) ?? byName[name];
}
