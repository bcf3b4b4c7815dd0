/**
 * Runs the commands of a simulated container: `echo`, `printf`-free little programs of `true`, `false`, `sleep`, `exit`, `echo`,
 * `date`, `hostname`, `test`, loops and conditions. It is a generator of effects, so that the clock stays the runtime's: what it
 * prints and how long it sleeps come out, the exit code is its result. A command it does not know makes it no program at all.
 */
import { rfc3339 } from "../../api/time.ts";
import { evaluate } from "./simulated-arithmetic.ts";
import { type Command, parseShell, type Script, type Word } from "./simulated-shell-parser.ts";
import { endOfSubstitution, ShellError } from "./simulated-shell-words.ts";

export type Effect =
  /** Its last line may lack its end. */
  | { readonly type: "print"; readonly text: string }
  | { readonly type: "sleep"; readonly ms: number };

/** A running program; its return value is the exit code. */
export type Program = Generator<Effect, number, void>;

export interface ShellContext {
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** The simulated moment at which the program is. */
  nowMs(): number;
}

export const shellNames: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash"]);
const commands = new Set([
  ":",
  "[",
  "date",
  "echo",
  "exit",
  "false",
  "hostname",
  "sleep",
  "test",
  "true",
]);

/** The program that a command line means, or undefined when it is none that the simulation can run. */
export function programOf(argv: readonly string[], context: ShellContext): Program | undefined {
  const name = baseName(argv[0] ?? "");
  if (shellNames.has(name)) {
    const option = argv[1] ?? "";
    if (!/^-[a-z]*c$/.test(option) || argv[2] === undefined) return undefined;
    const script = parseShell(argv[2]);
    return script && known(script)
      ? new Shell(context, option.includes("e")).run(script)
      : undefined;
  }
  if (!commands.has(name) || name === "exit") return undefined;
  const words = argv.map((text) => ({ pieces: [{ text, expand: false }] }));
  const script: Script = [{ when: "always", command: { type: "simple", words } }];
  return known(script) ? new Shell(context, false).run(script) : undefined;
}

function known(script: Script): boolean {
  return script.every(({ command }): boolean => {
    switch (command.type) {
      case "assign":
        return isPlain(command.value);
      case "for":
        return command.words.every(isPlain) && known(command.body);
      case "while":
        return known(command.test) && known(command.body);
      case "if":
        return known(command.test) && known(command.body) && known(command.otherwise);
      case "simple":
        break;
      case "pipeline":
      case "not":
      case "group":
        return false;
    }
    const { words, assignments } = command;
    const [name, ...args] = words;
    const pieces = name?.pieces ?? [];
    const called = baseName(pieces.length === 1 ? (pieces[0]?.text ?? "") : "");
    if (assignments || !commands.has(called) || !args.every(isPlain)) return false;
    return !(called === "test" || called === "[") || !args.some(asksForFiles);
  });
}

/** Without what this shell does not replace: files' names, escapes between quotes, other commands. */
function isPlain({ pieces }: Word): boolean {
  return pieces.every(({ text, expand, quoted }) => {
    if (!expand) return true;
    const rest = text.replace(
      /\$\((?:date|hostname)\)|\$\(\((?:[^()]|\([^()]*\))*\)\)|\$\{\w+(?::?-[^{}$]*)?\}|\$\w+/g,
      "",
    );
    return !/[\\$]/.test(rest) && (quoted === true || !/[*?~]/.test(rest));
  });
}

const asksForFiles = ({ pieces }: Word): boolean =>
  /^(?:-[defrswxao]|!)$/.test(pieces.map(({ text }) => text).join(""));

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Loops that never sleep are slowed down to this pace: a simulation must not eat a real processor. */
const stepsBeforePause = 200;
const pauseMs = 1000;

class Shell {
  readonly #context: ShellContext;
  readonly #stopAtFailure: boolean;
  readonly #variables: Map<string, string>;
  #steps = 0;
  #exit: number | undefined;

  constructor(context: ShellContext, stopAtFailure: boolean) {
    this.#context = context;
    this.#stopAtFailure = stopAtFailure;
    this.#variables = new Map(Object.entries(context.env));
  }

  *run(script: Script): Program {
    try {
      const code = yield* this.#script(script, false);
      return this.#exit ?? code;
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      yield { type: "print", text: `sh: ${error.message}\n` };
      return 2;
    }
  }

