/**
 * Parses the little of the POSIX shell that simulated containers can run: simple commands and assignments joined by `;`, `&&`,
 * `||` and newlines, and `while`, `until`, `for` and `if`; pipes and redirections only where they are asked for. Anything else
 * (functions, `&`, backquotes) is no program of ours: parse() answers undefined and the caller says so, or falls back to a container
 * that just runs.
 */

/** A word as pieces of text; `expand` pieces have their `$` forms replaced when the word is used. */
export interface Word {
  readonly pieces: readonly { readonly text: string; readonly expand: boolean }[];
}

/** `> file`, `>> file`, `< file`, `2> file`, `2>&1`: the last has no target. */
export interface Redirection {
  readonly operator: string;
  readonly target: Word | undefined;
}

export type Command =
  | {
      readonly type: "simple";
      readonly words: readonly Word[];
      readonly redirections?: readonly Redirection[];
    }
  | { readonly type: "pipeline"; readonly commands: readonly Command[] }
  | { readonly type: "assign"; readonly name: string; readonly value: Word }
  | {
      readonly type: "while";
      readonly until: boolean;
      readonly test: Script;
      readonly body: Script;
    }
  | {
      readonly type: "for";
      readonly name: string;
      readonly words: readonly Word[];
      readonly body: Script;
    }
  | {
      readonly type: "if";
      readonly test: Script;
      readonly body: Script;
      readonly otherwise: Script;
    };

/** Commands in order, each with what must hold of the one before it. */
export type Script = readonly {
  readonly when: "always" | "success" | "failure";
  readonly command: Command;
}[];

type Token =
  | { readonly type: "word"; readonly word: Word }
  | { readonly type: "operator"; readonly text: string };

/** The script, or undefined when it uses anything that is not understood. */
export function parseShell(
  source: string,
  options: { readonly pipes: boolean } = { pipes: false },
): Script | undefined {
  const tokens = tokenize(source, options.pipes);
  if (!tokens) return undefined;
  const parser = new Parser(tokens);
  const script = parser.list([]);
  return script && parser.atEnd() ? script : undefined;
}

function tokenize(source: string, pipes: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t]|\\\n)+|^#[^\n]*/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const redirection = pipes ? /^(?:2>&1|1?>&2|[12]?>>?|<)/.exec(rest) : null;
    const operator =
      redirection ?? /^(?:&&|\|\||;|\n)/.exec(rest) ?? (pipes ? /^\|/.exec(rest) : null);
    if (operator) {
      tokens.push({ type: "operator", text: operator[0] === "\n" ? ";" : operator[0] });
      at += operator[0].length;
      continue;
    }
    if (/^[|&<>()`]/.test(rest)) return undefined;
    const read = readWord(source, at);
    if (!read) return undefined;
    tokens.push({ type: "word", word: read.word });
    at = read.end;
  }
  return tokens;
}

function readWord(source: string, start: number): { word: Word; end: number } | undefined {
  const pieces: { text: string; expand: boolean }[] = [];
  let at = start;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (/[\s;&|<>()]/.test(char)) break;
    if (char === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) return undefined;
      pieces.push({ text: source.slice(at + 1, end), expand: false });
      at = end + 1;
      continue;
    }
    if (char === "\\") {
      pieces.push({ text: source[at + 1] ?? "", expand: false });
      at += 2;
      continue;
    }
    const quoted = char === '"';
    const end = quoted ? endOfQuotes(source, at + 1) : endOfPlain(source, at);
    if (end === undefined) return undefined;
    pieces.push({ text: source.slice(quoted ? at + 1 : at, end), expand: true });
    at = quoted ? end + 1 : end;
  }
  return { word: { pieces }, end: at };
}

function endOfQuotes(source: string, start: number): number | undefined {
  for (let at = start; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === '"') return at;
    else if (source[at] === "`") return undefined;
  }
  return undefined;
}

