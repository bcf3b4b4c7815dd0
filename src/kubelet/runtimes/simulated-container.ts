/**
 * One simulated container: what it prints, when it ends and with what. A command that the simulation can run is run; a server (anything
 * else) runs until it is stopped; init containers and jobs without ports whose command is not understood end well after a moment.
 */
import type { Host, Timer } from "../../host/host.ts";
import type {
  ContainerConfig,
  ResourceConfig,
  RuntimeContainer,
  SandboxConfig,
} from "../container-runtime.ts";
import type { PodFiles } from "./simulated-pod-files.ts";
import { commandLine, isRunnable, type KnownImage, knownImage } from "./simulated-images.ts";
import { SimulatedLog } from "./simulated-log.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import { ProcessOutput } from "./simulated-output.ts";
import { ContainerPorts } from "./simulated-pod-network.ts";
import { type Effect, type Program, programOf, type ShellContext } from "./simulated-shell.ts";
import { SimulatedStreams } from "./simulated-streams.ts";
import { type SimulationOptions, simulationOptions } from "./simulation-options.ts";

/** How long a job's command that is not understood appears to work. */
export const jobRunMs = 1000;
/** Steps of a program that are replayed when a container is taken up again. */
const replayStepsMax = 10_000;

export interface ContainerPlace {
  readonly id: string;
  readonly sandboxId: string;
  readonly sandbox: SandboxConfig;
  readonly host: Host;
  /** The Pod's address, and its volumes: made when somebody first looks. */
  readonly ip: string;
  readonly network: SimulatedNetwork;
  files(): PodFiles;
  onExit(): void;
}

export class SimulatedContainer {
  readonly config: ContainerConfig;
  readonly place: ContainerPlace;
  readonly options: SimulationOptions;
  /** As they are now: a resize changes them. */
  resources: ResourceConfig;
  readonly log = new SimulatedLog();
  /** What clients run in it, and are attached to. */
  readonly streams: SimulatedStreams;
  /** What is known of its image. */
  readonly image: KnownImage | undefined;
  /** Its own command is run as it stands: what it prints, listens on and ends with is its own. */
  isFaithful = false;
  /** Made for those that print or listen: most containers do neither. */
  #lines: ProcessOutput | undefined;
  #ports: ContainerPorts | undefined;
  #state: RuntimeContainer;
  #program: Program | undefined;
  #timer: Timer | undefined;
  /** The program's own moment: during a replay it is behind the clock. */
  #programMs = 0;

  #onceExited: (() => void) | undefined;

