/** Compiling the expressions of admission, and whether conditions hold. Source: apiserver's pkg/admission/plugin/cel and webhook/matchconditions. */
import {
  compileAdmission,
  type AdmissionCompilation,
} from "../../../api/cel/admission-environment.ts";
import { matchConditionsBudget } from "../../../api/cel/cost.ts";
import { BOOL } from "../../../api/cel/types.ts";
import type { MatchCondition } from "../../../api/generated/types.ts";
import type { Slices } from "../../slices.ts";
import { aggregateText } from "../refusal.ts";
import {
  Evaluation,
  OutOfBudget,
  type EvaluationInputs,
  type ExpressionResult,
  type NamedExpression,
} from "./evaluation.ts";

/** Compiles `variables` in order: each may use those before it. */
export function compileVariables(
  variables: readonly { readonly name: string; readonly expression: string }[],
  declared: Omit<Parameters<typeof compileAdmission>[1], "variables">,
): { readonly compiled: readonly NamedExpression[]; readonly types: Map<string, TypeOf> } {
  const types = new Map<string, TypeOf>();
  const compiled = variables.map(({ name, expression }) => {
    const compilation = compileAdmission(expression, { ...declared, variables: types }, undefined);
    types.set(name, compilation.ok ? compilation.outputType : { kind: "dyn" });
    return { name, expression, compilation };
  });
  return { compiled, types };
}

type TypeOf = Extract<AdmissionCompilation, { ok: true }>["outputType"];

export function compileConditions(
  conditions: readonly MatchCondition[] | undefined,
  declared: Parameters<typeof compileAdmission>[1],
): readonly NamedExpression[] {
  return (conditions ?? []).map(({ name, expression }) => ({
    name,
    expression,
    compilation: compileAdmission(expression, declared, [BOOL]),
  }));
}

export type ConditionsResult =
  | { readonly matches: boolean; readonly error?: undefined }
  | { readonly error: string };

/** All must hold; a false one decides whatever else fails, an error is left to the failure policy. */
export async function conditionsMatch(
  {
    conditions,
    failurePolicy,
    slices,
  }: {
    readonly conditions: readonly NamedExpression[];
    readonly failurePolicy: string | undefined;
    readonly slices: Slices;
  },
  inputs: EvaluationInputs,
): Promise<ConditionsResult> {
  if (conditions.length === 0) return { matches: true };
  const evaluation = new Evaluation(inputs, matchConditionsBudget);
  const errors: string[] = [];
  const failed = (error: string): ConditionsResult =>
    (failurePolicy ?? "Fail") === "Ignore" ? { matches: false } : { error };
  try {
    const results: ExpressionResult[] = [];
    for (const condition of conditions) {
      results.push(await evaluation.evaluate(condition, slices));
    }
    for (const result of results) {
      if (!result.ok) errors.push(result.error);
      else if (result.value === false) return { matches: false };
    }
  } catch (error) {
    if (error instanceof OutOfBudget) return failed(error.message);
    throw error;
  }
  return errors.length > 0 ? failed(aggregateText(errors)) : { matches: true };
}
