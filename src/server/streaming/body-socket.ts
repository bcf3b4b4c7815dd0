/**
 * Answers that stream, logs and watches, to clients that ask for them over a WebSocket: logs in binary messages (or base64 ones),
 * watches an event a text message (apimachinery, pkg/util/httpstream/wsstream, Reader; apiserver, handlers/watch.go).
 */
import { isBodyStream, type ApiRequest, type ApiResponse, type BodyStream } from "../message.ts";
import { isWebSocketRequest, listed, type MessageSocket } from "./upgrade.ts";

const binaryProtocols = ["binary.k8s.io", "base64.binary.k8s.io"];

/** The answer as a switch to a WebSocket where the client asked for one and the answer streams; else as it is. */
export function overWebSocket(
  request: Pick<ApiRequest, "headers">,
  response: ApiResponse,
): ApiResponse {
  const { body, status, headers } = response;
  if (status !== 200 || !isBodyStream(body) || !isWebSocketRequest(request.headers)) {
    return response;
  }
  const events = String(headers["content-type"] ?? "").startsWith("application/json");
  const offered = listed(request.headers["sec-websocket-protocol"]);
  const protocol = events ? undefined : offered.find((one) => binaryProtocols.includes(one));
  const form = events ? "lines" : protocol === "base64.binary.k8s.io" ? "base64" : "binary";
  return {
    status: 101,
    headers: {},
    body: undefined,
    upgrade: {
      type: "websocket",
      protocol,
      serve: (socket) => send(body, form, socket),
    },
  };
}

async function send(
  body: BodyStream,
  form: "lines" | "base64" | "binary",
  socket: MessageSocket,
): Promise<void> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let rest = "";
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  const push = (message: string | Uint8Array): void => {
    const { length } = message;
    waiting += length;
    last = socket.send(message).then(
      () => void (waiting -= length),
      // A client that is gone is noticed below.
      () => undefined,
    );
  };
  body.start({
    write(chunk) {
      if (form === "lines") {
        rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) push(`${line}\n`);
        return waiting;
      }
      const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
      push(form === "binary" ? bytes : base64(bytes));
      return waiting;
    },
    drained: () => last,
    end: () => void last.then(() => socket.close(1000, "")),
    abort: () => socket.close(1011, ""),
  });
  // Nothing that the client says matters; that it is gone ends the request, by its signal.
  while (await socket.receive());
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
