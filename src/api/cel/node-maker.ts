/** Makes nodes with ids of their own; the parser and the macros share one for each expression. */
import {
  operators,
  type EntryExpr,
  type Expr,
  type FoldExpr,
  type StructFieldExpr,
} from "./ast.ts";
import type { CelValue } from "./values.ts";

export class NodeMaker {
  #next = 1;

  id(): number {
    return this.#next++;
  }

  constant(at: number, value: CelValue): Expr {
    return { id: this.id(), at, kind: "constant", value };
  }

  ident(at: number, name: string): Expr {
    return { id: this.id(), at, kind: "ident", name };
  }

  select(at: number, operand: Expr, field: string): Expr {
    return { id: this.id(), at, kind: "select", operand, field, test: false };
  }

  test(at: number, operand: Expr, field: string): Expr {
    return { id: this.id(), at, kind: "select", operand, field, test: true };
  }

  call(at: number, name: string, ...args: readonly Expr[]): Expr {
    return { id: this.id(), at, kind: "call", name, target: undefined, args };
  }

  member(at: number, name: string, [target, ...args]: readonly [Expr, ...Expr[]]): Expr {
    return { id: this.id(), at, kind: "call", name, target, args };
  }

  list(at: number, elements: readonly Expr[], optional: ReadonlySet<number> = new Set()): Expr {
    return { id: this.id(), at, kind: "list", elements, optional };
  }

  map(at: number, entries: readonly EntryExpr[]): Expr {
    return { id: this.id(), at, kind: "map", entries };
  }

  struct(at: number, name: string, fields: readonly StructFieldExpr[]): Expr {
    return { id: this.id(), at, kind: "struct", name, fields };
  }

  fold(at: number, parts: Omit<FoldExpr, "id" | "at" | "kind">): Expr {
    return { id: this.id(), at, kind: "fold", ...parts };
  }

  not(at: number, operand: Expr): Expr {
    return this.call(at, operators.not, operand);
  }
}