/** The end of an unquoted run; `$(...)` and `${...}` belong to it whole. */
function endOfPlain(source: string, start: number): number | undefined {
  let at = start;
  while (at < source.length && !/[\s;&|<>()'"\\`]/.test(source[at] ?? "")) {
    if (source[at] === "$" && (source[at + 1] === "(" || source[at + 1] === "{")) {
      const end = endOfSubstitution(source, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else at++;
  }
  return source[at] === "`" || at === start ? undefined : at;
}

/** The position after the bracket that closes the one at `open`. */
export function endOfSubstitution(source: string, open: number): number | undefined {
  const [opening, closing] = source[open] === "(" ? ["(", ")"] : ["{", "}"];
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if (source[at] === opening) depth++;
    else if (source[at] === closing && --depth === 0) return at + 1;
  }
  return undefined;
}

const reserved = new Set(["do", "done", "then", "else", "fi", "elif"]);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** Commands up to one of the words in `ends` (left unread) or the end of the source. */
  list(ends: readonly string[]): Script | undefined {
    const script: { when: "always" | "success" | "failure"; command: Command }[] = [];
    let when: "always" | "success" | "failure" = "always";
    for (;;) {
      while (this.#operator() === ";") this.#at++;
      const keyword = this.#keyword();
      if (this.atEnd() || (keyword !== undefined && ends.includes(keyword)))
        return when === "always" && (ends.length === 0 || script.length > 0) ? script : undefined;
      const command = this.#command();
      if (!command) return undefined;
      script.push({ when, command });
      const operator = this.#operator();
      when = operator === "&&" ? "success" : operator === "||" ? "failure" : "always";
      if (operator !== undefined) this.#at++;
    }
  }

  #command(): Command | undefined {
    const first = this.#single();
    if (!first || this.#operator() !== "|") return first;
    const commands = [first];
    while (this.#operator() === "|") {
      this.#at++;
      const next = this.#single();
      if (!next) return undefined;
      commands.push(next);
    }
    return { type: "pipeline", commands };
  }

  #single(): Command | undefined {
    const keyword = this.#keyword();
    if (keyword === "while" || keyword === "until") return this.#while(keyword === "until");
    if (keyword === "for") return this.#for();
    if (keyword === "if") return this.#if();
    if (keyword !== undefined && reserved.has(keyword)) return undefined;
    return this.#simple();
  }

  #while(until: boolean): Command | undefined {
    this.#at++;
    const test = this.list(["do"]);
    const body = test && this.#block("do", ["done"]);
    if (!test || !body || !this.#take("done")) return undefined;
    return { type: "while", until, test, body };
  }

  #for(): Command | undefined {
    this.#at++;
    const name = this.#keyword();
    this.#at++;
    if (name === undefined || !this.#take("in")) return undefined;
    const words = this.#words();
    if (this.#operator() === ";") this.#at++;
    const body = this.#block("do", ["done"]);
    if (!body || !this.#take("done")) return undefined;
    return { type: "for", name, words, body };
  }

  #if(): Command | undefined {
    this.#at++;
    const test = this.list(["then"]);
    const body = test && this.#block("then", ["else", "fi"]);
    if (!test || !body) return undefined;
    const otherwise = this.#keyword() === "else" ? this.#block("else", ["fi"]) : [];
    if (!otherwise || !this.#take("fi")) return undefined;
    return { type: "if", test, body, otherwise };
  }

  #block(begin: string, ends: readonly string[]): Script | undefined {
    return this.#take(begin) ? this.list(ends) : undefined;
  }

  #simple(): Command | undefined {
    const { words, redirections } = this.#wordsAndRedirections();
    const [first] = words;
    if (!first || !redirections) return undefined;
    const assignment = /^([A-Za-z_]\w*)=/.exec(first.pieces[0]?.expand ? first.pieces[0].text : "");
    if (!assignment) {
      return redirections.length > 0
        ? { type: "simple", words, redirections }
        : { type: "simple", words };
    }
    if (words.length > 1) return undefined;
    const [head, ...more] = first.pieces;
    const text = (head?.text ?? "").slice(assignment[0].length);
    return {
      type: "assign",
      name: assignment[1] ?? "",
      value: { pieces: [{ text, expand: true }, ...more] },
    };
  }

  /** Redirections may stand anywhere among the words; undefined when one lacks its target. */
  #wordsAndRedirections(): { words: Word[]; redirections: Redirection[] | undefined } {
    const words = this.#words();
    const redirections: Redirection[] = [];
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || !/[<>]/.test(operator)) return { words, redirections };
      this.#at++;
      if (operator.endsWith("&1") || operator.endsWith("&2")) {
        redirections.push({ operator, target: undefined });
      } else {
        const token = this.#tokens[this.#at];
        if (token?.type !== "word") return { words, redirections: undefined };
        this.#at++;
        redirections.push({ operator, target: token.word });
      }
      words.push(...this.#words());
    }
  }

  #words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.type !== "word") return words;
      words.push(token.word);
      this.#at++;
    }
  }

  #operator(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.type === "operator" ? token.text : undefined;
  }

  #keyword(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== "word" || token.word.pieces.length !== 1) return undefined;
    return token.word.pieces[0]?.expand ? token.word.pieces[0].text : undefined;
  }

  #take(keyword: string): boolean {
    if (this.#keyword() !== keyword) return false;
    this.#at++;
    return true;
  }
}
