/** The words of a shell command with their `$` forms replaced, split into fields, and `*` and `?` matched against files. */
import { compileRegex } from "../../api/re2/regex.ts";
import { evaluate } from "./simulated-arithmetic.ts";
import type { ContainerFiles } from "./simulated-files.ts";
import type { Word } from "./simulated-shell-parser.ts";
import { endOfSubstitution, ShellError } from "./simulated-shell-words.ts";

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
      const plain = word.pieces.every(({ expand, quoted }) => expand && !quoted);
      for (const field of await this.#split(word)) {
        if (plain && /[*?]/.test(field)) fields.push(...this.#matches(field));
        else fields.push(field);
      }
    }
    return fields;
  }

  async #split({ pieces }: Word): Promise<string[]> {
    const fields: string[] = [];
    let field = "";
    let begun = false;
    for (const { text, expand, quoted } of pieces) {
      const value = expand ? await this.#expandText(text, quoted === true) : text;
      const splits = expand && !quoted && text.includes("$");
      for (const [i, part] of (splits ? value.split(/[ \t\n]+/) : [value]).entries()) {
        if (i > 0 && begun) {
          fields.push(field);
          field = "";
          begun = false;
        }
        field += part;
        if (part !== "" || !splits) begun = true;
      }
    }
    if (begun) fields.push(field);
    const [only, ...others] = pieces;
    if (only?.expand && !only.quoted && others.length === 0 && /^~(?:\/|$)/.test(fields[0] ?? ""))
      fields[0] = `${this.#home}${(fields[0] ?? "").slice(1)}`;
    return fields;
  }

  get #home(): string {
    return this.#context.variables.get("HOME") ?? "/root";
  }

  async expand(word: Word): Promise<string> {
    let text = "";
    for (const piece of word.pieces) {
      text += piece.expand ? await this.#expandText(piece.text, piece.quoted === true) : piece.text;
    }
    return text === "~" ? this.#home : text;
  }

  async #expandText(text: string, quoted: boolean): Promise<string> {
    let out = "";
    for (let at = 0; at < text.length;) {
      const next = text.slice(at).search(/[$\\]/);
      if (next < 0) return out + text.slice(at);
      out += text.slice(at, at + next);
      at += next;
      if (text[at] === "\\") {
        // Within double quotes only these are escaped.
        const escaped = text[at + 1] ?? "";
        out += !quoted || /["\\$`]/.test(escaped) ? escaped : `\\${escaped}`;
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
    if (form.startsWith("((") && form.endsWith("))"))
      return String(
        evaluate(
          form.slice(2, -2).replace(/\$\{?(\w+)\}?/g, "$1"),
          (name) => variables.get(name) ?? "",
        ),
      );
    if (form.startsWith("(")) return capture(form.slice(1, -1));
    if (form === "?") return String(status());
    if (form === "$") return "1";
    const [, name, fallback = ""] = /^\{?(\w+|[?#@])(?::?-([^]*))?\}?$/.exec(form) ?? [];
    if (name === undefined) throw new ShellError("bad substitution (this container is simulated)");
    const value = variables.get(name) ?? "";
    return value === "" ? fallback.replace(/\}$/, "") : value;
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
