/**
 * Macros: `has`, the comprehensions over lists and maps with one and two variables, and the optionals' `optMap` and
 * `optFlatMap`. Follows cel-go's parser/macro.go, ext/comprehensions.go and cel/library.go: what they expand to decides what
 * an expression costs.
 */
import { operators, type Expr } from "./ast.ts";
import type { Issue } from "./issues.ts";
import type { NodeMaker } from "./node-maker.ts";

/** What folds call their accumulator; no expression can write it. */
export const macroAccumulator = "@result";

export interface MacroCall {
  readonly at: number;
  readonly name: string;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
}

export interface MacroContext {
  readonly make: NodeMaker;
  readonly issues: Issue[];
  /** `cel.bind` is a macro too. */
  readonly bind: boolean;
}

class NotAVariable extends Error {}

/** The expansion of a call that is a macro; undefined for an ordinary call. Faults are added to the context's issues. */
export function expandMacro(context: MacroContext, call: MacroCall): Expr | undefined {
  const { target, args, name } = call;
  if (target === undefined) {
    return name === "has" && args.length === 1 ? expandHas(context, call) : undefined;
  }
  const [first, second, third, fourth] = args;
  const expand = new Expansion(context, call.at, target);
  if (first === undefined || second === undefined) return undefined;
  try {
    if (args.length === 2) {
      switch (name) {
        case "all":
          return expand.all([first], second);
        case "exists":
          return expand.exists([first], second);
        case "exists_one":
        case "existsOne":
          return expand.existsOne([first], second);
        case "map":
          return expand.map([first], undefined, second);
        case "filter":
          return expand.filter(first, second);
        case "sortBy":
          return expand.sortBy(first, second);
        case "optMap":
          return expand.optMap(first, second, true);
        case "optFlatMap":
          return expand.optMap(first, second, false);
        default:
          return undefined;
      }
    }
    if (third === undefined) return undefined;
    const pair = [first, second] as const;
    if (args.length === 3) {
      switch (name) {
        case "all":
          return expand.all(pair, third);
        case "exists":
          return expand.exists(pair, third);
        case "exists_one":
        case "existsOne":
          return expand.existsOne(pair, third);
        case "map":
          return expand.map([first], second, third);
        case "bind":
          return isBind(context, target) ? expand.bind(first, second, third) : undefined;
        case "transformList":
          return expand.map(pair, undefined, third);
        case "transformMap":
          return expand.transformMap(pair, undefined, third);
        case "transformMapEntry":
          return expand.transformMapEntry(pair, undefined, third);
        default:
          return undefined;
      }
    }
    if (fourth === undefined || args.length !== 4) return undefined;
    switch (name) {
      case "transformList":
        return expand.map(pair, third, fourth);
      case "transformMap":
        return expand.transformMap(pair, third, fourth);
      case "transformMapEntry":
        return expand.transformMapEntry(pair, third, fourth);
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof NotAVariable) return context.make.constant(call.at, null);
    throw error;
  }
}

function expandHas({ make, issues }: MacroContext, { at, args }: MacroCall): Expr {
  const [argument] = args;
  if (argument?.kind === "select" && !argument.test) {
    return make.test(at, argument.operand, argument.field);
  }
  issues.push({ at: argument?.at ?? at, message: "invalid argument to has() macro" });
  return make.constant(at, null);
}

function isBind({ bind }: MacroContext, target: Expr): boolean {
  return bind && target.kind === "ident" && target.name === "cel";
}

type Variables = readonly [Expr] | readonly [Expr, Expr];

class Expansion {
  readonly #context: MacroContext;
  readonly #make: NodeMaker;
  readonly #at: number;
  readonly #target: Expr;

  constructor(context: MacroContext, at: number, target: Expr) {
    this.#context = context;
    this.#make = context.make;
    this.#at = at;
    this.#target = target;
  }

