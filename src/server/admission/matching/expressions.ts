/**
 * Evaluating the expressions of admission against a request, within their budgets.
 * Source: apiserver's pkg/admission/plugin/cel (activation, condition, composition) and webhook/matchconditions.
 */
import {
  compileAdmission,
  type AdmissionCompilation,
} from "../../../api/cel/admission-environment.ts";
import { matchConditionsBudget } from "../../../api/cel/cost.ts";
import { CelError } from "../../../api/cel/errors.ts";
import { fromJson } from "../../../api/cel/json-value.ts";
import {
  AuthorizerValue,
  ResourceCheckValue,
  type Authorize,
} from "../../../api/cel/library/authorizer.ts";
import { BOOL } from "../../../api/cel/types.ts";
import { CelMap, type CelValue } from "../../../api/cel/values.ts";
import type { MatchCondition } from "../../../api/generated/types.ts";
import type { JsonObject, JsonValue } from "../../../api/json.ts";
import type { KubeObject } from "../../../api/object.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { UserInfo } from "../../message.ts";
import type { Slices } from "../../slices.ts";
import { fieldsOf } from "../../request-info.ts";
import { aggregateText } from "../refusal.ts";
import type { VersionedRequest } from "./versioned-request.ts";

/** One expression, compiled. `compilation` may hold an error: it is found again at every evaluation. */
export interface CompiledExpression {
  readonly expression: string;
  readonly compilation: AdmissionCompilation;
}

export interface NamedExpression extends CompiledExpression {
  readonly name: string;
}

export interface EvaluationInputs {
  readonly versioned: VersionedRequest;
  /** Undefined: no `params` at all; null: none was found. */
  readonly params?: KubeObject | null | undefined;
  readonly namespace: KubeObject | undefined;
  readonly authorizer: Authorizer | undefined;
  readonly variables: readonly NamedExpression[];
}

export type ExpressionResult =
  | { readonly ok: true; readonly value: CelValue }
  | { readonly ok: false; readonly error: string };

/** Nothing more may be evaluated; the failure policy decides. */
export class OutOfBudget extends Error {
  constructor() {
    super(
      "validation failed due to running out of cost budget, no further validation rules will be run",
    );
    this.name = "OutOfBudget";
  }
}

/** The variables of one request, and what is left to spend on its expressions. */
export class Evaluation {
  readonly #inputs: EvaluationInputs;
  readonly #composed: ComposedVariables;
  readonly #values = new Map<string, CelValue | undefined>();
  #budget: number;
  #work = 0;

  constructor(inputs: EvaluationInputs, budget: number) {
    this.#inputs = inputs;
    this.#budget = budget;
    this.#composed = new ComposedVariables(inputs.variables, (expression) =>
      this.#runVariable(expression),
    );
  }

  /** Waits where so much was done since the last time that others are to be served. */
  pause(slices: Slices): Promise<void> | undefined {
    const work = this.#work;
    this.#work = 0;
    return slices.spend(work);
  }

  get budget(): number {
    return this.#budget;
  }

  /** Throws OutOfBudget. */
  evaluate(compiled: CompiledExpression): ExpressionResult {
    const { compilation, expression } = compiled;
    if (!compilation.ok) return { ok: false, error: `compilation error: ${compilation.error}` };
    const result = this.#run(compiled);
    if (this.#budget < 0) throw new OutOfBudget();
    if (result.ok) return result;
    return { ok: false, error: `expression '${expression}' resulted in error: ${result.error}` };
  }

  #run({ compilation }: CompiledExpression): ExpressionResult {
    if (!compilation.ok) return { ok: false, error: compilation.error };
    const result = compilation.program.evaluate((name) => this.#variable(name));
    this.#budget -= result.cost;
    this.#work += result.work;
    return result;
  }

  /** Of a variable that an expression asks for. Nothing can come of the expression once the budget is spent. */
  #runVariable(expression: CompiledExpression): ExpressionResult {
    const result = this.#run(expression);
    if (this.#budget < 0) throw new OutOfBudget();
    return result;
  }

  /** Made once: what has been read of a value is not read again. */
  #variable(name: string): CelValue | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const value = this.#bound(name);
    this.#values.set(name, value);
    return value;
  }

  #bound(name: string): CelValue | undefined {
    const { versioned, params, namespace, authorizer } = this.#inputs;
    switch (name) {
      case "object":
        return valueOf(versioned.object);
      case "oldObject":
        return valueOf(versioned.oldObject);
      case "request":
        return fromJson(versioned.attributes);
      case "params":
        return valueOf(params ?? undefined);
      case "namespaceObject":
        return valueOf(namespace && shownNamespace(namespace));
      case "variables":
        return this.#composed;
      case "authorizer":
        return authorizer && new AuthorizerValue(asking(authorizer, versioned));
      case "authorizer.requestResource":
        return authorizer && requestResource(authorizer, versioned);
      default:
        return undefined;
    }
  }
}

