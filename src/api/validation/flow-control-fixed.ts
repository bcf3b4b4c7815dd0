/**
 * The specs that priority and fairness cannot do without and that nobody may change. Source: apiserver,
 * pkg/apis/flowcontrol/bootstrap (the mandatory objects) and pkg/apis/flowcontrol/validation.
 */
import type {
  FlowSchema,
  PolicyRulesWithSubjects,
  PriorityLevelConfiguration,
} from "../generated/types.ts";
import { invalidValue, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { same } from "./same.ts";

function everythingOf(...groups: readonly string[]): PolicyRulesWithSubjects {
  const all = ["*"];
  return {
    subjects: groups.map((name) => ({ kind: "Group", group: { name } })),
    resourceRules: [
      { verbs: all, apiGroups: all, resources: all, namespaces: all, clusterScope: true },
    ],
    nonResourceRules: [{ verbs: all, nonResourceURLs: all }],
  };
}

type FlowSchemaSpec = NonNullable<FlowSchema["spec"]>;
type LevelSpec = NonNullable<PriorityLevelConfiguration["spec"]>;

export const mandatoryFlowSchemas: Readonly<Record<"exempt" | "catch-all", FlowSchemaSpec>> = {
  exempt: {
    priorityLevelConfiguration: { name: "exempt" },
    matchingPrecedence: 1,
    rules: [everythingOf("system:masters")],
  },
  "catch-all": {
    priorityLevelConfiguration: { name: "catch-all" },
    matchingPrecedence: 10_000,
    distinguisherMethod: { type: "ByUser" },
    rules: [everythingOf("system:unauthenticated", "system:authenticated")],
  },
};

export const mandatoryPriorityLevels: Readonly<Record<"exempt" | "catch-all", LevelSpec>> = {
  exempt: { type: "Exempt", exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } },
  "catch-all": {
    type: "Limited",
    limited: {
      nominalConcurrencyShares: 5,
      lendablePercent: 0,
      limitResponse: { type: "Reject" },
    },
  },
};

export function isMandatory(name: string | undefined): name is "exempt" | "catch-all" {
  return name === "exempt" || name === "catch-all";
}

export function validateMandatoryFlowSchema(
  errors: FieldErrors,
  { metadata: { name }, spec }: FlowSchema,
): void {
  if (!isMandatory(name) || same(spec, mandatoryFlowSchemas[name])) return;
  const value = goValue("flowcontrol.FlowSchemaSpec", spec);
  errors.push(invalidValue("spec", value, `spec of '${name}' must equal the fixed value`));
}

/** The shares of the exempt level are for administrators to set; all else stands. */
export function validateMandatoryPriorityLevel(
  errors: FieldErrors,
  { metadata: { name }, spec }: PriorityLevelConfiguration,
): void {
  if (!isMandatory(name)) return;
  const fixed = mandatoryPriorityLevels[name];
  const value = goValue("flowcontrol.PriorityLevelConfigurationSpec", spec);
  if (name === "catch-all") {
    if (same(spec, fixed)) return;
    errors.push(invalidValue("spec", value, `spec of '${name}' must equal the fixed value`));
    return;
  }
  if (same({ ...spec, exempt: fixed.exempt }, fixed)) return;
  const detail = `spec of '${name}' except the 'spec.exempt' field must equal the fixed value`;
  errors.push(invalidValue("spec", value, detail));
}
