/** Tells, before anything is run, whether a simulated shell knows every command of a script. */
import { commands } from "./simulated-commands.ts";
import type { SimulatedCommand } from "./simulated-session-place.ts";
import { type Command, parseShell, type Script, type Word } from "./simulated-shell-parser.ts";
import { baseName, shellNames } from "./simulated-shell.ts";
import { endOfSubstitution } from "./simulated-shell-words.ts";

/** `programs`: what there is beside the commands that all containers have. */
export function isScriptKnown(
  argv: readonly string[],
  programs: ReadonlyMap<string, SimulatedCommand>,
): boolean {
  const [name = "", option = "", source] = argv;
  if (!shellNames.has(baseName(name)))
    return commands.has(baseName(name)) || programs.has(baseName(name));
  if (!/^-[a-z]*c$/.test(option) || source === undefined) return false;
  const script = parseShell(source, { pipes: true });
  return script !== undefined && new Check(programs).script(script);
}

class Check {
  readonly #programs: ReadonlyMap<string, SimulatedCommand>;

  constructor(programs: ReadonlyMap<string, SimulatedCommand>) {
    this.#programs = programs;
  }

  script(script: Script): boolean {
    return script.every(({ command }) => this.#command(command));
  }

  #command(command: Command): boolean {
    switch (command.type) {
      case "assign":
        return this.#word(command.value);
      case "simple":
        return this.#simple(command);
      case "pipeline":
        return command.commands.every((one) => this.#command(one));
      case "not":
        return this.#command(command.command);
      case "group":
        return this.script(command.body);
      case "for":
        return command.words.every((word) => this.#word(word)) && this.script(command.body);
      case "while":
        return this.script(command.test) && this.script(command.body);
      case "if":
        break;
    }
    return this.script(command.test) && this.script(command.body) && this.script(command.otherwise);
  }

  #simple({ words, assignments = [] }: Command & { type: "simple" }): boolean {
    if (![...words, ...assignments.map(({ value }) => value)].every((word) => this.#word(word)))
      return false;
    if (words.length === 0) return true;
    const argv: string[] = [];
    for (const word of words) {
      const text = literal(word);
      if (text === undefined) break;
      argv.push(text);
    }
    const [name, ...rest] = argv;
    if (name === undefined) return false;
    if (name === "trap" && rest[0] !== undefined && rest[0] !== "-") {
      const script = parseShell(rest[0], { pipes: true });
      return rest[0] === "" || (script !== undefined && this.script(script));
    }
    if (name === "exec" && words.length > 1)
      return rest.length > 0 && isScriptKnown(rest, this.#programs);
    return isScriptKnown(argv, this.#programs);
  }

  /** What is substituted in it is run as well. */
  #word({ pieces }: Word): boolean {
    return pieces.every(({ text, expand }) => !expand || this.#text(text));
  }

  #text(text: string): boolean {
    for (let at = text.indexOf("$("); at >= 0; at = text.indexOf("$(", at)) {
      const end = endOfSubstitution(text, at + 1);
      if (end === undefined) return false;
      const inner = text.slice(at + 2, end - 1);
      if (!inner.startsWith("(")) {
        const script = parseShell(inner, { pipes: true });
        if (!script || !this.script(script)) return false;
      }
      at = end;
    }
    return true;
  }
}

/** A word's text where nothing of it depends on variables. */
function literal({ pieces }: Word): string | undefined {
  if (pieces.some(({ text, expand }) => expand && text.includes("$"))) return undefined;
  return pieces.map(({ text }) => text).join("");
}
