/**
 * A command that somebody runs in a simulated container, with real streams: the little shell of the simulation over the container's
 * files. Honest about itself: what it does not know ends with 127 and says that the container is simulated.
 */
import type { ByteReader } from "../../server/streaming/byte-channel.ts";
import { BytePipe } from "../../server/streaming/byte-pipe.ts";
import { commands } from "./simulated-commands.ts";
import { FileError } from "./simulated-file-nodes.ts";
import { LineReader } from "./simulated-lines.ts";
import { capturing, redirect } from "./simulated-redirections.ts";
import {
  type CommandStreams,
  looksAtFollowed,
  type SessionOptions,
  type SessionPlace,
  type SimulatedCommand,
  waitFor,
} from "./simulated-session-place.ts";
import { ended, Exit, Interrupted, LoopJump } from "./simulated-shell-jumps.ts";
import { type Command, parseShell, type Script } from "./simulated-shell-parser.ts";
import { baseName, shellNames } from "./simulated-shell.ts";
import { ShellError } from "./simulated-shell-words.ts";
import { Traps } from "./simulated-traps.ts";
import { WordExpander } from "./simulated-words.ts";

/** Loops that never sleep are slowed down to this pace: a simulation must not eat a real processor. */
const stepsBeforePause = 500;
const pauseMs = 1000;
/** Sleeps that are passed over when a container is taken up again. */
const replayedSleepsMax = 10_000;
const nestingMax = 50;

const encoder = new TextEncoder();

export class Session {
  readonly place: SessionPlace;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly tty: boolean;
  readonly traps = new Traps();
  cwd: string;
  readonly #signal: AbortSignal;
  readonly #words: WordExpander;
  #interrupt = new AbortController();
  #steps = 0;
  #depth = 0;
  #status = 0;
  /** How far what runs is behind the clock. */
  #behindMs: number;
  #replayedSleeps = 0;
  /** How the shell was called: its messages begin so. */
  #shell = "sh";
  #stopAtFailure = false;

