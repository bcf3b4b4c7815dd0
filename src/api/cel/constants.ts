/**
 * What is known before an expression runs, and therefore costs nothing: literals of constants, and conversions of them.
 * Follows the optimisations of cel-go's interpreter (decorators.go, planner.go), for they decide what an evaluation costs.
 */
import { operators, type CallExpr, type Expr } from "./ast.ts";
import type { Checked } from "./checker.ts";
import { CelError } from "./errors.ts";
import { accepts } from "./overload.ts";
import { ArrayList, EntryMap, keyText, type CelValue } from "./values.ts";

const conversions = new Set([
  "bool",
  "bytes",
  "double",
  "duration",
  "int",
  "string",
  "timestamp",
  "uint",
]);

/** The value of a constant expression; undefined for any other, and for one that fails. */
export function foldConstant(expr: Expr, checked: Checked): CelValue | undefined {
  switch (expr.kind) {
    case "constant":
      return expr.value;
    case "list": {
      if (expr.optional.size > 0) return undefined;
      const values = foldAll(expr.elements, checked);
      return values && new ArrayList(values);
    }
    case "map": {
      const entries: [CelValue, CelValue][] = [];
      const keys = new Set<string>();
      for (const { key, value, optional } of expr.entries) {
        const [name, found] = [foldConstant(key, checked), foldConstant(value, checked)];
        if (optional || name === undefined || found === undefined) return undefined;
        const text = keyText(name);
        if (text === undefined || keys.has(text)) return undefined;
        keys.add(text);
        entries.push([name, found]);
      }
      return new EntryMap(entries);
    }
    case "call":
      return foldConversion(expr, checked);
    default:
      return undefined;
  }
}

function foldAll(parts: readonly Expr[], checked: Checked): CelValue[] | undefined {
  const values: CelValue[] = [];
  for (const part of parts) {
    const value = foldConstant(part, checked);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function foldConversion(expr: CallExpr, checked: Checked): CelValue | undefined {
  if (expr.target || expr.args.length !== 1 || !conversions.has(expr.name)) return undefined;
  const values = foldAll(expr.args, checked);
  const [value] = values ?? [];
  if (values === undefined || value === undefined) return undefined;
  const overloads = checked.overloads.get(expr.id) ?? [];
  const overload = overloads.find(({ args: [type] }) => type && accepts(type, value));
  try {
    return overload?.call(...(values ?? []));
  } catch (error) {
    // It fails where it is evaluated, if it ever is.
    if (error instanceof CelError) return undefined;
    throw error;
  }
}

/** Variables, and what is read from them. */
export function isAttribute(expr: Expr | undefined): boolean {
  switch (expr?.kind) {
    case "ident":
      return true;
    case "select":
      return !expr.test && isAttribute(expr.operand);
    case "call":
      return expr.name === operators.index && isAttribute(expr.args[0]);
    default:
      return false;
  }
}

/** Calls without a cost of their own: membership in a constant list, and an index that is itself read from a variable. */
export function isFree(expr: CallExpr, checked: Checked): boolean {
  const [first, second] = expr.args;
  if (expr.name === operators.in) {
    return second?.kind === "list" && foldConstant(second, checked) !== undefined;
  }
  return expr.name === operators.index && isAttribute(first) && isAttribute(second);
}
