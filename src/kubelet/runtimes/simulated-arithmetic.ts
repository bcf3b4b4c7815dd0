/** The arithmetic of `$((...))`: integers, names, brackets, `! - + * / %`, comparisons and `&& ||`, with C's precedence. */
import { ShellError } from "./simulated-shell-words.ts";

/** Binary operators, those that bind least first. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Throws a ShellError worded as BusyBox words it. `valueOf`: what a variable holds. */
export function evaluate(text: string, valueOf: (name: string) => string): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%()<>!]|\S/g) ?? [];
  if (tokens.length === 0) return 0;
  const reader = new Reader(tokens, valueOf);
  const value = reader.binary(0);
  if (!reader.atEnd) throw new ShellError("arithmetic syntax error");
  return value;
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #valueOf: (name: string) => string;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], valueOf: (name: string) => string) {
    this.#tokens = tokens;
    this.#valueOf = valueOf;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  binary(level: number): number {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at] ?? "";
      if (!operators.includes(operator)) return left;
      this.#at++;
      left = apply(operator, left, this.binary(level + 1));
    }
  }

  #unary(): number {
    if (++this.#depth > 200) throw new ShellError("expression recursion loop detected");
    const token = this.#tokens[this.#at++] ?? "";
    const value = this.#operand(token);
    this.#depth--;
    return value;
  }

  #operand(token: string): number {
    if (token === "-") return -this.#unary();
    if (token === "+") return this.#unary();
    if (token === "!") return this.#unary() === 0 ? 1 : 0;
    if (token === "(") {
      const value = this.binary(0);
      if (this.#tokens[this.#at++] !== ")") throw new ShellError("arithmetic syntax error");
      return value;
    }
    if (/^\d+$/.test(token)) return Number(token);
    if (!/^\w+$/.test(token)) throw new ShellError("arithmetic syntax error");
    const value = this.#valueOf(token).trim();
    if (value === "") return 0;
    if (!/^[-+]?\d+$/.test(value)) throw new ShellError("arithmetic syntax error");
    return Number(value);
  }
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case "||":
      return left !== 0 || right !== 0 ? 1 : 0;
    case "&&":
      return left !== 0 && right !== 0 ? 1 : 0;
    case "==":
      return left === right ? 1 : 0;
    case "!=":
      return left === right ? 0 : 1;
    case "<=":
      return left <= right ? 1 : 0;
    case ">=":
      return left >= right ? 1 : 0;
    case "<":
      return left < right ? 1 : 0;
    case ">":
      return left > right ? 1 : 0;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      if (right === 0) throw new ShellError("divide by zero");
      return operator === "/" ? Math.trunc(left / right) : left % right;
  }
}
