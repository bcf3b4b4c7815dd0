/**
 * Parses an expression: the grammar of cel-spec, by descent. Faults are worded as cel-go's generated parser words them; unlike
 * that one, it goes no further after a token that fits nowhere.
 */
import { operators, type EntryExpr, type Expr, type StructFieldExpr } from "./ast.ts";
import type { Issue } from "./issues.ts";
import { codePoints, tokenize, type Token } from "./lexer.ts";
import { literalValue } from "./literals.ts";
import { expandMacro } from "./macros.ts";
import { NodeMaker } from "./node-maker.ts";
import { products, relations, reserved, sums } from "./signs.ts";

/** cel-go's defaults: nesting of an expression, and its length in code points. */
const depthMax = 250;
const codePointsMax = 100_000;

const primaryStart =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

export type ParseResult =
  | { readonly ok: true; readonly expr: Expr }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** `bind`: `cel.bind` is a macro, as in few of the places that have expressions. */
export function parseExpression(source: string, bind = false): ParseResult {
  const length = codePoints(source);
  if (length > codePointsMax) {
    const message = `expression code point size exceeds limit: size: ${length}, limit ${codePointsMax}`;
    return { ok: false, issues: [{ at: 0, message }] };
  }
  const issues: Issue[] = [];
  const parser = new Parser(tokenize(source, issues), { issues, bind });
  const expr = parser.parse();
  return expr && issues.length === 0 ? { ok: true, expr } : { ok: false, issues };
}

