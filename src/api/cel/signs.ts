/** The words that are no names in CEL, and the signs of operators of two operands with the functions that they stand for. */
import { operators } from "./ast.ts";

export const reserved = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
export const relations: Readonly<Record<string, string>> = {
  "<": operators.less,
  "<=": operators.lessEquals,
  ">": operators.greater,
  ">=": operators.greaterEquals,
  "==": operators.equals,
  "!=": operators.notEquals,
  in: operators.in,
};
export const sums: Readonly<Record<string, string>> = {
  "+": operators.add,
  "-": operators.subtract,
};
export const products: Readonly<Record<string, string>> = {
  "*": operators.multiply,
  "/": operators.divide,
  "%": operators.modulo,
};
