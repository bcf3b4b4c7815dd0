/** Policies with their expressions compiled, once for each stored state. */
import {
  APPLY_OBJECT,
  compileAdmission,
  JSON_PATCHES,
  type AdmissionVariables,
} from "../../../api/cel/admission-environment.ts";
import { BOOL, NULL, STRING, type CelType } from "../../../api/cel/types.ts";
import type {
  MutatingAdmissionPolicy,
  ValidatingAdmissionPolicy,
  Validation,
} from "../../../api/generated/types.ts";
import type { Soon } from "../../custom-resources/versions.ts";
import type { Slices } from "../../slices.ts";
import { type CompiledExpression, type NamedExpression } from "../matching/evaluation.ts";
import { compileConditions, compileVariables } from "../matching/expressions.ts";

export interface CompiledValidatingPolicy {
  readonly conditions: readonly NamedExpression[];
  readonly variables: readonly NamedExpression[];
  readonly validations: readonly {
    readonly validation: Validation;
    readonly condition: CompiledExpression;
    readonly message: CompiledExpression | undefined;
  }[];
  readonly annotations: readonly { readonly key: string; readonly value: CompiledExpression }[];
}

export interface CompiledMutation extends CompiledExpression {
  readonly patchType: "ApplyConfiguration" | "JSONPatch";
}

export interface CompiledMutatingPolicy {
  readonly conditions: readonly NamedExpression[];
  readonly variables: readonly NamedExpression[];
  readonly mutations: readonly CompiledMutation[];
}

const validating = new WeakMap<object, Soon<CompiledValidatingPolicy>>();
const mutating = new WeakMap<object, Soon<CompiledMutatingPolicy>>();

function compile(
  expression: string,
  declared: AdmissionVariables,
  results: readonly CelType[],
): CompiledExpression {
  return { expression, compilation: compileAdmission(expression, declared, results) };
}

/** The first time in slices: a policy may bring megabytes of expressions. */
export function compiledPolicy(
  policy: ValidatingAdmissionPolicy,
  slices: Slices,
): Soon<CompiledValidatingPolicy> {
  return remembered(validating, policy, () => slices.run(() => compileValidating(policy)));
}

/** While it is being made, the promise of it: others wait for the same. */
function remembered<K extends object, T>(
  known: WeakMap<object, Soon<T>>,
  policy: K,
  make: () => Soon<T>,
): Soon<T> {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const made = make();
  known.set(policy, made);
  if (made instanceof Promise) {
    made.then(
      (compiled) => known.set(policy, compiled),
      () => known.delete(policy),
    );
  }
  return made;
}

function compileValidating(policy: ValidatingAdmissionPolicy): CompiledValidatingPolicy {
  const { spec } = policy;
  const params = spec?.paramKind !== undefined;
  const { compiled: variables, types } = compileVariables(spec?.variables ?? [], {
    params,
    authorizer: true,
  });
  const full: AdmissionVariables = { params, authorizer: true, variables: types };
  const plain: AdmissionVariables = { params, authorizer: false, variables: types };
  return {
    conditions: compileConditions(spec?.matchConditions, { params, authorizer: true }),
    variables,
    validations: (spec?.validations ?? []).map((validation) => ({
      validation,
      condition: compile(validation.expression, full, [BOOL]),
      message: validation.messageExpression
        ? compile(validation.messageExpression, plain, [STRING])
        : undefined,
    })),
    annotations: (spec?.auditAnnotations ?? []).map(({ key, valueExpression }) => ({
      key,
      value: compile(valueExpression, plain, [STRING, NULL]),
    })),
  };
}

/** As `compiledPolicy`. */
export function compiledMutations(
  policy: MutatingAdmissionPolicy,
  slices: Slices,
): Soon<CompiledMutatingPolicy> {
  return remembered(mutating, policy, () => slices.run(() => compileMutating(policy)));
}

function compileMutating(policy: MutatingAdmissionPolicy): CompiledMutatingPolicy {
  const { spec } = policy;
  const params = spec?.paramKind !== undefined;
  const base = { params, authorizer: true, mutation: true };
  const { compiled: variables, types } = compileVariables(spec?.variables ?? [], base);
  const declared: AdmissionVariables = { ...base, variables: types };
  return {
    conditions: compileConditions(spec?.matchConditions, { params, authorizer: true }),
    variables,
    mutations: (spec?.mutations ?? []).map(({ patchType, jsonPatch, applyConfiguration }) => {
      const json = patchType === "JSONPatch";
      const expression = (json ? jsonPatch : applyConfiguration)?.expression ?? "";
      const compiled = compile(expression, declared, [json ? JSON_PATCHES : APPLY_OBJECT]);
      return { ...compiled, patchType: json ? "JSONPatch" : "ApplyConfiguration" };
    }),
  };
}