/** Thrown after a fault that parsing cannot go past; the fault is among the issues. */
class Stopped extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #issues: Issue[];
  readonly #bind: boolean;
  readonly #make = new NodeMaker();
  #index = 0;
  #depth = 0;

  constructor(
    tokens: readonly Token[],
    { issues, bind }: { readonly issues: Issue[]; readonly bind: boolean },
  ) {
    this.#tokens = tokens;
    this.#issues = issues;
    this.#bind = bind;
  }

  parse(): Expr | undefined {
    try {
      const expr = this.#expression();
      const token = this.#peek();
      if (token.kind !== "end") {
        const last = this.#tokens[this.#index + 1]?.kind === "end";
        const what = last ? "extraneous" : "mismatched";
        this.#syntax(token, `${what} input '${token.text}' expecting <EOF>`);
      }
      return expr;
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      throw error;
    }
  }

  #expression(): Expr {
    return this.#nested(() => {
      const condition = this.#or();
      const mark = this.#peek();
      if (!this.#accept("?")) return condition;
      const yes = this.#or();
      this.#expect(":");
      const no = this.#expression();
      return this.#make.call(mark.at, operators.conditional, condition, yes, no);
    });
  }

  #or(): Expr {
    return this.#logical("||", operators.or, () => this.#and());
  }

  #and(): Expr {
    return this.#logical("&&", operators.and, () => this.#relation());
  }

  /** A chain becomes a balanced tree: its depth stays small, however long it is. */
  #logical(mark: string, name: string, operand: () => Expr): Expr {
    const terms = [operand()];
    const places: number[] = [];
    for (let token = this.#peek(); this.#accept(mark); token = this.#peek()) {
      places.push(token.at);
      terms.push(operand());
    }
    const balance = (first: number, last: number): Expr => {
      if (first === last) return terms[first] as Expr;
      const middle = Math.floor((first + last + 1) / 2);
      const [left, right] = [balance(first, middle - 1), balance(middle, last)];
      return this.#make.call(places[middle - 1] ?? 0, name, left, right);
    };
    return balance(0, terms.length - 1);
  }

  #relation(): Expr {
    return this.#chain(relations, () => this.#sum());
  }

  #sum(): Expr {
    return this.#chain(sums, () => this.#product());
  }

  #product(): Expr {
    return this.#chain(products, () => this.#unary());
  }

  #chain(names: Readonly<Record<string, string>>, operand: () => Expr): Expr {
    let left = operand();
    const depth = this.#depth;
    for (;;) {
      const token = this.#peek();
      const operator = token.kind === "punctuation" || token.text === "in";
      const name = operator ? names[token.text] : undefined;
      if (name === undefined) break;
      this.#index++;
      this.#deeper();
      left = this.#make.call(token.at, name, left, operand());
    }
    this.#depth = depth;
    return left;
  }

  #unary(): Expr {
    const token = this.#peek();
    if (token.kind !== "punctuation" || (token.text !== "!" && token.text !== "-")) {
      return this.#member();
    }
    let count = 0;
    while (this.#accept(token.text)) count++;
    const next = this.#peek();
    if (token.text === "-" && (next.kind === "int" || next.kind === "double")) {
      this.#index++;
      const literal = this.#suffixes(this.#literal(next, token.at, true));
      return (count - 1) % 2 === 0 ? literal : this.#make.call(token.at, operators.negate, literal);
    }
    const operand = this.#nested(() => this.#unary());
    if (count % 2 === 0) return operand;
    return this.#make.call(
      token.at,
      token.text === "!" ? operators.not : operators.negate,
      operand,
    );
  }

  #member(): Expr {
    return this.#suffixes(this.#primary());
  }

  #suffixes(start: Expr): Expr {
    let expr = start;
    const depth = this.#depth;
    for (;;) {
      const token = this.#peek();
      if (this.#accept(".")) {
        const optional = this.#accept("?");
        const name = this.#identifier();
        if (optional) {
          const field = this.#make.constant(name.at, name.text);
          expr = this.#make.call(token.at, operators.optionalSelect, expr, field);
        } else if (this.#peek().text === "(" && this.#peek().kind === "punctuation") {
          expr = this.#call(name.text, expr);
        } else expr = this.#make.select(token.at, expr, name.text);
      } else if (this.#accept("[")) {
        const optional = this.#accept("?");
        const index = this.#expression();
        this.#expect("]");
        const name = optional ? operators.optionalIndex : operators.index;
        expr = this.#make.call(token.at, name, expr, index);
      } else if (token.kind === "punctuation" && token.text === "{" && messageName(expr)) {
        expr = this.#struct(messageName(expr) ?? "");
      } else break;
      this.#deeper();
    }
    this.#depth = depth;
    return expr;
  }

  #primary(): Expr {
    const token = this.#peek();
    switch (token.kind) {
      case "int":
      case "uint":
      case "double":
      case "string":
      case "bytes":
        this.#index++;
        return this.#literal(token, token.at, false);
      case "word":
        if (token.text === "in") break;
        this.#index++;
        return this.#make.constant(token.at, token.text === "null" ? null : token.text === "true");
      case "ident":
        return this.#named("");
      default:
    }
    if (this.#accept("(")) {
      const inner = this.#expression();
      this.#expect(")");
      return inner;
    }
    if (token.text === "[") return this.#list();
    if (token.text === "{") return this.#map();
    if (token.text === "." && token.kind === "punctuation") {
      this.#index++;
      return this.#named(".");
    }
    return this.#unexpected(token);
  }

  #named(dot: string): Expr {
    const token = this.#identifier();
    if (reserved.has(token.text)) {
      this.#issues.push({ at: token.at, message: `reserved identifier: ${token.text}` });
    }
    const next = this.#peek();
    if (next.kind === "punctuation" && next.text === "(") return this.#call(dot + token.text);
    return this.#make.ident(token.at, dot + token.text);
  }

  #literal(token: Token, at: number, negative: boolean): Expr {
    const value = literalValue(token, negative);
    if (value === undefined) {
      const kind = token.kind === "int" || token.kind === "uint" ? token.kind : undefined;
      const message = kind ? `invalid ${kind} literal` : "unable to unescape string";
      this.#issues.push({ at, message });
    }
    return this.#make.constant(at, value ?? null);
  }

  #call(name: string, target?: Expr): Expr {
    const { at } = this.#peek();
    this.#expect("(");
    const args: Expr[] = [];
    if (!this.#accept(")")) {
      do args.push(this.#expression());
      while (this.#accept(","));
      this.#expect(")");
    }
    const context = { make: this.#make, issues: this.#issues, bind: this.#bind };
    const expanded = expandMacro(context, { at, name, target, args });
    if (expanded) return expanded;
    if (target) return this.#make.member(at, name, [target, ...args]);
    return this.#make.call(at, name, ...args);
  }

  #list(): Expr {
    const { at } = this.#peek();
    this.#expect("[");
    const elements: Expr[] = [];
    const optional = new Set<number>();
    while (!this.#accept("]")) {
      if (this.#accept("?")) optional.add(elements.length);
      elements.push(this.#expression());
      if (this.#accept(",") && !this.#isAtEnd()) continue;
      this.#close("]");
      break;
    }
    return this.#make.list(at, elements, optional);
  }

  #map(): Expr {
    const { at } = this.#peek();
    this.#expect("{");
    const entries: EntryExpr[] = [];
    while (!this.#accept("}")) {
      const optional = this.#accept("?");
      const key = this.#expression();
      this.#expect(":");
      entries.push({ key, value: this.#expression(), optional });
      if (this.#accept(",")) continue;
      this.#expect("}");
      break;
    }
    return this.#make.map(at, entries);
  }

  #struct(name: string): Expr {
    const { at } = this.#peek();
    this.#expect("{");
    const fields: StructFieldExpr[] = [];
    while (!this.#accept("}")) {
      const optional = this.#accept("?");
      const field = this.#identifier();
      const colon = this.#peek();
      this.#expect(":");
      const value = this.#expression();
      fields.push({ id: this.#make.id(), at: colon.at, name: field.text, value, optional });
      if (this.#accept(",")) continue;
      this.#expect("}");
      break;
    }
    return this.#make.struct(at, name, fields);
  }

  #identifier(): Token {
    const token = this.#peek();
    if (token.kind !== "ident") {
      this.#syntax(token, `mismatched input '${token.text}' expecting IDENTIFIER`);
      throw new Stopped();
    }
    this.#index++;
    return token;
  }

  /** One token too many is left out, as the generated parser does; anything else ends the parse. */
  #unexpected(token: Token): Expr {
    const next = this.#tokens[this.#index + 1];
    const startsNext =
      next && (/[[{(.!-]/.test(next.text) || !/^(punctuation|end)$/.test(next.kind));
    if (token.kind !== "end" && startsNext) {
      this.#syntax(token, `extraneous input '${token.text}' expecting ${primaryStart}`);
      this.#index++;
      return this.#primary();
    }
    this.#syntax(token, `mismatched input '${token.text}' expecting ${primaryStart}`);
    throw new Stopped();
  }

  #isAtEnd(): boolean {
    return this.#peek().kind === "end";
  }

  /** The end of a list; where the text ends instead, cel-go's parser goes on as though it were there. */
  #close(mark: string): void {
    if (!this.#isAtEnd()) {
      this.#expect(mark);
      return;
    }
    const token = this.#peek();
    this.#syntax(token, `missing '${mark}' at '${token.text}'`);
    throw new Stopped();
  }

  #expect(mark: string): void {
    if (this.#accept(mark)) return;
    const token = this.#peek();
    this.#syntax(token, `mismatched input '${token.text}' expecting '${mark}'`);
    throw new Stopped();
  }

  #accept(mark: string): boolean {
    const token = this.#peek();
    if (token.kind !== "punctuation" || token.text !== mark) return false;
    this.#index++;
    return true;
  }

  #peek(): Token {
    return this.#tokens[this.#index] as Token;
  }

  #syntax(token: Token, message: string): void {
    this.#issues.push({ at: token.at, message: `Syntax error: ${message}` });
  }

  #nested<T>(parse: () => T): T {
    const depth = this.#depth;
    this.#deeper();
    const result = parse();
    this.#depth = depth;
    return result;
  }

  #deeper(): void {
    if (++this.#depth <= depthMax) return;
    const message = `expression recursion limit exceeded: ${depthMax}`;
    this.#issues.push({ at: this.#peek().at, message });
    throw new Stopped();
  }
}

/** `Object.spec` of an expression that can name a type; undefined for any other. */
function messageName(expr: Expr): string | undefined {
  if (expr.kind === "ident") return expr.name;
  if (expr.kind !== "select" || expr.test) return undefined;
  const operand = messageName(expr.operand);
  return operand === undefined ? undefined : `${operand}.${expr.field}`;
}