  constructor(place: ContainerPlace, config: ContainerConfig) {
    this.place = place;
    this.config = config;
    this.resources = config.resources;
    this.options = simulationOptions(place.sandbox.annotations, config.name);
    this.image = knownImage(config.image);
    this.streams = new SimulatedStreams(this);
    this.#state = {
      id: place.id,
      sandboxId: place.sandboxId,
      podUid: place.sandbox.uid,
      name: config.name,
      attempt: config.attempt,
      state: "created",
      image: config.image,
      imageId: `simulated://${config.image}`,
      specHash: config.specHash,
      createdAtMs: place.host.clock.nowMs(),
    };
  }

  /** What its processes listen on. */
  get ports(): ContainerPorts {
    return (this.#ports ??= new ContainerPorts());
  }

  /** The same for those who only look: undefined when it never listened. */
  get openPorts(): ContainerPorts | undefined {
    return this.#ports;
  }

  get status(): RuntimeContainer {
    return this.#state;
  }

  get running(): boolean {
    return this.#state.state === "running";
  }

  start(startedAtMs = this.place.host.clock.nowMs()): void {
    this.#state = { ...this.#state, state: "running", startedAtMs };
    this.#programMs = startedAtMs;
    const { runSeconds, exitCode, oomKilled } = this.options;
    if (runSeconds !== undefined || exitCode !== undefined || oomKilled) {
      this.#announce();
      const code = oomKilled ? 137 : (exitCode ?? 0);
      this.#exitAfter((runSeconds ?? 0) * 1000, code);
      return;
    }
    const own = this.#knownCommand();
    if (this.config.stdin && this.streams.runMain({ argv: own, onExit: (code) => this.exit(code) }))
      return;
    const argv = [...(this.config.command ?? []), ...(this.config.args ?? [])];
    this.#program = programOf(argv, this.shellContext());
    if (this.#program) {
      this.isFaithful = this.image !== undefined;
      this.#advance(this.#program);
      return;
    }
    if (own) {
      this.isFaithful = true;
      const resumedAtMs = this.place.host.clock.nowMs();
      this.streams.runMain({
        argv: own,
        startedAtMs,
        onExit: (code, atMs) => {
          // Taken up again without the files of before it may fail where it did not fail then: it goes on, as it did.
          if (code !== 0 && atMs < resumedAtMs) return;
          this.exit(code);
        },
      });
      return;
    }
    this.#announce();
    const { lifetime, tcpPorts } = this.config;
    if (lifetime === "init" || (lifetime === "job" && tcpPorts.length === 0))
      this.#exitAfter(jobRunMs, 0);
  }

  shellContext(): ShellContext {
    return {
      env: Object.fromEntries(this.config.env.map(({ name, value }) => [name, value])),
      hostname: this.place.sandbox.hostname,
      nowMs: () => this.#programMs,
    };
  }

  /** Its image's programs are known: it listens where they listen, nowhere else. */
  get isServer(): boolean {
    return this.isFaithful && (this.image?.programs.size ?? 0) > 0;
  }

  /** The command line, where all of it can be run. */
  #knownCommand(): readonly string[] | undefined {
    if (!this.image) return undefined;
    const argv = commandLine(this.image, this.config);
    return isRunnable(this.image, argv) ? argv : undefined;
  }

  /** Becomes what the API's status said of an exited container. */
  resumeExited(
    state: Pick<RuntimeContainer, "startedAtMs" | "finishedAtMs" | "exitCode" | "reason">,
  ): void {
    this.#state = { ...this.#state, ...state, state: "exited" };
    this.log.end();
  }

  /** SIGTERM: a program of a simulated shell ends with 143, unless it has set a trap; a server ends well, both at once. */
  terminate(): void {
    if (!this.running || this.options.ignoreTerm || this.streams.terminate()) return;
    this.exit(this.#program || this.isFaithful ? 143 : 0);
  }

  /** Calls back when the container ends: one at a time, the last who asked. */
  onceExited(listener: () => void): void {
    this.#onceExited = listener;
  }

  exit(exitCode: number, reason = reasonOf(exitCode, this.options)): void {
    if (this.#state.state === "exited") return;
    this.#timer?.cancel();
    this.#program = undefined;
    this.#lines?.end();
    const finishedAtMs = this.place.host.clock.nowMs();
    const started = this.#state.startedAtMs ?? finishedAtMs;
    this.#state = {
      ...this.#state,
      state: "exited",
      startedAtMs: started,
      finishedAtMs,
      exitCode,
      reason,
      ...messageOf(this, exitCode),
    };
    this.log.end();
    this.streams.close();
    this.#onceExited?.();
    this.place.onExit();
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#program = undefined;
    this.streams.close();
    this.log.end();
  }

  print(text: string): void {
    this.#log(this.place.host.clock.nowMs(), text);
  }

  /** A line that those who are attached have seen already, printed at that moment. */
  logLine(text: string, atMs: number, unended: boolean): void {
    this.log.append(atMs, text, unended);
  }

  #log(ms: number, text: string, unended = false): void {
    this.log.append(ms, text, unended);
    this.streams.show(text);
  }

  #announce(): void {
    const { sandbox } = this.place;
    const ports = this.config.tcpPorts.length > 0 ? ` on ${this.config.tcpPorts.join(", ")}` : "";
    this.#log(
      this.#programMs,
      `${sandbox.namespace}/${sandbox.name} ${this.config.name} (${this.config.image}) started${ports}`,
    );
  }

  #exitAfter(ms: number, code: number): void {
    const elapsed = this.place.host.clock.nowMs() - this.#programMs;
    this.#timer = this.place.host.timers.after(Math.max(0, ms - elapsed), () => this.exit(code));
  }

  /** Runs the program up to its next sleep that reaches past the clock. */
  #advance(program: Program): void {
    const now = this.place.host.clock.nowMs();
    this.#programMs = Math.min(this.#programMs, now);
    for (let steps = 0; ; steps++) {
      const next = program.next();
      if (next.done) {
        // Not within start(): whoever starts a container must see it started first.
        this.#timer = this.place.host.timers.after(0, () => this.exit(next.value));
        return;
      }
      const effect: Effect = next.value;
      if (effect.type === "print") {
        this.#lines ??= new ProcessOutput((line, unended) =>
          this.#log(this.#programMs, line, unended),
        );
        this.#lines.take(effect.text);
        continue;
      }
      if (steps > replayStepsMax) this.#programMs = now;
      this.#programMs += effect.ms;
      if (effect.ms === Number.POSITIVE_INFINITY) return;
      if (this.#programMs <= now && effect.ms > 0) continue;
      this.#timer = this.place.host.timers.after(Math.max(0, this.#programMs - now), () =>
        this.#advance(program),
      );
      return;
    }
  }
}

/** As the kubelet asks for a log's end when there is no message (kuberuntime_container.go). */
const messageLinesMax = 80;
const logMessageBytesMax = 2048;
const messageBytesMax = 4096;

/** The termination message: what the container wrote for it, or the end of its log where the Pod asks for that after an error. */
function messageOf(container: SimulatedContainer, exitCode: number): { readonly message?: string } {
  const { config, log, streams } = container;
  const written = streams.fileOf(config.terminationMessagePath);
  const text = new TextDecoder().decode(written.subarray(-messageBytesMax));
  if (text !== "") return { message: text };
  if (exitCode === 0 || config.terminationMessagePolicy !== "FallbackToLogsOnError") return {};
  return { message: log.tail(messageLinesMax, logMessageBytesMax) };
}

function reasonOf(exitCode: number, options: SimulationOptions): string {
  if (exitCode === 0) return "Completed";
  return options.oomKilled && exitCode === 137 ? "OOMKilled" : "Error";
}
