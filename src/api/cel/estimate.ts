/**
 * What an expression may cost at most, told from its declared types before it ever runs: what bounds the rules of custom
 * resources. Follows cel-go's checker/cost.go and the estimates of apiserver's pkg/cel/library/cost.go.
 */
import { operators, type CallExpr, type Expr, type FoldExpr, type SelectExpr } from "./ast.ts";
import { qualifiedName } from "./checker.ts";
import type { CelProgram } from "./compile.ts";
import { listBaseCost, mapBaseCost, sizeOf, structBaseCost } from "./cost.ts";
import {
  constant,
  costOfCall,
  plus,
  type CallParts,
  type Estimate,
  type Sized,
  unknownSize,
} from "./estimate-calls.ts";
import type { DeclaredType } from "./schema-types.ts";
import type { CelType } from "./types.ts";

export type { Estimate } from "./estimate-calls.ts";

/** The least and the most that evaluating the program costs. Variables without a declared type may be of any size. */
export function estimateCost(
  program: CelProgram,
  variables: Readonly<Record<string, DeclaredType | undefined>>,
): Estimate {
  return new Estimator(program, variables).visit(program.expr).cost;
}

/** What is known of a node: its cost, how large its value may be, and its declaration where it is part of a variable. */
interface Known extends Sized {
  readonly cost: Estimate;
  readonly declared?: DeclaredType | undefined;
}

const one = constant(1);
const none = constant(0);
const scalars = new Set(["bool", "int", "uint", "double", "null", "timestamp", "duration", "type"]);

class Estimator {
  readonly #program: CelProgram;
  readonly #variables: Readonly<Record<string, DeclaredType | undefined>>;
  #locals: ReadonlyMap<string, Omit<Known, "cost">> = new Map();

  constructor(program: CelProgram, variables: Readonly<Record<string, DeclaredType | undefined>>) {
    this.#program = program;
    this.#variables = variables;
  }

  visit(expr: Expr): Known {
    switch (expr.kind) {
      case "constant":
        return { cost: none, size: constant(sizeOf(expr.value)), type: this.#type(expr) };
      case "ident":
        return this.#ident(expr.id, expr.name.replace(/^\./, ""));
      case "select":
        return this.#select(expr);
      case "call":
        return this.#call(expr);
      case "list": {
        const cost = this.#sum(expr.elements, listBaseCost);
        return { cost, size: constant(expr.elements.length), type: this.#type(expr) };
      }
      case "map": {
        const parts = expr.entries.flatMap(({ key, value }) => [key, value]);
        const cost = this.#sum(parts, mapBaseCost);
        return { cost, size: constant(expr.entries.length), type: this.#type(expr) };
      }
      case "struct": {
        const parts = expr.fields.map(({ value }) => value);
        return { cost: this.#sum(parts, structBaseCost), size: one, type: this.#type(expr) };
      }
      case "fold":
        return this.#fold(expr);
    }
  }

  #type({ id }: Expr): CelType {
    return this.#program.checked.types.get(id) ?? { kind: "dyn" };
  }

  #sum(parts: readonly Expr[], base: number): Estimate {
    return parts.reduce((sum, part) => plus(sum, this.visit(part).cost), constant(base));
  }

  #of(declared: DeclaredType | undefined, type: CelType): Omit<Known, "cost"> {
    return { declared, type, size: sizeFor(declared, type) };
  }

  #ident(id: number, name: string): Known {
    const local = this.#locals.get(name);
    if (local) return { ...local, cost: one };
    const type = this.#program.checked.types.get(id) ?? { kind: "dyn" };
    return { ...this.#of(this.#variables[name], type), cost: one };
  }

  #select(expr: SelectExpr): Known {
    const type = this.#type(expr);
    if (this.#program.checked.names.has(expr.id)) {
      return { cost: one, type, size: sizeFor(undefined, type) };
    }
    const operand = this.visit(expr.operand);
    if (expr.test) return { cost: operand.cost, type, size: one };
    const charged = ["map", "object", "parameter"].includes(operand.type.kind);
    const of = operand.declared;
    const declared = of?.fields?.get(expr.field)?.declared ?? of?.selected;
    const cost = charged ? plus(operand.cost, one) : operand.cost;
    return { ...this.#of(declared, type), cost };
  }

  #call(expr: CallExpr): Known {
    const type = this.#type(expr);
    const qualified = this.#program.checked.qualified.has(expr.id);
    const target = expr.target && !qualified ? this.visit(expr.target) : undefined;
    const args = expr.args.map((arg) => this.visit(arg));
    const prefix = qualified && expr.target ? `${qualifiedName(expr.target) ?? ""}.` : "";
    const parts: CallParts = { name: prefix + expr.name, target, args, call: expr };
    const overloads = this.#program.checked.overloads.get(expr.id) ?? [];
    const ids = overloads.length > 0 ? overloads.map(({ id }) => id) : [""];
    const results = ids.map((id) => costOfCall(id, parts));
    const cost = {
      min: Math.min(...results.map((result) => result.cost.min)),
      max: Math.max(...results.map((result) => result.cost.max)),
    };
    const total = target ? plus(target.cost, cost) : cost;
    const sizes = results.flatMap(({ size }) => (size ? [size] : []));
    const container = args[0]?.declared;
    const indexed = expr.name === operators.index ? container?.element : undefined;
    const field = expr.name === operators.optionalSelect ? expr.args[1] : undefined;
    const name = field?.kind === "constant" ? field.value : undefined;
    const selected = typeof name === "string" ? container?.fields?.get(name)?.declared : undefined;
    const declared = indexed ?? selected;
    const size =
      sizes.length > 0
        ? {
            min: Math.min(...sizes.map(({ min }) => min)),
            max: Math.max(...sizes.map(({ max }) => max)),
          }
        : sizeFor(declared, type);
    return { cost: total, type, size, declared };
  }

