/** exec, attach and the interactive main process of simulated containers: sessions connected to a client's streams. */
import type { ByteReader } from "../../server/streaming/byte-channel.ts";
import { BytePipe } from "../../server/streaming/byte-pipe.ts";
import type { ProcessStreams } from "../../server/streaming/process-streams.ts";
import { type ContainerConfig, RuntimeError } from "../container-runtime.ts";
import { commands } from "./simulated-commands.ts";
import type { SimulatedContainer } from "./simulated-container.ts";
import { ContainerFiles } from "./simulated-files.ts";
import { podNetwork } from "./simulated-pod-network.ts";
import { LineReader } from "./simulated-lines.ts";
import { ProcessOutput } from "./simulated-output.ts";
import { Session } from "./simulated-session.ts";
import type { SessionPlace } from "./simulated-session-place.ts";
import { baseName, shellNames } from "./simulated-shell.ts";
import { openTerminal } from "./simulated-terminal.ts";

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export class SimulatedStreams {
  readonly #container: SimulatedContainer;
  /** Aborted when the container has ended; made for the first who needs to know, for most containers have no clients. */
  #gone: AbortController | undefined;
  #files: ContainerFiles | undefined;
  #output: ProcessOutput | undefined;
  /** What clients that are attached type, for a main process that reads it. */
  #stdin: BytePipe | undefined;

  constructor(container: SimulatedContainer) {
    this.#container = container;
  }

  get #end(): AbortSignal {
    return (this.#gone ??= new AbortController()).signal;
  }

  /** Runs a command; gives its exit code. Rejects with the signal's reason, or the container's end. */
  async exec(
    command: readonly string[],
    options: {
      readonly streams: ProcessStreams;
      readonly tty: boolean;
      readonly signal: AbortSignal;
    },
  ): Promise<number> {
    const { streams, tty, signal } = options;
    if (!this.#container.running) {
      throw new RuntimeError("failed", `container ${this.#container.place.id} is not running`);
    }
    const { execExitCode } = this.#container.options;
    if (execExitCode !== undefined) return execExitCode;
    const ends = AbortSignal.any([signal, this.#end]);
    try {
      return await this.#run(command, { streams, tty, signal: ends });
    } catch (error) {
      if (this.#end.aborted && !signal.aborted) return 137;
      throw error;
    }
  }

  #main: Session | undefined;

  async attach(streams: ProcessStreams, signal: AbortSignal): Promise<void> {
    const { stdin, stdout } = streams;
    const container = this.#container;
    if (!container.running) {
      throw new RuntimeError("failed", `container ${container.place.id} is not running`);
    }
    const output = (this.#output ??= new ProcessOutput(() => undefined));
    const redraw = container.config.tty && this.#stdin !== undefined;
    const unwatch = stdout ? output.watch(stdout, redraw) : () => undefined;
    const typed = stdin && this.#stdin ? this.#type(stdin, this.#stdin) : undefined;
    await new Promise<void>((resolve) => {
      if (signal.aborted || !container.running) return resolve();
      const signals = [signal, this.#end];
      const done = (): void => {
        for (const one of signals) one.removeEventListener("abort", done);
        resolve();
      };
      for (const one of signals) one.addEventListener("abort", done);
      // Who has typed all goes, and leaves the container its stdin (containerd, container_io.go: Attach).
      if (!container.config.stdinOnce) void typed?.then((all) => (all ? done() : undefined));
    });
    unwatch();
    if (signal.aborted && typed && container.config.stdinOnce) this.#stdin?.end();
  }

  /** A line of the log, for those who are attached. */
  show(line: string): void {
    this.#output?.show(line);
  }

  /**
   * Runs the container's own command, where the simulation can: `argv`, else with a stdin a shell, or a command that it knows. False
   * when it cannot.
   */
  runMain(of: {
    readonly argv: readonly string[] | undefined;
    readonly startedAtMs?: number;
    /** `atMs`: the moment at which it ended; behind the clock while it is taken up again. */
    readonly onExit: (code: number, atMs: number) => void;
  }): boolean {
    const { config } = this.#container;
    const argv = of.argv ?? mainCommand(config);
    if (!argv) return false;
    const stdin = new BytePipe();
    if (config.stdin) this.#stdin = stdin;
    else stdin.end();
    let session: Session | undefined;
    const { clock } = this.#container.place.host;
    const output = new ProcessOutput((line, unended) =>
      this.#container.logLine(line, session?.nowMs() ?? clock.nowMs(), unended),
    );
    this.#output = output;
    const streams = { stdin, stdout: output, stderr: output, sizes: undefined };
    const { startedAtMs } = of;
    const options = { streams, tty: config.tty, signal: this.#end, startedAtMs };
    const onSession = (made: Session): void => {
      session = made;
      this.#main = made;
    };
    this.#run(argv, options, onSession).then(
      (code) => {
        output.end();
        of.onExit(code, session?.nowMs() ?? clock.nowMs());
      },
      (error: unknown) => {
        if (this.#end.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        this.#container.logLine(why, clock.nowMs(), false);
        of.onExit(1, clock.nowMs());
      },
    );
    return true;
  }

  /** Runs a command for the kubelet: what it printed, and its exit code. Rejects with the signal's reason. */
  async execSync(
    command: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string }> {
    let output = "";
    const decoder = new TextDecoder();
    const sink = {
      write: async (chunk: Uint8Array) => {
        if (output.length < execOutputMax) output += decoder.decode(chunk, { stream: true });
      },
      end: () => undefined,
      abort: () => undefined,
    };
    const streams = { stdin: undefined, stdout: sink, stderr: sink, sizes: undefined };
    const ends = AbortSignal.any([signal, this.#end]);
    const exitCode = await this.#run(command, { streams, tty: false, signal: ends });
    return { exitCode, output: output.slice(0, execOutputMax) };
  }

  /** What is in a file of the container; nothing where nobody has looked into it yet. */
  fileOf(path: string): Uint8Array {
    const node = this.#files?.find(path);
    return node?.kind === "file" ? node.content : new Uint8Array();
  }

  /** SIGTERM for the container's own command; false when that has nothing to say to it. */
  terminate(): boolean {
    return this.#main?.traps.terminate() === true;
  }

  /** The container has ended: so do all that run in it. */
  close(): void {
    this.#gone?.abort(new Error("container is not running"));
    this.#stdin?.abort(new Error("container is not running"));
  }

  async #run(
    command: readonly string[],
    options: {
      readonly streams: ProcessStreams;
      readonly tty: boolean;
      readonly signal: AbortSignal;
      readonly startedAtMs?: number | undefined;
    },
    onSession: (session: Session) => void = () => undefined,
  ): Promise<number> {
    const { streams, tty, signal, startedAtMs } = options;
    const { config } = this.#container;
    const own = config.env.map(({ name, value }) => [name, value] as const);
    const env = { PATH: path, HOME: "/root", ...(tty ? { TERM: "xterm" } : {}) };
    const session = new Session({
      place: this.#place(),
      env: { HOSTNAME: this.#container.place.sandbox.hostname, ...env, ...Object.fromEntries(own) },
      workingDir: config.workingDir ?? "/",
      signal,
      tty,
      ...(startedAtMs === undefined ? {} : { startedAtMs }),
    });
    onSession(session);
    const discard = {
      write: () => Promise.resolve(),
      end: () => undefined,
      abort: () => undefined,
    };
    const empty = new BytePipe();
    empty.end();
    const raw = { input: streams.stdin, output: streams.stdout ?? discard };
    const terminal = tty ? openTerminal(raw, () => session.interrupt()) : undefined;
    const input = interruptible(terminal?.input ?? streams.stdin ?? empty, signal);
    const stdout = terminal?.output ?? raw.output;
    return session.run(command, {
      stdin: new LineReader(input),
      stdout,
      stderr: terminal ? stdout : (streams.stderr ?? discard),
    });
  }

  /** True when the client has come to its end. */
  async #type(from: ByteReader, to: BytePipe): Promise<boolean> {
    try {
      for (;;) {
        const chunk = await from.read();
        if (!chunk) break;
        await to.write(chunk);
      }
      if (this.#container.config.stdinOnce) to.end();
      return true;
    } catch {
      // The client is gone, or the process reads no more; attach() settles what follows.
      return false;
    }
  }

  #place(): SessionPlace {
    const { config, place, image, ports } = this.#container;
    const { security } = config;
    const { hostname, dns } = place.sandbox;
    const user = {
      uid: security.runAsUser ?? 0,
      gid: security.runAsGroup ?? 0,
      groups: security.supplementalGroups,
    };
    const pod = place.files();
    const files = (this.#files ??= new ContainerFiles({
      pod,
      sandbox: place.sandbox,
      ip: place.ip,
      mounts: config.mounts,
      readOnlyRoot: security.readOnlyRootFilesystem,
      user,
      terminationMessagePath: config.terminationMessagePath,
      nowMs: () => place.host.clock.nowMs(),
    }));
    const { network, ip } = place;
    const hosts = (): string => new TextDecoder().decode(this.fileOf("/etc/hosts"));
    const added = security.addCapabilities;
    return {
      host: place.host,
      hostname,
      files,
      // A token that cannot be had any more: what runs goes on with what it has.
      refresh: () => pod.ready().catch(() => undefined),
      followed: config.mounts
        .filter(({ volume }) => pod.follows(volume))
        .map(({ mountPath }) => mountPath),
      user,
      network: podNetwork({ network, ip, dns, ports, hosts }),
      ...(image ? { programs: image.programs } : {}),
      mayAdministerNetwork:
        security.privileged || added.includes("NET_ADMIN") || added.includes("ALL"),
    };
  }
}

/** What the CRI keeps of what an exec'd command printed. */
const execOutputMax = 10 * 1024;

/** What a container with a stdin runs: its command, or a shell where it has a terminal and names no command. */
function mainCommand(config: ContainerConfig): readonly string[] | undefined {
  const argv = [...(config.command ?? []), ...(config.args ?? [])];
  if (argv.length === 0) return config.tty ? ["sh"] : undefined;
  const name = baseName(argv[0] ?? "");
  return shellNames.has(name) || commands.has(name) ? argv : undefined;
}

/** A read that waits for ever must not keep a session alive whose client is gone. */
function interruptible(reader: ByteReader, signal: AbortSignal): ByteReader {
  return {
    read: () =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const abort = (): void => reject(signal.reason as Error);
        signal.addEventListener("abort", abort, { once: true });
        reader
          .read()
          .then(resolve, reject)
          .finally(() => signal.removeEventListener("abort", abort));
      }),
    cancel: (reason) => reader.cancel(reason),
  };
}
