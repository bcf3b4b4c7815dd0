/** A command in a container, for embedders of the library: no wire, the output as text. */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest } from "../../api/status.ts";
import type { NodeConnector } from "../node-connector.ts";
import { containerOf } from "../subresources/container.ts";
import { BytePipe } from "./byte-pipe.ts";
import { ExitError } from "./process-streams.ts";

export interface CommandRequest {
  /** The Pod's only container where it has one. */
  readonly container?: string;
  readonly command: readonly string[];
  /** All of its standard input. */
  readonly stdin?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is kept of each stream. */
const outputBytesMax = 64 * 1024 * 1024;

/**
 * Runs a command to its end. Rejects with StatusError 400 for a container that is not there or a Pod without a node, NodeRefusal where it
 * does not run, RuntimeError where the command cannot be started.
 */
export async function runCommand(
  nodes: NodeConnector,
  pod: Stored<Pod>,
  request: CommandRequest,
): Promise<CommandResult> {
  const { command, signal = new AbortController().signal } = request;
  const container = containerOf(pod, request.container ?? "");
  if (!pod.spec?.nodeName) {
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  }
  const run = await nodes.exec(pod, { container, command, tty: false });
  const [stdout, stderr] = [new Collector(), new Collector()];
  const result = (exitCode: number): CommandResult => ({
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
  });
  try {
    const stdin = inputOf(request.stdin);
    await run({ stdin, stdout, stderr, sizes: undefined }, signal);
    return result(0);
  } catch (error) {
    if (error instanceof ExitError) return result(error.exitCode);
    throw error;
  }
}

function inputOf(input: string | Uint8Array | undefined): BytePipe | undefined {
  if (input === undefined) return undefined;
  const pipe = new BytePipe(Number.POSITIVE_INFINITY);
  // A process that does not read its input is no failure.
  pipe
    .write(typeof input === "string" ? new TextEncoder().encode(input) : input)
    .catch(() => undefined);
  pipe.end();
  return pipe;
}

class Collector {
  readonly #decoder = new TextDecoder();
  #text = "";

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#text.length > outputBytesMax) throw new Error("too much output");
    this.#text += this.#decoder.decode(chunk, { stream: true });
  }

  end(): void {
    this.#text += this.#decoder.decode();
  }

  abort(): void {
    this.end();
  }

  text(): string {
    this.end();
    return this.#text;
  }
}