  /** A name for a value, written as a fold over nothing. */
  #bound(expr: FoldExpr): Known {
    const outer = this.#locals;
    const { cost, ...bound } = this.visit(expr.initial);
    this.#locals = new Map(outer).set(expr.accumulator, bound);
    const result = this.visit(expr.result);
    this.#locals = outer;
    return { ...result, cost: [constant(listBaseCost), cost, result.cost].reduce(plus) };
  }

  #fold(expr: FoldExpr): Known {
    if (expr.variable === "#unused") return this.#bound(expr);
    const range = this.visit(expr.range);
    const initial = this.visit(expr.initial);
    const outer = this.#locals;
    const { declared } = range;
    const isMap = range.type.kind === "map";
    const element = this.#of(
      isMap ? declared?.key : declared?.element,
      elementType(range.type, isMap),
    );
    const accumulated = new Map(outer).set(expr.accumulator, {
      type: initial.type,
      size: scalars.has(initial.type.kind) ? one : unknownSize,
    });
    const inner = new Map(accumulated).set(expr.variable, element);
    if (expr.variable2 !== undefined) {
      const value = elementType(range.type, false);
      inner.set(expr.variable2, this.#of(declared?.element, value));
      if (!isMap) inner.set(expr.variable, { type: { kind: "int" }, size: one });
    }
    this.#locals = inner;
    const condition = this.visit(expr.condition);
    const step = this.visit(expr.step);
    this.#locals = accumulated;
    const result = this.visit(expr.result);
    this.#locals = outer;
    const round = plus(condition.cost, step.cost);
    const rounds = {
      min: range.size.min * round.min,
      max: range.size.max * round.max || 0,
    };
    const cost = [initial.cost, result.cost, rounds].reduce(plus, range.cost);
    const type = this.#type(expr);
    return { cost, type, size: scalars.has(type.kind) ? one : range.size };
  }
}

function elementType(type: CelType, key: boolean): CelType {
  if (type.kind === "list") return type.element;
  if (type.kind !== "map") return { kind: "dyn" };
  return key ? type.key : type.value;
}

function sizeFor(declared: DeclaredType | undefined, type: CelType): Estimate {
  if (declared) return { min: 0, max: declared.maxElements };
  return scalars.has(type.kind) || type.kind === "object" ? one : unknownSize;
}
