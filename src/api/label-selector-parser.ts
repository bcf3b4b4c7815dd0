/** The query syntax of label selectors: `a=b,c in (d,e),!f` (apimachinery, pkg/labels: Lexer and Parser, with their messages). */
import {
  checkKey,
  type LabelOperator,
  type LabelRequirement,
  requirementOf,
  SelectorFault,
} from "./label-requirement.ts";

type TokenKind = "identifier" | "end" | "error" | LabelOperator | "(" | ")" | "," | ">" | "<";

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const specials = new Set("=!(),><");
const symbols: ReadonlySet<string> = new Set(["=", "==", "!=", "!", "(", ")", ",", ">", "<"]);
const blanks = new Set(" \t\r\n");

function scanSymbol(text: string, start: number): Token {
  let end = start;
  let found = "";
  while (end < text.length && specials.has(text[end] ?? "")) {
    end += 1;
    const candidate = text.slice(start, end);
    if (symbols.has(candidate)) found = candidate;
    else if (found !== "") break;
  }
  if (found !== "") return { kind: found as TokenKind, text: found };
  return { kind: "error", text: `error expected: keyword found '${text.slice(start, end)}'` };
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const first = text[at] ?? "";
    if (blanks.has(first)) {
      at += 1;
    } else if (specials.has(first)) {
      const token = scanSymbol(text, at);
      tokens.push(token);
      if (token.kind === "error") return tokens;
      at += token.text.length;
    } else {
      const start = at;
      while (at < text.length && !specials.has(text[at] ?? "") && !blanks.has(text[at] ?? "")) {
        at += 1;
      }
      const word = text.slice(start, at);
      const keyword = word === "in" || word === "notin";
      tokens.push({ kind: keyword ? word : "identifier", text: word });
    }
  }
  return tokens;
}

const operators: ReadonlyMap<TokenKind, LabelOperator> = new Map<TokenKind, LabelOperator>([
  ["=", "="],
  ["==", "=="],
  ["!=", "!="],
  ["in", "in"],
  ["notin", "notin"],
  [">", "gt"],
  ["<", "lt"],
]);

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  /** Outside the place of an operator, `in` and `notin` are ordinary words. */
  private peek(place: "operator" | "value" = "value"): Token {
    const token = this.tokens[this.at] ?? { kind: "end", text: "" };
    const word = token.kind === "in" || token.kind === "notin";
    return word && place === "value" ? { kind: "identifier", text: token.text } : token;
  }

  private take(place: "operator" | "value" = "value"): Token {
    const token = this.peek(place);
    this.at += 1;
    return token;
  }

  parse(): readonly LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.peek();
      if (first.kind === "end") return requirements;
      if (first.kind !== "identifier" && first.kind !== "!") {
        throw new SelectorFault(
          `found '${first.text}', expected: !, identifier, or 'end of string'`,
        );
      }
      requirements.push(this.requirement());
      const next = this.take();
      if (next.kind === "end") return requirements;
      if (next.kind !== ",") {
        throw new SelectorFault(`found '${next.text}', expected: ',' or 'end of string'`);
      }
      const after = this.peek();
      if (after.kind !== "identifier" && after.kind !== "!") {
        throw new SelectorFault(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  private requirement(): LabelRequirement {
    try {
      return this.requirementBody();
    } catch (error) {
      if (!(error instanceof SelectorFault)) throw error;
      throw new SelectorFault(`unable to parse requirement: ${error.message}`);
    }
  }

  private requirementBody(): LabelRequirement {
    let token = this.take();
    const absent = token.kind === "!";
    if (absent) token = this.take();
    if (token.kind !== "identifier") {
      throw new SelectorFault(`found '${token.text}', expected: identifier`);
    }
    const key = token.text;
    // Kubernetes checks the key here without a path, and its message says so.
    checkKey(key, "<nil>");
    if (absent) return requirementOf(key, "!", []);
    const next = this.peek();
    if (next.kind === "end" || next.kind === ",") return requirementOf(key, "exists", []);
    const operator = this.operator();
    const several = operator === "in" || operator === "notin";
    return requirementOf(key, operator, several ? this.values() : this.exactValue());
  }

  private operator(): LabelOperator {
    const token = this.take("operator");
    const operator = operators.get(token.kind);
    if (operator !== undefined) return operator;
    throw new SelectorFault(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  private exactValue(): readonly string[] {
    const next = this.peek();
    if (next.kind === "end" || next.kind === ",") return [""];
    const token = this.take();
    if (token.kind === "identifier") return [token.text];
    throw new SelectorFault(`found '${token.text}', expected: identifier`);
  }

  private values(): readonly string[] {
    const open = this.take();
    if (open.kind !== "(") throw new SelectorFault(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind === ")") {
      this.take();
      return [];
    }
    if (first.kind !== "identifier" && first.kind !== ",") {
      throw new SelectorFault(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.identifiers();
    this.take();
    return values;
  }

  /** The words up to the closing bracket, which is left; an empty place between commas is the empty value. */
  private identifiers(): readonly string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.take();
      if (token.kind === "identifier") {
        values.push(token.text);
        const next = this.peek();
        if (next.kind === ")") return values;
        if (next.kind !== ",") {
          throw new SelectorFault(`found '${next.text}', expected: ',' or ')'`);
        }
      } else if (token.kind === ",") {
        if (values.length === 0) values.push("");
        const next = this.peek();
        if (next.kind === ")") return [...values, ""];
        if (next.kind === ",") {
          this.take();
          values.push("");
        }
      } else {
        throw new SelectorFault(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }
}

/** The requirements of a selector's text, in its order. Throws SelectorFault. */
export function parseRequirements(text: string): readonly LabelRequirement[] {
  return new Parser(text).parse();
}
