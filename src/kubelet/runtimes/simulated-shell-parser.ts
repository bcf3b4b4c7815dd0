/**
 * Parses the little of the POSIX shell that simulated containers can run: simple commands and assignments joined by `;`, `&&`,
 * `||` and newlines, and `while`, `until`, `for` and `if`; pipes, redirections, `!`, groups and subshells only where they are asked
 * for. Anything else (functions, `case`, `&`, here-documents) is no program of ours: parse() answers undefined and the caller says so,
 * or falls back to a container that just runs.
 */
import { backquoted, endOfPlain, endOfQuotes } from "./simulated-shell-words.ts";

export interface Piece {
  readonly text: string;
  /** Its `$` forms are replaced when the word is used. */
  readonly expand: boolean;
  /** What comes of it is not split into fields. */
  readonly quoted?: boolean;
}

export interface Word {
  readonly pieces: readonly Piece[];
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** `> file`, `>> file`, `< file`, `2> file`, `2>&1`: the last has no target. */
export interface Redirection {
  readonly operator: string;
  readonly target: Word | undefined;
}

export type Command =
  | {
      readonly type: "simple";
      /** Empty: the assignments are for the shell itself. */
      readonly words: readonly Word[];
      /** For the command's own environment. */
      readonly assignments?: readonly Assignment[];
      readonly redirections?: readonly Redirection[];
    }
  | { readonly type: "pipeline"; readonly commands: readonly Command[] }
  | { readonly type: "not"; readonly command: Command }
  | {
      readonly type: "group";
      readonly body: Script;
      /** What it changes of the shell's state is undone when it ends. */
      readonly subshell: boolean;
      readonly redirections?: readonly Redirection[];
    }
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
      redirection ?? /^(?:&&|\|\||;|\n)/.exec(rest) ?? (pipes ? /^[|()]/.exec(rest) : null);
    if (operator) {
      tokens.push({ type: "operator", text: operator[0] === "\n" ? ";" : operator[0] });
      at += operator[0].length;
      continue;
    }
    if (/^[|&<>()]/.test(rest)) return undefined;
    const read = readWord(source, at);
    if (!read) return undefined;
    tokens.push({ type: "word", word: read.word });
    at = read.end;
  }
  return tokens;
}

function readWord(source: string, start: number): { word: Word; end: number } | undefined {
  const pieces: Piece[] = [];
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
    if (char === "`") {
      const command = backquoted(source, at);
      if (!command) return undefined;
      pieces.push({ text: `$(${command.text})`, expand: true });
      at = command.end;
      continue;
    }
    const quoted = char === '"';
    const end = quoted ? endOfQuotes(source, at + 1) : endOfPlain(source, at);
    if (end === undefined) return undefined;
    const text = source.slice(quoted ? at + 1 : at, end);
    pieces.push(quoted ? { text, expand: true, quoted } : { text, expand: true });
    at = quoted ? end + 1 : end;
  }
  return { word: { pieces }, end: at };
}

const reserved = new Set(["do", "done", "then", "else", "fi", "elif", "}", "case", "function"]);

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
      if (ends.includes(")") && this.#operator() === ")") return script;
      const command = this.#command();
      if (!command) return undefined;
      script.push({ when, command });
      const operator = this.#operator();
      when = operator === "&&" ? "success" : operator === "||" ? "failure" : "always";
      if (operator === ")" && ends.includes(")")) continue;
      if (operator !== undefined && !/^(?:;|&&|\|\|)$/.test(operator)) return undefined;
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
    if (this.#operator() === "(") return this.#redirected(this.#subshell());
    const keyword = this.#keyword();
    if (keyword === "!") {
      this.#at++;
      const command = this.#single();
      return command && { type: "not", command };
    }
    if (keyword === "{") return this.#redirected(this.#group());
    if (keyword === "while" || keyword === "until")
      return this.#redirected(this.#while(keyword === "until"));
    if (keyword === "for") return this.#redirected(this.#for());
    if (keyword === "if") return this.#redirected(this.#if());
    if (keyword !== undefined && reserved.has(keyword)) return undefined;
    return this.#simple();
  }

  /** With the redirections that follow a compound command. */
  #redirected(command: Command | undefined): Command | undefined {
    if (!command || !/[<>]/.test(this.#operator() ?? "")) return command;
    const { words, redirections } = this.#wordsAndRedirections();
    if (words.length > 0 || !redirections) return undefined;
    return { type: "group", subshell: false, redirections, body: [{ when: "always", command }] };
  }

  #subshell(): Command | undefined {
    this.#at++;
    const body = this.list([")"]);
    if (!body || body.length === 0 || this.#operator() !== ")") return undefined;
    this.#at++;
    return { type: "group", subshell: true, body };
  }

  #group(): Command | undefined {
    const body = this.#block("{", ["}"]);
    return body && this.#take("}") ? { type: "group", subshell: false, body } : undefined;
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
    const body = test && this.#block("then", ["elif", "else", "fi"]);
    if (!test || !body) return undefined;
    if (this.#keyword() === "elif") {
      const command = this.#if();
      return command && { type: "if", test, body, otherwise: [{ when: "always", command }] };
    }
    const otherwise = this.#keyword() === "else" ? this.#block("else", ["fi"]) : [];
    if (!otherwise || !this.#take("fi")) return undefined;
    return { type: "if", test, body, otherwise };
  }

  #block(begin: string, ends: readonly string[]): Script | undefined {
    return this.#take(begin) ? this.list(ends) : undefined;
  }

  #simple(): Command | undefined {
    const { words, redirections } = this.#wordsAndRedirections();
    if (!redirections || (words.length === 0 && redirections.length === 0)) return undefined;
    const assignments: Assignment[] = [];
    for (const word of words) {
      const assignment = assignmentOf(word);
      if (!assignment) break;
      assignments.push(assignment);
    }
    const rest = words.slice(assignments.length);
    const [only] = assignments;
    if (only && words.length === 1 && redirections.length === 0) return { type: "assign", ...only };
    return {
      type: "simple",
      words: rest,
      ...(assignments.length > 0 ? { assignments } : {}),
      ...(redirections.length > 0 ? { redirections } : {}),
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

function assignmentOf({ pieces }: Word): Assignment | undefined {
  const [head, ...more] = pieces;
  if (!head?.expand || head.quoted) return undefined;
  const name = /^([A-Za-z_]\w*)=/.exec(head.text)?.[1];
  if (name === undefined) return undefined;
  const text = head.text.slice(name.length + 1);
  return { name, value: { pieces: [{ text, expand: true }, ...more] } };
}
