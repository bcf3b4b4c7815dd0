/** What surrounds a command that runs in a simulated container: its streams, its files, who it is, and whom it can reach. */
import type { Host } from "../../host/host.ts";
import type { ByteWriter } from "../../server/streaming/byte-channel.ts";
import type { FileUser } from "./simulated-file-nodes.ts";
import type { ContainerFiles } from "./simulated-files.ts";
import type { LineReader } from "./simulated-lines.ts";
import type { PodNetwork } from "./simulated-pod-network.ts";
import type { Session } from "./simulated-session.ts";

export type SimulatedCommand = (context: CommandContext) => Promise<number>;

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
  /** Has the volumes follow their sources: called when somebody is about to look. Never rejects. */
  refresh(): Promise<void>;
  /** Where those are mounted that follow sources; everywhere, where it is missing. */
  readonly followed?: readonly string[];
  readonly user: FileUser;
  /** Who else can be reached from here; nobody where it is missing. */
  readonly network?: PodNetwork;
  /** What only this container's image has, by name. */
  readonly programs?: ReadonlyMap<string, SimulatedCommand>;
  /** Adds a link, changes a kernel setting. */
  readonly mayAdministerNetwork?: boolean;
}

/** What a running command may use. */
export interface CommandContext extends CommandStreams {
  readonly session: Session;
  /** As it was called. */
  readonly name: string;
  /** Without the command's own name. */
  readonly args: readonly string[];
  print(text: string): Promise<void>;
  /** Writes `name: text` to stderr and gives the exit code 1. */
  fail(text: string): Promise<number>;
}

export interface SessionOptions {
  readonly place: SessionPlace;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly signal: AbortSignal;
  /** The client has a terminal: a prompt is shown. */
  readonly tty: boolean;
  /**
   * For what has been started earlier, before the engine was: it runs from that moment on, and does not wait for what is past.
   */
  readonly startedAtMs?: number;
}

/**
 * Whether a command with these words, in that directory, may look at a volume that follows its sources: it is in one, names one or
 * what is in it, or names what it is mounted in.
 */
export function looksAtFollowed(
  { followed }: SessionPlace,
  at: { readonly cwd: string; readonly words: readonly string[] },
): boolean {
  if (!followed) return true;
  return followed.some(
    (mount) =>
      `${at.cwd}/`.startsWith(`${mount}/`) ||
      at.words.some((word) => {
        if (word === "") return false;
        const path = word.startsWith("/") ? word : `${at.cwd.replace(/\/$/, "")}/${word}`;
        return path.includes(mount) || `${mount}/`.startsWith(`${path.replace(/[/.]+$/, "")}/`);
      }),
  );
}

/** Waits in the host's time; ends early, without a word, when one of the signals is aborted. */
export async function waitFor(
  host: Host,
  ms: number,
  signals: readonly AbortSignal[],
): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      timer?.cancel();
      for (const signal of signals) signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = Number.isFinite(ms) ? host.timers.after(ms, done) : undefined;
    for (const signal of signals) signal.addEventListener("abort", done);
  });
}