function valueOf(object: KubeObject | JsonObject | undefined): CelValue {
  return object === undefined ? null : fromJson(object as unknown as JsonValue);
}

/** Of a namespace, expressions see no managed fields and no owner references. */
function shownNamespace(namespace: KubeObject): JsonObject {
  const { managedFields: _fields, ownerReferences: _owners, ...metadata } = namespace.metadata;
  const { kind: _kind, apiVersion: _version, ...rest } = namespace;
  return { ...rest, metadata };
}

function asking(authorizer: Authorizer, { request }: VersionedRequest): Authorize {
  return (subject, question) => {
    const { serviceAccount } = subject;
    const user: UserInfo = serviceAccount
      ? {
          name: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
          groups: [
            "system:serviceaccounts",
            `system:serviceaccounts:${serviceAccount.namespace}`,
            "system:authenticated",
          ],
        }
      : request.context.user;
    const { allowed, reason } = authorizer.authorize(
      user,
      question.kind === "path"
        ? question
        : { version: "*", ...question, fields: fieldsOf(question.fieldSelector) },
    );
    return { allowed, reason };
  };
}

function requestResource(authorizer: Authorizer, versioned: VersionedRequest): CelValue {
  const { target } = versioned.request;
  const { group, resource } = target.definition;
  return new ResourceCheckValue(new AuthorizerValue(asking(authorizer, versioned)), {
    group,
    resource,
    subresource: target.subresource,
    namespace: target.namespace,
    name: String(versioned.attributes["name"] ?? ""),
  });
}

/** `variables`: each is evaluated when it is first used, and once. */
class ComposedVariables extends CelMap {
  override readonly typeName = "kubernetes.variables";
  readonly #expressions: ReadonlyMap<string, NamedExpression>;
  readonly #evaluate: (expression: NamedExpression) => ExpressionResult;
  readonly #known = new Map<string, ExpressionResult>();

  constructor(
    expressions: readonly NamedExpression[],
    evaluate: (expression: NamedExpression) => ExpressionResult,
  ) {
    super();
    this.#expressions = new Map(expressions.map((each) => [each.name, each]));
    this.#evaluate = evaluate;
  }
  get size(): number {
    return this.#expressions.size;
  }
  get(key: CelValue): CelValue | undefined {
    const expression = typeof key === "string" ? this.#expressions.get(key) : undefined;
    if (!expression) return undefined;
    const { name, compilation } = expression;
    const result = this.#known.get(name) ?? this.#evaluate(expression);
    this.#known.set(name, result);
    if (result.ok) return result.value;
    const failed = compilation.ok ? "evaluate" : "compile";
    throw new CelError(`composited variable "${name}" fails to ${failed}: ${result.error}`);
  }
  keys(): Iterable<CelValue> {
    return this.#expressions.keys();
  }
}

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
      results.push(evaluation.evaluate(condition));
      const waiting = evaluation.pause(slices);
      if (waiting) await waiting;
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
