/** The syntax tree of CEL after its macros are expanded, and places in the source text. Follows cel-go's common/ast. */
import type { CelValue } from "./values.ts";

interface Node {
  /** Unique within its expression: the checker and the evaluator keep facts by it. */
  readonly id: number;
  /** Where messages point, in code points from the start of the expression. */
  readonly at: number;
}

export interface ConstantExpr extends Node {
  readonly kind: "constant";
  readonly value: CelValue;
}

export interface IdentExpr extends Node {
  readonly kind: "ident";
  readonly name: string;
}

export interface SelectExpr extends Node {
  readonly kind: "select";
  readonly operand: Expr;
  readonly field: string;
  /** True for `has(operand.field)`. */
  readonly test: boolean;
}

export interface CallExpr extends Node {
  readonly kind: "call";
  /** `startsWith`, or an operator's inner name: `_+_`. */
  readonly name: string;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
}

export interface ListExpr extends Node {
  readonly kind: "list";
  readonly elements: readonly Expr[];
  /** Which elements are optional: `[?a]`. */
  readonly optional: ReadonlySet<number>;
}

export interface EntryExpr {
  readonly key: Expr;
  readonly value: Expr;
  readonly optional: boolean;
}

export interface MapExpr extends Node {
  readonly kind: "map";
  readonly entries: readonly EntryExpr[];
}

export interface StructFieldExpr {
  readonly id: number;
  readonly at: number;
  readonly name: string;
  readonly value: Expr;
  readonly optional: boolean;
}

/** `Object.spec{replicas: 1}`. */
export interface StructExpr extends Node {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly StructFieldExpr[];
}

/** What every macro over lists and maps becomes. */
export interface FoldExpr extends Node {
  readonly kind: "fold";
  readonly range: Expr;
  /** The element (or key); with `variable2`, the index or key. */
  readonly variable: string;
  /** The element or value, in a comprehension of two variables. */
  readonly variable2: string | undefined;
  readonly accumulator: string;
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}

export type Expr =
  | ConstantExpr
  | IdentExpr
  | SelectExpr
  | CallExpr
  | ListExpr
  | MapExpr
  | StructExpr
  | FoldExpr;

/** The names that operators have as functions. */
export const operators = {
  conditional: "_?_:_",
  and: "_&&_",
  or: "_||_",
  not: "!_",
  equals: "_==_",
  notEquals: "_!=_",
  less: "_<_",
  lessEquals: "_<=_",
  greater: "_>_",
  greaterEquals: "_>=_",
  add: "_+_",
  subtract: "_-_",
  multiply: "_*_",
  divide: "_/_",
  modulo: "_%_",
  negate: "-_",
  index: "_[_]",
  in: "@in",
  notStrictlyFalse: "@not_strictly_false",
  optionalIndex: "_[?_]",
  optionalSelect: "_?._",
} as const;
