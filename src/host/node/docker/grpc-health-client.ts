/** One health check of a gRPC server over HTTP/2 without TLS, as the kubelet makes it. */
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import {
  decodeHealthResponse,
  encodeHealthRequest,
  type HealthAnswer,
  healthPath,
  type HealthQuery,
  internal,
  unavailable,
} from "../../../kubelet/grpc-health.ts";
import { dialError } from "./pod-dialer.ts";

/** What an answer may be long: the message has two bytes. */
const answerBytesMax = 64 * 1024;

/** Rejects with RuntimeError `refused` or `failed` when there is no connection, and with the signal's reason. */
export async function requestHealth(
  ip: string,
  port: number,
  { service, signal }: HealthQuery,
): Promise<HealthAnswer> {
  const where = `${ip}:${port}`;
  const session = connect(`http://${where}`);
  const end = (): void => session.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<HealthAnswer>((resolve, reject) => {
      let connected = false;
      const failed = (error: NodeJS.ErrnoException): void => {
        if (signal.aborted || !connected) reject(dialError(error, where, signal));
        else resolve({ code: unavailable, message: error.message });
      };
      session.on("error", failed);
      session.on("close", () => failed(new Error("connection closed")));
      session.on("connect", () => {
        connected = true;
        ask(session, service).then(resolve, failed);
      });
    });
  } finally {
    signal.removeEventListener("abort", end);
    session.destroy();
  }
}

async function ask(session: ClientHttp2Session, service: string): Promise<HealthAnswer> {
  const stream = session.request({
    ":method": "POST",
    ":path": healthPath,
    "content-type": "application/grpc",
    te: "trailers",
    "user-agent": "kube-probe/1.36",
  });
  let headers: IncomingHttpHeaders = {};
  const add = (received: IncomingHttpHeaders): void => {
    headers = { ...headers, ...received };
  };
  stream.on("response", add);
  stream.on("trailers", add);
  stream.end(encodeHealthRequest(service));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > answerBytesMax) return { code: internal, message: "the answer is too long" };
    chunks.push(chunk);
  }
  return answerOf(headers, Buffer.concat(chunks));
}

function answerOf(headers: IncomingHttpHeaders, body: Uint8Array): HealthAnswer {
  const code = Number(headers["grpc-status"] ?? Number.NaN);
  const message = unescaped(headers["grpc-message"]);
  if (code > 0) return { code, message };
  const http = headers[":status"];
  if (Number.isNaN(code))
    return {
      code: unavailable,
      message: `unexpected HTTP status code received from server: ${String(http)}`,
    };
  const status = decodeHealthResponse(body);
  return status === undefined
    ? { code: internal, message: "the answer is no HealthCheckResponse" }
    : { status };
}

/** Percent-encoded by gRPC's rules; what is not stays as it is. */
function unescaped(text: string | string[] | undefined): string {
  const raw = [text ?? ""].flat().join(", ");
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
