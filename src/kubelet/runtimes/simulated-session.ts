/**
 * A command that somebody runs in a simulated container, with real streams: the little shell of the simulation over the container's
 * files. Honest about itself: what it does not know ends with 127 and says that the container is simulated.
 */
import type { Host } from "../../host/host.ts";
import type { ByteReader, ByteWriter } from "../../server/streaming/byte-channel.ts";
import { BytePipe } from "../../server/streaming/byte-pipe.ts";
import { commands } from "./simulated-commands.ts";
import { type ContainerFiles, FileError } from "./simulated-files.ts";
import { LineReader } from "./simulated-lines.ts";
import {
  type Command,
  parseShell,
  type Redirection,
  type Script,
} from "./simulated-shell-parser.ts";
import { baseName } from "./simulated-shell.ts";
import { WordExpander } from "./simulated-words.ts";

/** What a command reads and writes. */
export interface CommandStreams {
  readonly stdin: LineReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
}

/** The container around a session. */
export interface SessionPlace {
  readonly host: Host;
  readonly hostname: string;
  readonly files: ContainerFiles;
  /** Has the volumes follow their sources: called when time has passed. Never rejects. */
  refresh(): Promise<void>;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
}

/** What a running command may use. */
export interface CommandContext extends CommandStreams {
  readonly session: Session;
  /** Without the command's own name. */
  readonly args: readonly string[];
  print(text: string): Promise<void>;
  /** Writes `name: text` to stderr and gives the exit code 1. */
  fail(text: string): Promise<number>;
}

export const shellNames: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash"]);
/** Loops that never sleep are slowed down to this pace: a simulation must not eat a real processor. */
const stepsBeforePause = 500;
const pauseMs = 1000;
const nestingMax = 50;

const encoder = new TextEncoder();

export class Interrupted extends Error {}

class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface SessionOptions {
  readonly place: SessionPlace;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly signal: AbortSignal;
  /** The client has a terminal: a prompt is shown. */
  readonly tty: boolean;
}

export class Session {
  readonly place: SessionPlace;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly tty: boolean;
  cwd: string;
  readonly #signal: AbortSignal;
  readonly #words: WordExpander;
  #interrupt = new AbortController();
  #steps = 0;
  #depth = 0;
  #status = 0;

  constructor(options: SessionOptions) {
    const { place, env, workingDir } = options;
    this.place = place;
    this.variables = new Map(Object.entries(env));
    this.exported = new Set(this.variables.keys());
    this.tty = options.tty;
    this.cwd = place.files.find(workingDir)?.kind === "directory" ? workingDir : "/";
    this.#signal = options.signal;
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
    try {
      return await this.#program(argv, streams);
    } catch (error) {
      if (error instanceof Exit) return error.code;
      if (error instanceof Interrupted) return 130;
      throw error;
    }
  }

