/** HTTP/1.1 over a byte channel, as a simulated Pod's port speaks it when somebody connects to it (port forwarding). */
import type { ByteChannel } from "../../server/streaming/byte-channel.ts";
import type { PodRequest, PodResponse } from "../container-runtime.ts";
import { LineReader } from "./simulated-lines.ts";

const headBytesMax = 64 * 1024;
/** What a request may carry: it is read and dropped. */
const bodyBytesMax = 64 * 1024 * 1024;
const encoder = new TextEncoder();

/** Answers requests until the client ends the connection, or says what is no HTTP. Resolves always. */
export async function serveHttp(
  channel: ByteChannel,
  answer: (request: PodRequest) => PodResponse | Promise<PodResponse>,
): Promise<void> {
  const input = new LineReader(channel.reader);
  try {
    for (;;) {
      const request = await readRequest(input);
      if (!request) break;
      const { status, headers, body } = await answer(request);
      const close = (request.headers["connection"] ?? "").toLowerCase() === "close";
      await channel.writer.write(
        head(status, { ...headers, ...(close ? { connection: "close" } : {}) }),
      );
      await channel.writer.write(body);
      if (close) break;
    }
    channel.writer.end();
  } catch (error) {
    if (error instanceof MalformedRequest) {
      const text = head(400, { "content-length": "0", connection: "close" });
      // The client may be gone, then nobody needs the answer.
      await channel.writer.write(text).catch(() => undefined);
      channel.writer.end();
    } else channel.writer.abort(error instanceof Error ? error : new Error(String(error)));
  }
  channel.reader.cancel(new Error("connection reset by peer"));
}

class MalformedRequest extends Error {}

async function readRequest(input: LineReader): Promise<PodRequest | undefined> {
  let line = await input.line();
  // Empty lines before a request are skipped (RFC 9112, 2.2).
  while (line === "\r" || line === "") line = await input.line();
  if (line === undefined) return undefined;
  const [method, path, version] = line.trimEnd().split(" ");
  if (!method || !path || !/^HTTP\/1\.[01]$/.test(version ?? "")) throw new MalformedRequest();
  const headers: Record<string, string> = version === "HTTP/1.0" ? { connection: "close" } : {};
  for (let size = line.length; ;) {
    const field = (await input.line())?.trimEnd();
    if (field === undefined) throw new MalformedRequest();
    if (field === "") break;
    size += field.length;
    const colon = field.indexOf(":");
    if (colon < 1 || size > headBytesMax) throw new MalformedRequest();
    headers[field.slice(0, colon).toLowerCase()] = field.slice(colon + 1).trim();
  }
  await dropBody(input, headers);
  return { method, path, headers };
}

async function dropBody(input: LineReader, headers: Record<string, string>): Promise<void> {
  if ((headers["transfer-encoding"] ?? "").toLowerCase().includes("chunked")) {
    for (let total = 0; ;) {
      const size = Number.parseInt((await input.line()) ?? "", 16);
      if (!(size >= 0)) throw new MalformedRequest();
      total += size;
      if (total > bodyBytesMax) throw new MalformedRequest();
      await input.skip(size);
      await input.line();
      if (size === 0) return;
    }
  }
  const length = Number(headers["content-length"] ?? 0);
  if (!(length >= 0) || length > bodyBytesMax) throw new MalformedRequest();
  await input.skip(length);
}

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  404: "Not Found",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

function head(status: number, headers: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return encoder.encode(
    `HTTP/1.1 ${status} ${reasons[status] ?? "Simulated"}\r\n${lines.join("")}\r\n`,
  );
}
