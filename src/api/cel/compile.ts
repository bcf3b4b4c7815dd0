/**
 * The one entry to expressions: `compileCel` parses and checks a text against declared variables and types, and gives a
 * program that evaluates it within a budget. Our own implementation of CEL as Kubernetes 1.36 configures it
 * (apiserver, pkg/cel/environment): no package on npm checks types against schemas, counts cost, or bounds regular expressions.
 */
import { step } from "../slicewise.ts";
import { RegexTooCostly, stepsLeft, withinStepBudget } from "../re2/step-budget.ts";
import type { Expr } from "./ast.ts";
import { checkExpression, type Checked } from "./checker.ts";
import { CostMeter, perCallLimit } from "./cost.ts";
import type { Environment, FunctionTable, ObjectType } from "./environment.ts";
import { CelError, CostLimitExceeded } from "./errors.ts";
import { planExpression } from "./evaluator.ts";
import type { Step } from "./frame.ts";
import { formatIssues } from "./issues.ts";
import { measured, noteCompiled, noteEvaluated } from "../expression-meter.ts";
import { parseExpression, type ParseResult } from "./parser.ts";
import { standardFunctions } from "./standard.ts";
import type { CelType } from "./types.ts";
import type { CelValue } from "./values.ts";

export interface CompileOptions {
  /** Variables by name with their declared types. */
  readonly variables: ReadonlyMap<string, CelType> | Readonly<Record<string, CelType>>;
  /** The object types that variables speak of, by name. */
  object?(name: string): ObjectType | undefined;
  /** All functions, where they are more than the standard ones. */
  readonly functions?: FunctionTable;
  /** `cel.bind(name, value, result)` may be written. */
  readonly bind?: boolean;
}

export type CompileResult =
  | { readonly ok: true; readonly program: CelProgram; readonly outputType: CelType }
  /** `error` is cel-go's text: `ERROR: <input>:1:5: undefined field 'x'` with the line and a mark. */
  | { readonly ok: false; readonly error: string };

/** What variables mean: by name, or by a function that is asked when an expression uses them. */
export type Bindings =
  | Readonly<Record<string, CelValue | undefined>>
  | ((name: string) => CelValue | undefined);

export type EvaluationResult =
  | {
      readonly ok: true;
      readonly value: CelValue;
      readonly cost: number;
      /** Cost and steps of texts, patterns and the like: what the time that it took goes by, 5 to 50 ns each. */
      readonly work: number;
    }
  | {
      readonly ok: false;
      readonly error: string;
      readonly cost: number;
      readonly work: number;
      /** The expression's own limit was reached, not an error of the language. */
      readonly costExceeded: boolean;
    };

export class CelProgram {
  readonly source: string;
  readonly expr: Expr;
  readonly checked: Checked;
  #plan: Step | undefined;

  constructor(source: string, expr: Expr, checked: Checked) {
    this.source = source;
    this.expr = expr;
    this.checked = checked;
  }

  /** Never throws for what an expression does. `costLimit` is of this call. */
  evaluate(bindings: Bindings, costLimit: number = perCallLimit): EvaluationResult {
    const { result, seconds } = measured(() => this.#evaluate(bindings, costLimit));
    noteEvaluated(seconds);
    return result;
  }

  #evaluate(bindings: Bindings, costLimit: number): EvaluationResult {
    this.#plan ??= planExpression(this.expr, this.checked);
    const cost = new CostMeter(costLimit);
    const variable = typeof bindings === "function" ? bindings : (name: string) => bindings[name];
    let steps = 0;
    const run = (): CelValue => {
      const before = stepsLeft();
      try {
        return (this.#plan as Step)({ locals: [], variable, cost });
      } finally {
        steps = before - stepsLeft();
      }
    };
    try {
      const value = withinStepBudget(run);
      return { ok: true, value, cost: cost.spent, work: cost.spent + steps };
    } catch (error) {
      const [fault, costExceeded] = faultOf(error);
      const { spent } = cost;
      return { ok: false, error: fault.message, cost: spent, work: spent + steps, costExceeded };
    }
  }
}

/** What an expression has done wrong, and whether it was too much. Throws what is none of its doing. */
function faultOf(error: unknown): readonly [Error, boolean] {
  if (error instanceof CelError) return [error, false];
  if (error instanceof CostLimitExceeded) return [error, true];
  if (error instanceof RegexTooCostly) return [new CostLimitExceeded(), true];
  throw error;
}

/** Compiling takes a microsecond a character, or nearly two, in which evaluation would do so many units: half of it each step. */
const workOfCharacter = 20;
const workOfExpression = 500;

/** In two steps: a long expression is read in one, and checked in the other. */
export function compileCel(source: string, options: CompileOptions): CompileResult {
  const work = workOfExpression + source.length * workOfCharacter;
  const read = step(source, work, () => measured(() => parseExpression(source, options.bind)));
  return step(read, work, () => {
    const { result, seconds } = measured(() => checkNow(source, read.result, options));
    noteCompiled(read.seconds + seconds);
    return result;
  });
}

function checkNow(source: string, parsed: ParseResult, options: CompileOptions): CompileResult {
  if (!parsed.ok) return { ok: false, error: formatIssues(source, parsed.issues) };
  const { variables } = options;
  const environment: Environment = {
    variables: variables instanceof Map ? variables : new Map(Object.entries(variables)),
    object: (name) => options.object?.(name),
    functions: options.functions ?? standardFunctions(),
  };
  const result = checkExpression(parsed.expr, environment);
  if (!result.ok) return { ok: false, error: formatIssues(source, result.issues) };
  const { checked } = result;
  return {
    ok: true,
    program: new CelProgram(source, parsed.expr, checked),
    outputType: checked.type,
  };
}
