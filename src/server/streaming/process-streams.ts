/** The streams of a process that a client is attached to, and how its end is told. */
import type { ByteReader, ByteWriter } from "./byte-channel.ts";

export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** What the client asked for; those it did not are undefined. With a terminal everything goes to stdout. */
export interface ProcessStreams {
  readonly stdin: ByteReader | undefined;
  readonly stdout: ByteWriter | undefined;
  readonly stderr: ByteWriter | undefined;
  /** Undefined without a terminal. */
  readonly sizes: TerminalSizes | undefined;
}

/** The sizes that a client's terminal takes, one after the other; a late listener still gets the newest. */
export class TerminalSizes {
  #newest: TerminalSize | undefined;
  #listener: ((size: TerminalSize) => void) | undefined;

  push(size: TerminalSize): void {
    this.#newest = size;
    this.#listener?.(size);
  }

  listen(listener: (size: TerminalSize) => void): void {
    this.#listener = listener;
    if (this.#newest) listener(this.#newest);
  }
}

/** A process that ended with another code than 0. */
export class ExitError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, command: readonly string[]) {
    super(`error executing command [${command.join(" ")}], exit code ${exitCode}`);
    this.name = "ExitError";
    this.exitCode = exitCode;
  }
}

/**
 * Runs or follows a process to its end. Resolves when it ended well; rejects with ExitError or what else went wrong. The signal is
 * aborted when the client is gone.
 */
export type RunProcess = (streams: ProcessStreams, signal: AbortSignal) => Promise<void>;

/** Why a node refuses before anything was switched: its own status and text, as the kubelet answers them. */
export class NodeRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "NodeRefusal";
    this.status = status;
  }
}
