/**
 * Label selectors: the query syntax (`a=b,c in (d,e),!f`) and metav1.LabelSelector objects, both as one matcher.
 * Follows apimachinery, pkg/labels/selector.go, with its messages.
 */
import type { LabelSelector as LabelSelectorObject } from "./generated/types.ts";
import {
  integer,
  type LabelOperator,
  type LabelRequirement,
  quote,
  requirementOf,
  SelectorFault,
} from "./label-requirement.ts";
import { parseRequirements } from "./label-selector-parser.ts";
import { badRequest } from "./status.ts";

/** All requirements must hold. No requirement matches everything; `nothing` matches nothing. */
export interface LabelMatcher {
  readonly requirements: readonly LabelRequirement[];
  readonly nothing?: true;
}

export type Labels = Readonly<Record<string, string>>;

export const everyLabel: LabelMatcher = { requirements: [] };
export const noLabel: LabelMatcher = { requirements: [], nothing: true };

function asBadRequest<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SelectorFault) throw badRequest(error.message);
    throw error;
  }
}

/** Parses the `labelSelector` query parameter. An empty text matches everything. Throws StatusError 400. */
export function parseLabelSelector(text: string): LabelMatcher {
  return asBadRequest(() => ({ requirements: parseRequirements(text) }));
}

const objectOperators: Readonly<Record<string, LabelOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
};

/**
 * The matcher of a metav1.LabelSelector: an absent one matches nothing, an empty one everything.
 * Throws StatusError 400 for one that validation would not have let in.
 */
export function labelSelectorOf(selector: LabelSelectorObject | undefined): LabelMatcher {
  if (!selector) return noLabel;
  return asBadRequest(() => {
    const requirements = Object.entries(selector.matchLabels ?? {}).map(([key, value]) =>
      requirementOf(key, "=", [value]),
    );
    for (const { key, operator, values } of selector.matchExpressions ?? []) {
      const known = Object.hasOwn(objectOperators, operator)
        ? objectOperators[operator]
        : undefined;
      if (known === undefined) {
        throw new SelectorFault(`${quote(operator)} is not a valid label selector operator`);
      }
      requirements.push(requirementOf(key, known, values ?? []));
    }
    requirements.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
    return { requirements };
  });
}

/** The matcher of a plain map, as in a Service's or a ReplicationController's selector. An absent map matches nothing. */
export function labelSetSelector(labels: Labels | undefined): LabelMatcher {
  if (labels === undefined) return noLabel;
  return {
    requirements: Object.entries(labels).map(([key, value]) => ({
      key,
      operator: "=",
      values: [value],
    })),
  };
}

function holds(requirement: LabelRequirement, labels: Labels): boolean {
  const { key, operator, values } = requirement;
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "=":
    case "==":
      return value === values[0];
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
      return value !== values[0];
    case "notin":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case "gt":
    case "lt":
    default: {
      if (value === undefined || !integer.test(value)) return false;
      const [left, right] = [BigInt(value), BigInt(values[0] ?? "0")];
      return operator === "gt" ? left > right : left < right;
    }
  }
}

export function matchesLabels(matcher: LabelMatcher, labels: Labels | undefined): boolean {
  if (matcher.nothing) return false;
  const given = labels ?? {};
  return matcher.requirements.every((requirement) => holds(requirement, given));
}

function requirementText({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case "!":
      return `!${key}`;
    case "exists":
      return key;
    case "in":
    case "notin":
      return `${key} ${operator} (${values.join(",")})`;
    case "gt":
      return `${key}>${values[0]}`;
    case "lt":
      return `${key}<${values[0]}`;
    case "=":
    case "==":
    case "!=":
    default:
      return `${key}${operator}${values[0]}`;
  }
}

/** The query syntax of a matcher, its requirements by key: what `status.selector` and printer columns hold. */
export function formatLabelSelector(matcher: LabelMatcher): string {
  return matcher.requirements.map(requirementText).join(",");
}