  *#script(script: Script, tested: boolean): Program {
    let code = 0;
    for (const [index, { when, command }] of script.entries()) {
      if (when === "success" && code !== 0) continue;
      if (when === "failure" && code === 0) continue;
      code = yield* this.#command(command);
      if (this.#exit !== undefined) return this.#exit;
      const joined = (script[index + 1]?.when ?? "always") !== "always";
      if (code !== 0 && this.#stopAtFailure && !tested && !joined) return (this.#exit = code);
    }
    return code;
  }

  *#command(command: Command): Program {
    if (++this.#steps % stepsBeforePause === 0) yield { type: "sleep", ms: pauseMs };
    switch (command.type) {
      case "assign":
        this.#variables.set(command.name, this.#expand(command.value));
        return 0;
      case "simple":
        return yield* this.#simple(command.words);
      // No script with these is known.
      case "pipeline":
      case "not":
      case "group":
        return 127;
      case "if": {
        const code = yield* this.#script(command.test, true);
        if (this.#exit !== undefined) return code;
        return yield* this.#script(code === 0 ? command.body : command.otherwise, false);
      }
      case "for":
        return yield* this.#for(command);
      case "while":
        break;
    }
    return yield* this.#while(command);
  }

  *#for(command: Command & { type: "for" }): Program {
    let code = 0;
    for (const value of command.words.flatMap((word) => this.#split(word))) {
      this.#variables.set(command.name, value);
      code = yield* this.#script(command.body, false);
      if (this.#exit !== undefined) return code;
    }
    return code;
  }

  *#while(command: Command & { type: "while" }): Program {
    let code = 0;
    for (;;) {
      const held = (yield* this.#script(command.test, true)) === 0;
      if (this.#exit !== undefined || held === command.until) return code;
      code = yield* this.#script(command.body, false);
      if (this.#exit !== undefined) return code;
    }
  }

  *#simple(words: readonly Word[]): Program {
    const [name = "", ...args] = words.flatMap((word) => this.#split(word));
    switch (baseName(name)) {
      case "echo": {
        const bare = args[0] === "-n" || args[0] === "-e" ? args.slice(1) : args;
        yield { type: "print", text: `${bare.join(" ")}${args[0] === "-n" ? "" : "\n"}` };
        return 0;
      }
      case "sleep":
        yield { type: "sleep", ms: sleepMs(args) };
        return 0;
      case "exit":
        return (this.#exit = Number(args[0] ?? 0) & 255);
      case "date":
        yield { type: "print", text: `${dateText(this.#context.nowMs())}\n` };
        return 0;
      case "hostname":
        yield { type: "print", text: `${this.#context.hostname}\n` };
        return 0;
      case "test":
      case "[":
        return test(args) ? 0 : 1;
      case "false":
        return 1;
      default:
        return 0;
    }
  }

  /** The fields of a word: an unquoted expansion is split at blanks, a quoted one is not; empty unquoted words vanish. */
  #split(word: Word): string[] {
    const text = this.#expand(word);
    const [only] = word.pieces;
    if (word.pieces.length !== 1 || !only?.expand || only.quoted || !only.text.startsWith("$"))
      return [text];
    return text.split(/\s+/).filter((part) => part !== "");
  }

  #expand(word: Word): string {
    return word.pieces
      .map((piece) => (piece.expand ? this.#expandText(piece.text) : piece.text))
      .join("");
  }

  #expandText(text: string): string {
    let out = "";
    for (let at = 0; at < text.length;) {
      const next = text.indexOf("$", at);
      if (next < 0) return out + text.slice(at);
      out += text.slice(at, next);
      const opening = text[next + 1];
      const end =
        opening === "(" || opening === "{"
          ? endOfSubstitution(text, next + 1)
          : next + 1 + (/^\w+/.exec(text.slice(next + 1))?.[0].length ?? 0);
      if (end === undefined) return out + text.slice(next);
      out += end === next + 1 ? "$" : this.#substitute(text.slice(next + 1, end));
      at = end;
    }
    return out;
  }

  #substitute(form: string): string {
    if (form.startsWith("((")) {
      const text = form.slice(2, -2).replace(/\$\{?(\w+)\}?/g, "$1");
      return String(evaluate(text, (name) => this.#variables.get(name) ?? ""));
    }
    if (form.startsWith("(")) {
      const inner = form.slice(1, -1).trim();
      if (inner === "date") return dateText(this.#context.nowMs());
      return inner === "hostname" ? this.#context.hostname : "";
    }
    const [name = "", fallback = ""] = form.replace(/^\{|\}$/g, "").split(/:?-/);
    return this.#variables.get(name) || fallback;
  }
}

export function sleepMs(args: readonly string[]): number {
  const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  let total = 0;
  for (const arg of args) {
    if (arg === "infinity" || arg === "inf") return Number.POSITIVE_INFINITY;
    const parts = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg);
    if (parts) total += Number(parts[1]) * (units[parts[2] || "s"] ?? 1000);
  }
  return total;
}

export function test(args: readonly string[]): boolean {
  const words = args.at(-1) === "]" ? args.slice(0, -1) : args;
  const [left = "", operator = "", right = ""] = words;
  if (words.length === 1) return left !== "";
  if (left === "-n") return operator !== "";
  if (left === "-z") return operator === "";
  if (operator === "=" || operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const [a, b] = [Number(left), Number(right)];
  if (operator === "-eq") return a === b;
  if (operator === "-ne") return a !== b;
  if (operator === "-lt") return a < b;
  if (operator === "-le") return a <= b;
  if (operator === "-gt") return a > b;
  return operator === "-ge" && a >= b;
}

const days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** As date(1) prints it in the C locale: `Thu Jan  1 00:00:00 UTC 1970`. */
export function dateText(ms: number): string {
  const text = rfc3339(ms);
  const day = days[Math.floor(ms / 86_400_000) % 7] ?? "";
  const month = months[Number(text.slice(5, 7)) - 1] ?? "";
  const date = String(Number(text.slice(8, 10))).padStart(2, " ");
  return `${day} ${month} ${date} ${text.slice(11, 19)} UTC ${text.slice(0, 4)}`;
}
