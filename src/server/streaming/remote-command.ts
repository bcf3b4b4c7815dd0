/**
 * What exec and attach have in common on every wire: which streams, the protocol's versions, and the Status that ends them
 * (kubelet, pkg/cri/streaming/remotecommand).
 */
import { badRequest } from "../../api/status.ts";
import { isTrue } from "../request-info.ts";
import { ExitError, type RunProcess } from "./process-streams.ts";

/** Newest first, as the kubelet offers them. */
export const remoteCommandProtocols = [
  "v5.channel.k8s.io",
  "v4.channel.k8s.io",
  "v3.channel.k8s.io",
  "v2.channel.k8s.io",
  "channel.k8s.io",
] as const;

export interface RemoteCommandOptions {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

export interface RemoteCommand {
  readonly options: RemoteCommandOptions;
  readonly run: RunProcess;
  /** What failed, where it was not the process itself: `error executing command in container`. */
  readonly failure: string;
}

/** Throws 400 when no stream is asked for. With a terminal there is no stderr of its own. */
export function remoteCommandOptions(query: URLSearchParams): RemoteCommandOptions {
  const asked = (name: string): boolean => isTrue(query.get(name));
  const tty = asked("tty");
  const options = {
    stdin: asked("stdin"),
    stdout: asked("stdout"),
    stderr: asked("stderr") && !tty,
    tty,
  };
  if (!options.stdin && !options.stdout && !options.stderr) {
    throw badRequest("you must specify at least 1 of stdin, stdout, stderr");
  }
  return options;
}

/** The Status that ends a session, as Go marshals it; `error` is what the process rejected with. */
export function finalStatus(error: unknown, failure: string): Readonly<Record<string, unknown>> {
  const metadata = {};
  if (error === undefined) return { metadata, status: "Success" };
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof ExitError) {
    return {
      metadata,
      status: "Failure",
      message: `command terminated with non-zero exit code: ${text}`,
      reason: "NonZeroExitCode",
      details: { causes: [{ reason: "ExitCode", message: String(error.exitCode) }] },
    };
  }
  const message = `${failure}: ${text}`;
  return {
    metadata,
    status: "Failure",
    message: `Internal error occurred: ${message}`,
    reason: "InternalError",
    details: { causes: [{ message }] },
    code: 500,
  };
}

const encoder = new TextEncoder();

/** What goes on the error stream: JSON since v4, the plain message before, nothing for success. */
export function statusBytes(
  status: Readonly<Record<string, unknown>>,
  structured: boolean,
): Uint8Array {
  if (structured) return encoder.encode(JSON.stringify(status));
  const { message } = status;
  return encoder.encode(typeof message === "string" ? message : "");
}

const decoder = new TextDecoder();

/** Sizes of a terminal out of a flow of JSON objects, `{"Width":80,"Height":24}`, split anywhere. Malformed ones are skipped. */
export class SizeParser {
  #text = "";

  push(bytes: Uint8Array): readonly { readonly width: number; readonly height: number }[] {
    this.#text = (this.#text + decoder.decode(bytes)).slice(-sizeTextMax);
    const sizes: { width: number; height: number }[] = [];
    for (;;) {
      const match = /\{[^{}]*\}/.exec(this.#text);
      if (!match) return sizes;
      this.#text = this.#text.slice(match.index + match[0].length);
      const size = parseSize(match[0]);
      if (size) sizes.push(size);
    }
  }
}

/** An object of two numbers is far shorter. */
const sizeTextMax = 4096;

function parseSize(text: string): { width: number; height: number } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = new Map(
    Object.entries(value as Record<string, unknown>).map(([key, field]) => [
      key.toLowerCase(),
      field,
    ]),
  );
  const [width, height] = [fields.get("width"), fields.get("height")];
  if (typeof width !== "number" || typeof height !== "number") return undefined;
  const valid = (side: number): boolean => Number.isInteger(side) && side >= 0 && side < 65_536;
  return valid(width) && valid(height) ? { width, height } : undefined;
}
