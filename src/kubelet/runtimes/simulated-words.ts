/** The words of a shell command with their `$` forms replaced, split into fields, and `*` and `?` matched against files. */
import { compileRegex } from "../../api/re2/regex.ts";
import type { ContainerFiles } from "./simulated-files.ts";
import { endOfSubstitution, type Word } from "./simulated-shell-parser.ts";

export interface WordContext {
  readonly variables: Map<string, string>;
  readonly files: ContainerFiles;
  cwd(): string;
  /** The exit code of the last command. */
  status(): number;
  /** What a command prints. */
  capture(source: string): Promise<string>;
}

export class WordExpander {
  readonly #context: WordContext;

  constructor(context: WordContext) {
    this.#context = context;
  }

  /** Words as the arguments that they mean: an unquoted expansion is split at blanks and may vanish. */
  async fields(words: readonly Word[]): Promise<string[]> {
    const fields: string[] = [];
    for (const word of words) {
      const text = await this.expand(word);
      const [only] = word.pieces;
      if (word.pieces.length === 1 && only?.expand && only.text.startsWith("$")) {
        fields.push(...text.split(/\s+/).filter((part) => part !== ""));
      } else if (word.pieces.every(({ expand }) => expand) && /[*?]/.test(text)) {
        fields.push(...this.#matches(text));
      } else fields.push(text);
    }
    return fields;
  }

  async expand(word: Word): Promise<string> {
    let text = "";
    for (const piece of word.pieces) {
      text += piece.expand ? await this.#expandText(piece.text) : piece.text;
    }
    return text === "~" ? (this.#context.variables.get("HOME") ?? "/root") : text;
  }

  async #expandText(text: string): Promise<string> {
    let out = "";
    for (let at = 0; at < text.length;) {
      const next = text.slice(at).search(/[$\\]/);
      if (next < 0) return out + text.slice(at);
      out += text.slice(at, at + next);
      at += next;
      if (text[at] === "\\") {
        // Within double quotes only these are escaped.
        const escaped = text[at + 1] ?? "";
        out += /["\\$`]/.test(escaped) ? escaped : `\\${escaped}`;
        at += 2;
        continue;
      }
      const opening = text[at + 1];
      const end =
        opening === "(" || opening === "{"
          ? endOfSubstitution(text, at + 1)
          : at + 1 + (/^(?:\w+|[?$#@])/.exec(text.slice(at + 1))?.[0].length ?? 0);
      if (end === undefined) return out + text.slice(at);
      out += end === at + 1 ? "$" : await this.#substitute(text.slice(at + 1, end));
      at = end;
    }
    return out;
  }

  async #substitute(form: string): Promise<string> {
    const { variables, status, capture } = this.#context;
    if (form.startsWith("((")) return String(this.#arithmetic(form.slice(2, -2)));
    if (form.startsWith("(")) return capture(form.slice(1, -1));
    if (form === "?") return String(status());
    if (form === "$") return "1";
    const [, name = "", fallback] =
      /^([^:-]*)(?::?-(.*))?$/s.exec(form.replace(/^\{|\}$/g, "")) ?? [];
    const value = variables.get(name) ?? "";
    return value === "" ? (fallback ?? "") : value;
  }

  /** Integers, variables and `+ - * / %`, from left to right. */
  #arithmetic(text: string): number {
    const terms = text.match(/\w+|[-+*/%]/g) ?? [];
    const value = (term = ""): number =>
      Number(/^\d/.test(term) ? term : (this.#context.variables.get(term) ?? 0)) || 0;
    let result = value(terms[0]);
    for (let at = 1; at + 1 < terms.length; at += 2) {
      const right = value(terms[at + 1]);
      const operator = terms[at];
      if (operator === "+") result += right;
      else if (operator === "-") result -= right;
      else if (operator === "*") result *= right;
      else if (right === 0) result = 0;
      else result = Math.trunc(operator === "/" ? result / right : result % right);
    }
    return result;
  }

  /** The files that a pattern means, sorted; the pattern itself where there are none. */
  #matches(pattern: string): readonly string[] {
    const slash = pattern.lastIndexOf("/");
    const folder = pattern.slice(0, slash + 1);
    const { files, cwd } = this.#context;
    const node = files.find(folder.startsWith("/") ? folder : `${cwd()}/${folder}`);
    if (node?.kind !== "directory" || /[*?]/.test(folder)) return [pattern];
    const expression = pattern
      .slice(slash + 1)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*+/g, ".*")
      .replace(/\?/g, ".");
    const wanted = compileRegex(`^${expression}$`);
    const hidden = pattern[slash + 1] === ".";
    const names = [...node.entries.keys()]
      .filter((name) => wanted.test(name) && (hidden || !name.startsWith(".")))
      .sort();
    return names.length > 0 ? names.map((name) => `${folder}${name}`) : [pattern];
  }
}
