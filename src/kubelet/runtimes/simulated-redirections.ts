/** Where the commands of a simulated shell read from and write to. */
import type { ByteWriter } from "../../server/streaming/byte-channel.ts";
import { BytePipe } from "../../server/streaming/byte-pipe.ts";
import { FileError } from "./simulated-file-nodes.ts";
import type { ContainerFiles } from "./simulated-files.ts";
import { LineReader } from "./simulated-lines.ts";
import type { Session } from "./simulated-session.ts";
import type { CommandStreams } from "./simulated-session-place.ts";
import type { Redirection } from "./simulated-shell-parser.ts";
import type { WordExpander } from "./simulated-words.ts";

const captureMax = 1024 * 1024;

const nowhere: ByteWriter = {
  write: () => Promise.resolve(),
  end: () => undefined,
  abort: () => undefined,
};

/** The streams of a command with its redirections. Throws FileError, worded as BusyBox' shell words it, for what cannot be opened. */
export async function redirect(
  session: Session,
  words: WordExpander,
  of: { readonly redirections?: readonly Redirection[]; readonly streams: CommandStreams },
): Promise<CommandStreams> {
  let { stdin, stdout, stderr } = of.streams;
  const { files } = session.place;
  for (const { operator, target } of of.redirections ?? []) {
    if (!target) {
      if (operator === "2>&1") stderr = stdout;
      else stdout = stderr;
      continue;
    }
    const name = await words.expand(target);
    const path = session.path(name);
    if (operator === "<") {
      stdin = opened(name, "open", () => readerOf(files.read(path)));
      continue;
    }
    const append = operator.endsWith(">>");
    const sink =
      special(path, { stdout, stderr }) ??
      opened(name, "create", () => fileWriter(files, path, append));
    if (operator.startsWith("2")) stderr = sink;
    else stdout = sink;
  }
  return { stdin, stdout, stderr };
}

/** Devices that are streams, not files. */
function special(
  path: string,
  streams: { readonly stdout: ByteWriter; readonly stderr: ByteWriter },
): ByteWriter | undefined {
  switch (path) {
    case "/dev/null":
      return nowhere;
    case "/dev/stdout":
    case "/proc/1/fd/1":
    case "/proc/self/fd/1":
      return streams.stdout;
    case "/dev/stderr":
    case "/proc/1/fd/2":
    case "/proc/self/fd/2":
      return streams.stderr;
    default:
      return undefined;
  }
}

function opened<T>(name: string, verb: "open" | "create", open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const missing = error.message === "No such file or directory";
    const why = missing
      ? verb === "open"
        ? "no such file"
        : "nonexistent directory"
      : error.message;
    throw new FileError(`can't ${verb} ${name}: ${why}`);
  }
}

function readerOf(content: Uint8Array): LineReader {
  const input = new BytePipe();
  // Whoever stops reading early has no use for the rest.
  void input.write(content).catch(() => undefined);
  input.end();
  return new LineReader(input);
}

function fileWriter(files: ContainerFiles, path: string, append: boolean): ByteWriter {
  files.write(path, new Uint8Array(), { append });
  return {
    write: async (chunk) => files.write(path, chunk, { append: true }),
    end: () => undefined,
    abort: () => undefined,
  };
}

/** Streams whose output is kept as text; what goes to stderr is dropped. */
export function capturing(): { readonly streams: CommandStreams; text(): string } {
  let text = "";
  const decoder = new TextDecoder();
  const stdout: ByteWriter = {
    write: async (chunk) => {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > captureMax) throw new FileError("command substitution: too long");
    },
    end: () => undefined,
    abort: () => undefined,
  };
  const empty = new BytePipe();
  empty.end();
  const streams = { stdin: new LineReader(empty), stdout, stderr: nowhere };
  return { streams, text: () => text };
}
