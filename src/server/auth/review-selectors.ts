/** What the selectors of an access review ask for, and what of them is left out because it cannot be read (pkg/registry/authorization/util). */
import type { ResourceAttributes } from "../../api/generated/types.ts";
import { parseFieldSelector, type FieldRequirement } from "../../api/field-selector.ts";
import { requirementOf, type LabelOperator } from "../../api/label-requirement.ts";
import { parseLabelSelector } from "../../api/label-selector.ts";

export interface AskedSelector<T> {
  readonly requirements: readonly T[];
  /** Whether some of it, or all, is left out: an authorizer then decides about more than was asked. */
  readonly faulty: boolean;
}

const labelOperators: Readonly<Record<string, LabelOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
};

/** `In` and `NotIn` of one value are all that field selectors know. */
export function askedFields({
  fieldSelector,
}: ResourceAttributes): AskedSelector<FieldRequirement> {
  if (!fieldSelector) return { requirements: [], faulty: false };
  const { rawSelector, requirements: asked = [] } = fieldSelector;
  if (rawSelector) {
    try {
      return { requirements: parseFieldSelector(rawSelector).requirements, faulty: false };
    } catch {
      return { requirements: [], faulty: true };
    }
  }
  const requirements = asked.flatMap(({ key: field, operator, values = [] }) => {
    const [value] = values;
    if (values.length !== 1 || value === undefined) return [];
    if (operator !== "In" && operator !== "NotIn") return [];
    return { field, operator: operator === "In" ? "=" : "!=", value } as const;
  });
  return { requirements, faulty: requirements.length < asked.length };
}

/** What to say of selectors that could not be read, or not all of them; nothing of those that could. */
export function selectorFaults(asked: ResourceAttributes | undefined): readonly string[] {
  if (!asked) return [];
  const fields = askedFields(asked);
  const labels = askedLabels(asked);
  return (
    [
      ["fieldSelector", fields.faulty, fields.requirements.length],
      ["labelSelector", labels.faulty, labels.read],
    ] as const
  ).flatMap(([name, faulty, read]) => {
    const how = read > 0 ? "partially ignored" : "ignored";
    return faulty ? [`spec.resourceAttributes.${name} ${how} due to parse error`] : [];
  });
}

function askedLabels({ labelSelector }: ResourceAttributes): {
  readonly read: number;
  readonly faulty: boolean;
} {
  if (!labelSelector) return { read: 0, faulty: false };
  const { rawSelector, requirements = [] } = labelSelector;
  if (rawSelector) return { read: 0, faulty: !succeeds(() => parseLabelSelector(rawSelector)) };
  const readable = requirements.filter(({ key, operator, values = [] }) => {
    const known = Object.hasOwn(labelOperators, operator) ? labelOperators[operator] : undefined;
    return known !== undefined && succeeds(() => requirementOf(key, known, values));
  });
  return { read: readable.length, faulty: readable.length < requirements.length };
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