  /** Waits in the host's time; ends early, rejecting, at an interrupt or when the shell is ended. */
  async sleep(ms: number): Promise<void> {
    const signals = [this.#signal, this.#interrupt.signal];
    for (const signal of signals) signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        timer?.cancel();
        for (const signal of signals) signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = Number.isFinite(ms) ? this.place.host.timers.after(ms, done) : undefined;
      for (const signal of signals) signal.addEventListener("abort", done);
    });
    for (const signal of signals) signal.throwIfAborted();
    await this.place.refresh();
  }

  path(name: string): string {
    return name.startsWith("/") ? name : `${this.cwd}/${name}`;
  }

  exit(code: number): never {
    throw new Exit(code);
  }

  async #program(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const [name = "", option = "", source] = argv;
    if (!shellNames.has(baseName(name))) return this.#builtin(argv, streams);
    if (/^-[a-z]*c$/.test(option) && source !== undefined) {
      return this.source(source, streams, { stopAtFailure: option.includes("e") });
    }
    if (argv.length === 1 || option.startsWith("-")) return this.#interactive(streams);
    const script = new TextDecoder().decode(this.place.files.read(this.path(option)));
    return this.source(script.replace(/^#![^\n]*\n/, ""), streams, { stopAtFailure: false });
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
      await this.place.refresh();
      this.#interrupt = new AbortController();
      try {
        this.#status = await this.source(line, streams, { stopAtFailure: false });
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        this.#status = 130;
      }
    }
  }

  async source(
    text: string,
    streams: CommandStreams,
    { stopAtFailure }: { readonly stopAtFailure: boolean },
  ): Promise<number> {
    const script = parseShell(text, { pipes: true });
    if (!script) {
      await streams.stderr.write(
        encoder.encode("sh: syntax not understood (this container is simulated)\n"),
      );
      return 2;
    }
    if (++this.#depth > nestingMax) throw new Error("shell: nesting too deep");
    try {
      return await this.#script(script, streams, { tested: !stopAtFailure });
    } finally {
      this.#depth--;
    }
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
      code = await this.#command(command, streams, tested);
      this.#status = code;
      const joined = (script[i + 1]?.when ?? "always") !== "always";
      if (code !== 0 && !tested && !joined) this.exit(code);
    }
    return code;
  }

  async #command(command: Command, streams: CommandStreams, tested: boolean): Promise<number> {
    this.#signal.throwIfAborted();
    if (++this.#steps % stepsBeforePause === 0) await this.sleep(pauseMs);
    switch (command.type) {
      case "assign":
        this.variables.set(command.name, await this.#words.expand(command.value));
        return 0;
      case "simple":
        return this.#simple(command, streams);
      case "pipeline":
        return this.#pipeline(command.commands, streams);
      case "if": {
        const code = await this.#script(command.test, streams, { tested: true });
        const body = code === 0 ? command.body : command.otherwise;
        return this.#script(body, streams, { tested });
      }
      case "for": {
        let code = 0;
        for (const value of await this.#words.fields(command.words)) {
          this.variables.set(command.name, value);
          code = await this.#script(command.body, streams, { tested });
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
      code = await this.#script(command.body, streams, { tested });
    }
  }

  async #simple(command: Command & { type: "simple" }, streams: CommandStreams): Promise<number> {
    const argv = await this.#words.fields(command.words);
    if (argv.length === 0) return 0;
    try {
      const redirected = await this.#redirect(command.redirections ?? [], streams);
      return await this.#program(argv, redirected);
    } catch (error) {
      // A shell within the shell is left, not this one.
      if (error instanceof Exit && shellNames.has(baseName(argv[0] ?? ""))) return error.code;
      if (!(error instanceof FileError)) throw error;
      await streams.stderr.write(encoder.encode(`sh: ${error.message}\n`));
      return 1;
    }
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
      const done = this.#command(command, own, true)
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

  async #redirect(
    redirections: readonly Redirection[],
    streams: CommandStreams,
  ): Promise<CommandStreams> {
    let { stdin, stdout, stderr } = streams;
    const { files } = this.place;
    for (const { operator, target } of redirections) {
      if (!target) {
        if (operator === "2>&1") stderr = stdout;
        else stdout = stderr;
        continue;
      }
      const path = this.path(await this.#words.expand(target));
      if (operator === "<") {
        const input = new BytePipe();
        void input.write(files.read(path)).catch(() => undefined);
        input.end();
        stdin = new LineReader(input);
        continue;
      }
      const sink =
        path === "/dev/null" ? nowhere : fileWriter(files, path, operator.endsWith(">>"));
      if (operator.startsWith("2")) stderr = sink;
      else stdout = sink;
    }
    return { stdin, stdout, stderr };
  }

  async #builtin(argv: readonly string[], streams: CommandStreams): Promise<number> {
    const [name = "", ...args] = argv;
    const command = commands.get(baseName(name));
    const print = (text: string): Promise<void> => streams.stdout.write(encoder.encode(text));
    if (!command) {
      await streams.stderr.write(
        encoder.encode(`sh: ${name}: not found (this container is simulated: try "help")\n`),
      );
      return 127;
    }
    const fail = async (text: string): Promise<number> => {
      await streams.stderr.write(encoder.encode(`${baseName(name)}: ${text}\n`));
      return 1;
    };
    try {
      return await command({ ...streams, session: this, args, print, fail });
    } catch (error) {
      if (error instanceof FileError) return fail(error.message);
      throw error;
    }
  }

  /** What a command substitution prints, without its last line ends. */
  async #capture(source: string): Promise<string> {
    let text = "";
    const decoder = new TextDecoder();
    const stdout: ByteWriter = {
      write: async (chunk) => {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > captureMax) throw new Error("command substitution: too long");
      },
      end: () => undefined,
      abort: () => undefined,
    };
    const empty = new BytePipe();
    empty.end();
    const streams = { stdin: new LineReader(empty), stdout, stderr: nowhere };
    try {
      await this.source(source, streams, { stopAtFailure: false });
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
    }
    return text.replace(/\n+$/, "");
  }
}

const captureMax = 1024 * 1024;
const brokenPipe = "Broken pipe";

const nowhere: ByteWriter = {
  write: () => Promise.resolve(),
  end: () => undefined,
  abort: () => undefined,
};

function fileWriter(files: ContainerFiles, path: string, append: boolean): ByteWriter {
  files.write(path, new Uint8Array(), { append });
  return {
    write: async (chunk) => files.write(path, chunk, { append: true }),
    end: () => undefined,
    abort: () => undefined,
  };
}
