/** A terminal's line discipline: echo, erasing, end of file and interrupt, and line ends as a screen needs them. */
import type { ByteReader, ByteWriter } from "../../server/streaming/byte-channel.ts";
import { BytePipe } from "../../server/streaming/byte-pipe.ts";

const interrupt = 0x03;
const endOfFile = 0x04;
const backspace = 0x08;
const killLine = 0x15;
const erase = 0x7f;
/** As a terminal in canonical mode holds (Linux: N_TTY_BUF_SIZE). */
const lineBytesMax = 4096;

const encoder = new TextEncoder();

export interface Terminal {
  /** Whole lines, once they are typed. */
  readonly input: ByteReader;
  /** Line feeds become carriage return and line feed. */
  readonly output: ByteWriter;
}

/** `onInterrupt` is called for Ctrl-C. The terminal reads until its raw input ends. */
export function openTerminal(
  raw: { readonly input: ByteReader | undefined; readonly output: ByteWriter },
  onInterrupt: () => void,
): Terminal {
  const cooked = new BytePipe();
  if (raw.input) void cook(raw.input, { cooked, screen: raw.output, onInterrupt });
  else cooked.end();
  return {
    input: cooked,
    output: {
      write: (chunk) => raw.output.write(toScreen(chunk)),
      end: () => raw.output.end(),
      abort: (reason) => raw.output.abort(reason),
    },
  };
}

async function cook(
  input: ByteReader,
  to: { readonly cooked: BytePipe; readonly screen: ByteWriter; onInterrupt(): void },
): Promise<void> {
  const { cooked, screen } = to;
  let line: number[] = [];
  const flush = async (): Promise<void> => {
    const bytes = Uint8Array.from(line);
    line = [];
    if (bytes.length > 0) await cooked.write(bytes);
  };
  try {
    for (;;) {
      const chunk = await input.read();
      if (!chunk) break;
      for (const byte of chunk) {
        if (byte === 0x0d || byte === 0x0a) {
          line.push(0x0a);
          await screen.write(encoder.encode("\r\n"));
          await flush();
        } else if (byte === interrupt) {
          line = [];
          await screen.write(encoder.encode("^C\r\n"));
          to.onInterrupt();
        } else if (byte === endOfFile) {
          if (line.length === 0) return cooked.end();
          await flush();
        } else if (byte === erase || byte === backspace) {
          if (line.pop() !== undefined) await screen.write(encoder.encode("\b \b"));
        } else if (byte === killLine) {
          await screen.write(encoder.encode("\b \b".repeat(line.length)));
          line = [];
        } else if (line.length < lineBytesMax && (byte >= 0x20 || byte === 0x09)) {
          line.push(byte);
          await screen.write(Uint8Array.of(byte));
        }
      }
    }
    await flush();
    cooked.end();
  } catch (error) {
    // The client or the shell is gone.
    cooked.abort(error instanceof Error ? error : new Error(String(error)));
  }
}

function toScreen(chunk: Uint8Array): Uint8Array {
  const feeds = chunk.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
  if (feeds === 0) return chunk;
  const out = new Uint8Array(chunk.length + feeds);
  let at = 0;
  for (const byte of chunk) {
    if (byte === 0x0a) out[at++] = 0x0d;
    out[at++] = byte;
  }
  return out;
}
