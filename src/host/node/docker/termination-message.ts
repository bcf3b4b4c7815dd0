/** The last words of a container that has ended, as the kubelet reads them (kuberuntime_container.go, pkg/util/tail). */
import type { DockerClient } from "./docker-client.ts";
import { RuntimeError } from "../../../kubelet/container-runtime.ts";
import { streamLog } from "./container-output.ts";
import { volumesRoot } from "./container-spec.ts";
import type { Inspected } from "./inspect.ts";
import { label } from "./labels.ts";
import { messageFile, podFilesName } from "./pod-files.ts";

/** MaxContainerTerminationMessageLength, and the same of what is taken from logs. */
const messageBytesMax = 4096;
const logBytesMax = 2048;
const logLinesMax = 80;
/** A tar archive's header and padding. */
const block = 512;

/** Empty where there is none; what kept it from being read, where something did. */
export async function readTerminationMessage(
  client: DockerClient,
  container: Inspected,
  signal: AbortSignal,
): Promise<string> {
  const { Labels, Tty } = container.Config;
  const number = Labels[label.messageFile];
  const path = `${volumesRoot}/${podFilesName}/${messageFile(Number(number ?? 0))}`;
  try {
    const sandbox = Labels[label.sandbox] ?? "";
    const message =
      number === undefined ? "" : await readEnd(client, { container: sandbox, path, signal });
    const asksLog = Labels[label.messagePolicy] === "FallbackToLogsOnError";
    if (message !== "" || !asksLog || container.State.ExitCode === 0) return message;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RuntimeError) || error.code === "unavailable") throw error;
    return `Error on reading termination log ${path}: ${error.message}`;
  }
  const tail = new Tail(logBytesMax);
  const query = { follow: false, timestamps: false, tailLines: logLinesMax };
  await streamLog(client, { id: container.Id, tty: Tty, query, signal }, (chunk) =>
    tail.push(chunk),
  );
  return tail.text();
}

/** The end of one file in a container. */
async function readEnd(
  client: DockerClient,
  from: { readonly container: string; readonly path: string; readonly signal: AbortSignal },
): Promise<string> {
  const { container, path, signal } = from;
  const response = await client.stream("GET", `/containers/${container}/archive`, {
    query: { path },
    signal,
  });
  const tail = new Tail(messageBytesMax);
  let head = Buffer.alloc(0);
  let left: number | undefined;
  for await (const piece of response as AsyncIterable<Buffer>) {
    let chunk = piece;
    if (left === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < block) continue;
      left = parseInt(head.toString("latin1", 124, 136), 8);
      chunk = head.subarray(block);
    }
    const content = chunk.subarray(0, left);
    tail.push(content);
    left -= content.length;
  }
  return tail.text();
}

/** Keeps the last bytes of what is pushed. */
class Tail {
  readonly #max: number;
  #kept = Buffer.alloc(0);

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): void {
    const all = Buffer.concat([this.#kept, chunk.subarray(-this.#max)]);
    this.#kept = all.subarray(-this.#max);
  }

  text(): string {
    return this.#kept.toString("utf8");
  }
}
