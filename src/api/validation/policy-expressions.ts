/**
 * Expressions of webhook configurations and admission policies. Whoever validates one loads the compiler first
 * (cel/admission-compiler.ts). Source: pkg/apis/admissionregistration/validation.
 */
import { admissionCompiler } from "../cel/admission-compiler.ts";
import type { AdmissionVariables } from "../cel/admission-environment.ts";
import type { CelType } from "../cel/types.ts";
import type { MatchCondition, Variable } from "../generated/types.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  required,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { qualifiedName } from "./names.ts";

const conditionsMax = 64;
const identifier =
  /^(?!(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$)[_a-zA-Z][_a-zA-Z0-9]*$/;

/** Which types an expression may have: the names stand for types of the compiler. */
export type Results = "bool" | "string" | "string or null" | "patches" | "object";

export interface Expression {
  readonly text: string;
  /** What errors show, where it is not the text that is compiled. */
  readonly shown?: string;
  readonly declared: AdmissionVariables;
  /** Any type where absent. */
  readonly results?: Results;
}

/** Answers the type of an expression that compiles. */
export function validateExpression(
  errors: FieldErrors,
  path: string,
  { text, shown, declared, results }: Expression,
): CelType | undefined {
  const { compileAdmission, resultTypes } = admissionCompiler();
  const compiled = compileAdmission(text, declared, results && resultTypes[results]);
  if (compiled.ok) return compiled.outputType;
  errors.push(invalidValue(path, shown ?? text, compiled.error));
  return undefined;
}

export function validateMatchConditions(
  errors: FieldErrors,
  path: string,
  context: {
    readonly conditions: readonly MatchCondition[] | undefined;
    readonly params: boolean;
  },
): void {
  const conditions = context.conditions ?? [];
  if (conditions.length > conditionsMax) {
    errors.push(tooMany(path, conditions.length, conditionsMax));
  }
  const declared = { params: context.params, authorizer: true };
  const names = new Set<string>();
  for (const [index, { name = "", expression = "" }] of conditions.entries()) {
    const at = `${path}[${index}]`;
    const text = expression.trim();
    if (text === "") errors.push(required(`${at}.expression`));
    else validateExpression(errors, `${at}.expression`, { text, declared, results: "bool" });
    if (name === "") {
      errors.push(required(`${at}.name`));
      continue;
    }
    errors.push(...invalidAll(`${at}.name`, name, qualifiedName(name)));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  }
}

/** Answers the types of the variables; each may use those before it. */
export function validateVariables(
  errors: FieldErrors,
  variables: readonly Variable[] | undefined,
  declared: AdmissionVariables,
): ReadonlyMap<string, CelType> {
  const types = new Map<string, CelType>();
  for (const [index, { name = "", expression = "" }] of (variables ?? []).entries()) {
    const at = `spec.variables[${index}]`;
    if (name.trim() === "") errors.push(required(`${at}.name`, "name is not specified"));
    else if (!identifier.test(name)) {
      errors.push(invalidValue(`${at}.name`, name, "must be a valid CEL identifier"));
    }
    if (expression.trim() === "") {
      errors.push(required(`${at}.expression`, "expression is not specified"));
      continue;
    }
    const type = validateExpression(errors, `${at}.expression`, {
      text: expression,
      declared: { ...declared, variables: new Map(types) },
    });
    types.set(name, type ?? { kind: "dyn" });
  }
  return types;
}