  all(variables: Variables, predicate: Expr): Expr {
    return this.#fold(variables, {
      initial: this.#make.constant(this.#at, true),
      condition: this.#call(operators.notStrictlyFalse, this.#result()),
      step: this.#call(operators.and, this.#result(), predicate),
      result: this.#result(),
    });
  }

  exists(variables: Variables, predicate: Expr): Expr {
    return this.#fold(variables, {
      initial: this.#make.constant(this.#at, false),
      condition: this.#call(operators.notStrictlyFalse, this.#make.not(this.#at, this.#result())),
      step: this.#call(operators.or, this.#result(), predicate),
      result: this.#result(),
    });
  }

  existsOne(variables: Variables, predicate: Expr): Expr {
    const one = () => this.#make.constant(this.#at, 1n);
    return this.#fold(variables, {
      initial: this.#make.constant(this.#at, 0n),
      condition: this.#make.constant(this.#at, true),
      step: this.#call(
        operators.conditional,
        predicate,
        this.#call(operators.add, this.#result(), one()),
        this.#result(),
      ),
      result: this.#call(operators.equals, this.#result(), one()),
    });
  }

  map(variables: Variables, filter: Expr | undefined, transform: Expr): Expr {
    const added = this.#call(operators.add, this.#result(), this.#make.list(this.#at, [transform]));
    return this.#fold(variables, {
      initial: this.#make.list(this.#at, []),
      condition: this.#make.constant(this.#at, true),
      step: this.#filtered(filter, added),
      result: this.#result(),
    });
  }

  filter(variable: Expr, predicate: Expr): Expr {
    const added = this.#call(operators.add, this.#result(), this.#make.list(this.#at, [variable]));
    return this.#fold([variable], {
      initial: this.#make.list(this.#at, []),
      condition: this.#make.constant(this.#at, true),
      step: this.#filtered(predicate, added),
      result: this.#result(),
    });
  }

  transformMap(variables: Variables, filter: Expr | undefined, transform: Expr): Expr {
    const key = this.#make.ident(this.#at, this.#name(variables[0]));
    const added = this.#call("cel.@mapInsert", this.#result(), key, transform);
    return this.#fold(variables, this.#mapParts(this.#filtered(filter, added)));
  }

  transformMapEntry(variables: Variables, filter: Expr | undefined, transform: Expr): Expr {
    const added = this.#call("cel.@mapInsert", this.#result(), transform);
    return this.#fold(variables, this.#mapParts(this.#filtered(filter, added)));
  }

  /** The target is bound once: it is sorted by the keys that are made of its elements. */
  sortBy(variable: Expr, key: Expr): Expr {
    const make = this.#make;
    const at = this.#at;
    const bound = "@__sortBy_input__";
    const input = () => make.ident(at, bound);
    const keys = new Expansion(this.#context, at, input()).map([variable], undefined, key);
    return make.fold(at, {
      range: make.list(at, []),
      variable: "#unused",
      variable2: undefined,
      accumulator: bound,
      initial: this.#target,
      condition: make.constant(at, false),
      step: input(),
      result: make.member(at, "@sortByAssociatedKeys", [input(), keys]),
    });
  }

  /** `target.hasValue() ? optional.of(<variable bound to the value> transform) : optional.none()`. */
  optMap(variable: Expr, transform: Expr, wrap: boolean): Expr {
    const make = this.#make;
    const at = this.#at;
    const name = this.#name(variable);
    const bound = make.fold(at, {
      range: make.list(at, []),
      variable: "#unused",
      variable2: undefined,
      accumulator: name,
      initial: make.member(at, "value", [this.#target]),
      condition: make.constant(at, false),
      step: make.ident(at, name),
      result: transform,
    });
    return this.#call(
      operators.conditional,
      make.member(at, "hasValue", [this.#target]),
      wrap ? this.#call("optional.of", bound) : bound,
      this.#call("optional.none"),
    );
  }

  /** `cel.bind(name, value, result)`: the value is made once, where the result first asks for it. */
  bind(variable: Expr, value: Expr, result: Expr): Expr {
    const make = this.#make;
    const at = this.#at;
    if (variable.kind !== "ident") {
      const message = "cel.bind() variable names must be simple identifiers";
      this.#context.issues.push({ at: variable.at, message });
      throw new NotAVariable();
    }
    return make.fold(at, {
      range: make.list(at, []),
      variable: "#unused",
      variable2: undefined,
      accumulator: variable.name,
      initial: value,
      condition: make.constant(at, false),
      step: make.ident(at, variable.name),
      result,
    });
  }

  #mapParts(step: Expr) {
    return {
      initial: this.#make.map(this.#at, []),
      condition: this.#make.constant(this.#at, true),
      step,
      result: this.#result(),
    };
  }

  #filtered(filter: Expr | undefined, added: Expr): Expr {
    if (filter === undefined) return added;
    return this.#call(operators.conditional, filter, added, this.#result());
  }

  #fold(
    [first, second]: Variables,
    parts: { initial: Expr; condition: Expr; step: Expr; result: Expr },
  ): Expr {
    const variable = this.#name(first);
    const variable2 = second && this.#name(second);
    if (variable === variable2) {
      const message = `duplicate variable name: ${variable}`;
      this.#context.issues.push({ at: (second as Expr).at, message });
    }
    return this.#make.fold(this.#at, {
      range: this.#target,
      variable,
      variable2,
      accumulator: macroAccumulator,
      ...parts,
    });
  }

  #name(variable: Expr): string {
    if (variable.kind === "ident" && variable.name !== macroAccumulator) return variable.name;
    this.#context.issues.push({ at: variable.at, message: "argument must be a simple name" });
    throw new NotAVariable();
  }

  #call(name: string, ...args: readonly Expr[]): Expr {
    return this.#make.call(this.#at, name, ...args);
  }

  #result(): Expr {
    return this.#make.ident(this.#at, macroAccumulator);
  }
}
