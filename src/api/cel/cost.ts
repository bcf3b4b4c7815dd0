/** What evaluation costs, counted as it happens. Follows cel-go's interpreter/runtimecost.go and apiserver's pkg/cel/library/cost.go. */
import { CostLimitExceeded } from "./errors.ts";
import type { Overload } from "./overload.ts";
import { codePoints } from "./lexer.ts";
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
}

export function sizeOf(value: CelValue | undefined): number {
  if (typeof value === "string") return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof CelList || value instanceof CelMap) return value.size;
  if (value instanceof CelOpaque && "size" in value) return Number(value.size);
  return 1;
}

const encoder = new TextEncoder();

/** Of a text by its bytes, rounded down: a short one is free. */
function traversal(value: CelValue | undefined): number {
  if (typeof value === "string") return Math.floor(encoder.encode(value).length * stringFactor);
  if (value instanceof Uint8Array) return Math.floor(value.length * stringFactor);
  if (!(value instanceof CelList)) return 1;
  let cost = 0;
  for (const element of value) cost += traversal(element);
  return cost;
}

type CallCost = (args: readonly CelValue[], result: CelValue, id: string) => number;

const scaled = (size: number): number => Math.ceil(size * stringFactor);
const ofFirst: CallCost = ([first]) => scaled(sizeOf(first));
const smaller: CallCost = ([a, b]) => scaled(Math.min(sizeOf(a), sizeOf(b)));
const sum: CallCost = ([a, b]) => scaled(sizeOf(a) + sizeOf(b));
const scan: CallCost = ([list]) => traversal(list);
const twice: CallCost = ([first]) => scaled(sizeOf(first) * 2);
const regex: CallCost = ([text, pattern]) =>
  Math.ceil((1 + sizeOf(text)) * stringFactor) * Math.ceil(sizeOf(pattern) * regexFactor);
const pairwise: CallCost = ([a, b]) => 1 + sizeOf(a) * sizeOf(b);

/** By overload. */
const byId: Readonly<Record<string, CallCost>> = {
  starts_with_string: ofFirst,
  ends_with_string: ofFirst,
  string_to_bytes: ofFirst,
  bytes_to_string: ofFirst,
  strings_quote: ofFirst,
  string_format: ofFirst,
  in_list: ([, list]) => sizeOf(list),
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
  contains_string: ([text, part]) => scaled(sizeOf(text)) * scaled(sizeOf(part)),
  list_sets_contains_list: pairwise,
  list_sets_intersects_list: pairwise,
  list_sets_equivalent_list: ([a, b]) => 1 + 2 * sizeOf(a) * sizeOf(b),
};

const containsIp: CallCost = ([cidr, other], _result, id) =>
  scaled(sizeOf(cidr) * 2) + (id === "cidr_contains_ip_string" ? scaled(sizeOf(other)) : 0);
const containsCidr: CallCost = ([cidr, other], _result, id) =>
  scaled(sizeOf(cidr) * 2) +
  scaled(sizeOf(cidr)) +
  1 +
  (id === "cidr_contains_cidr_string" ? scaled(sizeOf(other)) : 0);

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
  join: (_args, result) => scaled(sizeOf(result) * 2),
  find: regex,
  findAll: regex,
  cidr: ofFirst,
  isIP: ofFirst,
  isCIDR: ofFirst,
  ip: ([first], _result, id) => (id === "cidr_ip" ? 1 : scaled(sizeOf(first))),
  "ip.isCanonical": twice,
  containsIP: containsIp,
  containsCIDR: containsCidr,
  quantity: ofFirst,
  isQuantity: ofFirst,
  semver: ofFirst,
  isSemver: ofFirst,
  slice: ([list]) => sizeOf(list),
  flatten: (_args, result) => sizeOf(result),
  distinct: ([list]) => sizeOf(list) ** 2,
  "lists.range": (_args, result) => sizeOf(result),
  reverse: ([list]) => sizeOf(list),
  sort: ([list]) => sizeOf(list) ** 2,
  "@sortByAssociatedKeys": ([list]) => sizeOf(list) ** 2,
  validate: ([, text]) => scaled(sizeOf(text)),
};

/** What one call cost, given its arguments and result. */
export function callCost(overload: Overload, args: readonly CelValue[], result: CelValue): number {
  const cost = byId[overload.id] ?? byName[overload.name];
  return cost ? cost(args, result, overload.id) : 1;
}