  constructor(options: SessionOptions) {
    const { place, env, workingDir } = options;
    this.place = place;
    this.variables = new Map(Object.entries(env));
    this.exported = new Set(this.variables.keys());
    this.tty = options.tty;
    this.cwd = place.files.find(workingDir)?.kind === "directory" ? workingDir : "/";
    this.#signal = options.signal;
    const { nowMs } = place.host.clock;
    this.#behindMs = Math.max(0, nowMs() - (options.startedAtMs ?? nowMs()));
    this.#words = new WordExpander({
      variables: this.variables,
      files: place.files,
      cwd: () => this.cwd,
      status: () => this.#status,
      capture: (source) => this.#capture(source),
    });
  }

  /** Ctrl-C: ends the command that runs, not the shell. */
  interrupt(): void {
    this.#interrupt.abort(new Interrupted());
  }

  /** Runs a command line to its end; the exit code, 130 when it was interrupted. Rejects when the shell was aborted. */
  async run(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const code = await ended(this.#program(argv, streams));
    const last = this.traps.takeExit();
    if (last === undefined) return code;
    this.#status = code;
    // What follows the end changes its code only by an exit of its own.
    return ended(this.source(last, streams).then(() => code));
  }

  /** The moment at which what runs is. */
  nowMs(): number {
    return this.place.host.clock.nowMs() - this.#behindMs;
  }

  /** Waits in the host's time; ends early, rejecting, at an interrupt or when the shell is ended. */
  async sleep(ms: number): Promise<void> {
    const signals = [this.#signal, this.#interrupt.signal];
    for (const signal of signals) signal.throwIfAborted();
    const past = Math.min(ms, this.#behindMs);
    this.#behindMs -= past;
    if (past > 0 && ++this.#replayedSleeps > replayedSleepsMax) this.#behindMs = 0;
    if (past === ms && past > 0) return;
    await waitFor(this.place.host, ms - past, signals);
    for (const signal of signals) signal.throwIfAborted();
  }

  /** Before somebody looks at files that are named so: what is in them follows its sources, tokens are made. */
  async refresh(texts: readonly string[]): Promise<void> {
    if (looksAtFollowed(this.place, { cwd: this.cwd, words: texts })) await this.place.refresh();
  }

  path(name: string): string {
    return name.startsWith("/") ? name : `${this.cwd}/${name}`;
  }

  exit(code = this.#status): never {
    throw new Exit(code);
  }

  jump(kind: "break" | "continue", levels: number): never {
    throw new LoopJump(kind, levels);
  }

  /** `set -e`. */
  stopAtFailure(on: boolean): void {
    this.#stopAtFailure = on;
  }

  /** Whether a command of that name can be run here. */
  knows(name: string): boolean {
    return shellNames.has(baseName(name)) || this.#command(name) !== undefined;
  }

  #command(name: string): SimulatedCommand | undefined {
    return commands.get(baseName(name)) ?? this.place.programs?.get(baseName(name));
  }

  /** `exec` in front of a command changes nothing here: no process is left to wait. */
  async program(argv: readonly string[], streams: CommandStreams): Promise<number> {
    return this.#program(argv, streams);
  }

  async #program(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const [name = ""] = argv;
    if (!shellNames.has(baseName(name))) return this.#builtin(argv, streams);
    return this.#isolated(() => this.#shellProgram(argv, streams));
  }

  async #shellProgram(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const [name = "", option = "", source, self = name, ...rest] = argv;
    this.#shell = name;
    if (/^-[a-z]*c$/.test(option) && source !== undefined) {
      for (const [i, value] of [self, ...rest].entries()) this.variables.set(String(i), value);
      this.#stopAtFailure = option.includes("e");
      return this.source(source, streams);
    }
    if (argv.length === 1 || option.startsWith("-")) return this.#interactive(streams);
    const script = new TextDecoder().decode(this.place.files.read(this.path(option)));
    return this.source(script.replace(/^#![^\n]*\n/, ""), streams);
  }

  /** A shell of its own: what it changes of the state is undone, and it alone is left by `exit`. */
  async #isolated(run: () => Promise<number>): Promise<number> {
    const variables = [...this.variables];
    const exported = [...this.exported];
    const { cwd } = this;
    const [shell, stops] = [this.#shell, this.#stopAtFailure];
    try {
      return await run();
    } catch (error) {
      if (error instanceof Exit) return error.code;
      throw error;
    } finally {
      restore(this.variables, variables);
      this.exported.clear();
      for (const name of exported) this.exported.add(name);
      this.cwd = cwd;
      this.#shell = shell;
      this.#stopAtFailure = stops;
    }
  }

  /** Reads lines and runs them, until the input ends or `exit`. */
  async #interactive(streams: CommandStreams): Promise<number> {
    const prompt = (): Promise<void> => {
      if (!this.tty) return Promise.resolve();
      const mark = this.place.user.uid === 0 ? "#" : "$";
      return streams.stdout.write(encoder.encode(`${this.cwd} ${mark} `));
    };
    for (;;) {
      await prompt();
      const line = await streams.stdin.line();
      if (line === undefined) return this.#status;
      this.#interrupt = new AbortController();
      try {
        this.#status = await this.source(line, streams);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        this.#status = 130;
      }
    }
  }

  async source(text: string, streams: CommandStreams): Promise<number> {
    const script = parseShell(text, { pipes: true });
    if (!script) {
      await this.#say(streams, "syntax not understood (this container is simulated)");
      return 2;
    }
    if (++this.#depth > nestingMax) throw new Error("shell: nesting too deep");
    try {
      return await this.#script(script, streams, { tested: false });
    } finally {
      this.#depth--;
    }
  }

  #say(streams: CommandStreams, text: string): Promise<void> {
    return streams.stderr.write(encoder.encode(`${this.#shell}: ${text}\n`));
  }

  async #script(
    script: Script,
    streams: CommandStreams,
    { tested }: { readonly tested: boolean },
  ): Promise<number> {
    let code = 0;
    for (const [i, { when, command }] of script.entries()) {
      if (when === "success" && code !== 0) continue;
      if (when === "failure" && code === 0) continue;
      const joined = (script[i + 1]?.when ?? "always") !== "always";
      code = await this.#run(command, streams, tested || joined);
      this.#status = code;
      const stops = this.#stopAtFailure && !tested && !joined && command.type !== "not";
      if (code !== 0 && stops) this.exit(code);
    }
    return code;
  }

  async #run(command: Command, streams: CommandStreams, tested: boolean): Promise<number> {
    this.#signal.throwIfAborted();
    if (++this.#steps % stepsBeforePause === 0) await this.sleep(pauseMs);
    try {
      const code = await this.#execute(command, streams, tested);
      const script = this.traps.take();
      if (script !== undefined) await this.source(script, streams);
      return code;
    } catch (error) {
      if (!(error instanceof FileError) && !(error instanceof ShellError)) throw error;
      await this.#say(streams, error.message);
      return error instanceof FileError ? 1 : 2;
    }
  }

  async #execute(command: Command, streams: CommandStreams, tested: boolean): Promise<number> {
    switch (command.type) {
      case "assign":
        this.#status = 0;
        this.variables.set(command.name, await this.#words.expand(command.value));
        return this.#status;
      case "simple":
        return this.#simple(command, streams);
      case "pipeline":
        return this.#pipeline(command.commands, streams);
      case "not":
        return (await this.#run(command.command, streams, true)) === 0 ? 1 : 0;
      case "group": {
        const own = await redirect(this, this.#words, { ...command, streams });
        const body = (): Promise<number> => this.#script(command.body, own, { tested });
        return command.subshell ? this.#isolated(body) : body();
      }
      case "if": {
        const code = await this.#script(command.test, streams, { tested: true });
        const body = code === 0 ? command.body : command.otherwise;
        return this.#script(body, streams, { tested });
      }
      case "for": {
        let code = 0;
        const texts = command.words.flatMap(({ pieces }) => pieces.map(({ text }) => text));
        await this.refresh(texts);
        for (const value of await this.#words.fields(command.words)) {
          this.variables.set(command.name, value);
          const round = await this.#round(command.body, streams, tested);
          if (round === "left") break;
          code = round;
        }
        return code;
      }
      case "while":
        break;
    }
    let code = 0;
    for (;;) {
      const held = (await this.#script(command.test, streams, { tested: true })) === 0;
      if (held === command.until) return code;
      const round = await this.#round(command.body, streams, tested);
      if (round === "left") return 0;
      code = round;
    }
  }

  /** One round of a loop; `left` after a `break`. */
  async #round(body: Script, streams: CommandStreams, tested: boolean): Promise<number | "left"> {
    try {
      return await this.#script(body, streams, { tested });
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      if (--error.levels > 0) throw error;
      return error.kind === "break" ? "left" : 0;
    }
  }

  async #simple(command: Command & { type: "simple" }, streams: CommandStreams): Promise<number> {
    const { assignments = [], redirections = [] } = command;
    const targets = redirections.flatMap(({ target }) => (target ? [target] : []));
    const texts = [...command.words, ...targets].flatMap(({ pieces }) => pieces);
    await this.refresh(texts.map(({ text }) => text));
    const argv = await this.#words.fields(command.words);
    const values: (readonly [string, string])[] = [];
    for (const { name, value } of assignments) values.push([name, await this.#words.expand(value)]);
    if (argv.length === 0) {
      for (const [name, value] of values) this.variables.set(name, value);
      await redirect(this, this.#words, { ...command, streams });
      return 0;
    }
    const redirected = await redirect(this, this.#words, { ...command, streams });
    if (values.length === 0) return this.#program(argv, redirected);
    return this.#isolated(() => {
      for (const [name, value] of values) {
        this.variables.set(name, value);
        this.exported.add(name);
      }
      return this.#program(argv, redirected);
    });
  }

  /** Each command reads what the one before it prints; the last one's code counts. */
  async #pipeline(commands: readonly Command[], streams: CommandStreams): Promise<number> {
    let stdin: ByteReader | undefined;
    const running: Promise<number>[] = [];
    for (const [i, command] of commands.entries()) {
      const last = i === commands.length - 1;
      const pipe = last ? undefined : new BytePipe();
      const input = stdin ? new LineReader(stdin) : streams.stdin;
      const own = { ...streams, stdin: input, stdout: pipe ?? streams.stdout };
      const done = this.#run(command, own, true)
        .catch((error: unknown) => {
          if (error instanceof Exit) return error.code;
          // Nobody reads what it prints any more.
          if (error instanceof Error && error.message === brokenPipe) return 141;
          throw error;
        })
        .finally(() => {
          pipe?.end();
          if (i > 0) input.cancel(new Error(brokenPipe));
        });
      running.push(done);
      stdin = pipe;
    }
    const codes = await Promise.all(running);
    return codes.at(-1) ?? 0;
  }

  async #builtin(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const [name = "", ...args] = argv;
    const command = this.#command(name);
    await this.refresh(args);
    const print = (text: string): Promise<void> => streams.stdout.write(encoder.encode(text));
    if (!command) {
      await this.#say(streams, `${name}: not found (this container is simulated: try "help")`);
      return 127;
    }
    const fail = async (text: string): Promise<number> => {
      await streams.stderr.write(encoder.encode(`${baseName(name)}: ${text}\n`));
      return 1;
    };
    try {
      return await command({ ...streams, session: this, name, args, print, fail });
    } catch (error) {
      if (error instanceof FileError) return fail(error.message);
      throw error;
    }
  }

  /** What a command substitution prints, without its last line ends. */
  async #capture(source: string): Promise<string> {
    const { streams, text } = capturing();
    this.#status = await this.#isolated(() => this.source(source, streams));
    return text().replace(/\n+$/, "");
  }
}

function restore(
  variables: Map<string, string>,
  saved: readonly (readonly [string, string])[],
): void {
  variables.clear();
  for (const [name, value] of saved) variables.set(name, value);
}

const brokenPipe = "Broken pipe";
