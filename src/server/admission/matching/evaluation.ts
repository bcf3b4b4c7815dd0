/**
 * Evaluating the expressions of admission against a request, within their budgets and in slices.
 * Source: apiserver's pkg/admission/plugin/cel (condition, composition).
 */
import type { AdmissionCompilation } from "../../../api/cel/admission-environment.ts";
import { CelError } from "../../../api/cel/errors.ts";
import { CelMap, type CelValue } from "../../../api/cel/values.ts";
import type { Slices } from "../../slices.ts";
import { boundValue, type BoundInputs } from "./bound-values.ts";

/** One expression, compiled. `compilation` may hold an error: it is found again at every evaluation. */
export interface CompiledExpression {
  readonly expression: string;
  readonly compilation: AdmissionCompilation;
}

export interface NamedExpression extends CompiledExpression {
  readonly name: string;
}

export interface EvaluationInputs extends BoundInputs {
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

/** An expression asks for a variable that is to be evaluated by itself first. */
class Interrupted extends Error {
  readonly variable: NamedExpression;

  constructor(variable: NamedExpression) {
    super(`variable ${variable.name} is not known yet`);
    this.name = "Interrupted";
    this.variable = variable;
  }
}

/** Work of variables within one go of the expression that asks for them, and how often that is begun again for the sake of others. */
const variablesWorkMax = 200_000;
const interruptionsMax = 10;

/** The variables of one request, and what is left to spend on its expressions. */
export class Evaluation {
  readonly #inputs: EvaluationInputs;
  readonly #composed: ComposedVariables;
  readonly #values = new Map<string, CelValue | undefined>();
  #budget: number;
  #work = 0;
  #variablesWork = 0;
  #mayInterrupt = false;

  constructor(inputs: EvaluationInputs, budget: number) {
    this.#inputs = inputs;
    this.#budget = budget;
    this.#composed = new ComposedVariables(inputs.variables, (expression) =>
      this.#runVariable(expression),
    );
  }

  get budget(): number {
    return this.#budget;
  }

  /** Lets others be served after much work. Rejects with OutOfBudget. */
  evaluate(compiled: CompiledExpression, slices: Slices): Promise<ExpressionResult> {
    return this.#inSlices(() => this.#evaluate(compiled), slices);
  }

  /**
   * What `run` gives. Where the variables that it asks for take long, the next of them is evaluated by itself, and `run` begun again:
   * what is known by then is not evaluated twice, and what a run has spent counts when it has come to its end.
   */
  async #inSlices<T>(run: () => T, slices: Slices): Promise<T> {
    for (let left = interruptionsMax; ; left--) {
      const result = this.#go(run, left > 0);
      const waiting = slices.spend(this.#work);
      this.#work = 0;
      if (waiting) await waiting;
      if (!(result instanceof Interrupted)) return result;
      const { variable } = result;
      await this.#inSlices(() => this.#composed.know(variable), slices);
    }
  }

  #go<T>(run: () => T, mayInterrupt: boolean): T | Interrupted {
    this.#variablesWork = 0;
    this.#mayInterrupt = mayInterrupt;
    try {
      return run();
    } catch (error) {
      if (error instanceof Interrupted) return error;
      throw error;
    }
  }

  #evaluate(compiled: CompiledExpression): ExpressionResult {
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
  #runVariable(expression: NamedExpression): ExpressionResult {
    if (this.#mayInterrupt && this.#variablesWork >= variablesWorkMax) {
      throw new Interrupted(expression);
    }
    const before = this.#work;
    const result = this.#run(expression);
    this.#variablesWork += this.#work - before;
    if (this.#budget < 0) throw new OutOfBudget();
    return result;
  }

  /** Made once: what has been read of a value is not read again. */
  #variable(name: string): CelValue | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const value = name === "variables" ? this.#composed : boundValue(this.#inputs, name);
    this.#values.set(name, value);
    return value;
  }
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
    const result = this.know(expression);
    if (result.ok) return result.value;
    const failed = compilation.ok ? "evaluate" : "compile";
    throw new CelError(`composited variable "${name}" fails to ${failed}: ${result.error}`);
  }
  keys(): Iterable<CelValue> {
    return this.#expressions.keys();
  }
  know(expression: NamedExpression): ExpressionResult {
    const { name } = expression;
    const result = this.#known.get(name) ?? this.#evaluate(expression);
    this.#known.set(name, result);
    return result;
  }
}
