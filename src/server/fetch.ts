/** The library's edge: WHATWG Request and Response around the server's own plain messages. */
import {
  isBodyStream,
  type BodyStream,
  type ApiRequest,
  type ApiResponse,
  type UserInfo,
} from "./message.ts";
import { decodePath } from "./mux-server.ts";

const admin: UserInfo = { name: "kubarium:embedder", groups: ["system:masters"] };

/** `fetch` over a handler. Relative addresses are those of the cluster; the host's name does not matter. */
export function fetchHandler(
  handle: (request: ApiRequest) => Promise<ApiResponse>,
): (input: Request | string | URL) => Promise<Response> {
  return async (input) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), "http://kubarium"));
    const url = new URL(request.url);
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    // A reader that cancels the body ends the request, as a closed connection would.
    const cancelled = new AbortController();
    const response = await handle({
      method: request.method,
      path: decodePath(url.pathname),
      query: url.searchParams,
      headers: headersOf(request),
      body,
      peer: { trusted: admin },
      signal: AbortSignal.any([request.signal, cancelled.signal]),
    });
    return toResponse(response, request.method === "HEAD", () => cancelled.abort());
  };
}

function headersOf(request: Request): Record<string, string> {
  const headers = Object.fromEntries(request.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("impersonate-")) headers[name] = value.replaceAll(", ", "\n");
  }
  return headers;
}

function toResponse(
  { status, auditId, headers, body }: ApiResponse,
  headOnly: boolean,
  cancel: () => void,
): Response {
  const init: ResponseInit & { headers: [string, string][] } = {
    status,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().map((line): [string, string] => [name, line]),
    ),
  };
  if (auditId !== undefined) init.headers.push(["audit-id", auditId]);
  if (headOnly || body === undefined) return new Response(null, init);
  if (typeof body === "string") return new Response(body, init);
  if (!isBodyStream(body)) return new Response(body as Uint8Array<ArrayBuffer>, init);
  return new Response(streamOf(body, cancel), init);
}

function streamOf(body: BodyStream, cancel: () => void): ReadableStream {
  const encoder = new TextEncoder();
  let over = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      body.start({
        write(chunk) {
          if (over) return 0;
          controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
          return Math.max(0, -(controller.desiredSize ?? 0));
        },
        end() {
          if (over) return;
          over = true;
          controller.close();
          cancel();
        },
      });
    },
    cancel() {
      over = true;
      cancel();
    },
  });
}
