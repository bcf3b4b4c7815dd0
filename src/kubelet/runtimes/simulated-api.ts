/** The API server as simulated Pods find it in their network: behind the address of the `kubernetes` Service's endpoint. */
import type { Host } from "../../host/host.ts";
import {
  type ApiRequest,
  type ApiResponse,
  type BodyStream,
  isBodyStream,
} from "../../server/message.ts";
import type { PodRequest, PodResponse } from "../container-runtime.ts";
import type { SimulatedNetwork, Target } from "./simulated-network.ts";

export interface ApiInNetworkOptions {
  readonly host: Pick<Host, "timers">;
  handle(request: ApiRequest): Promise<ApiResponse>;
}

/** Answers are handed over whole: a watch is over after this time, or this much of it. */
const streamMsMax = 10_000;
const streamBytesMax = 16 * 1024 * 1024;

const encoder = new TextEncoder();

/** Lets the API answer at an address in the network; who asks proves who it is by what it sends. */
export function attachApi(
  network: SimulatedNetwork,
  { ip, port }: Target,
  options: ApiInNetworkOptions,
): void {
  const listener = {
    container: "kube-apiserver",
    status: 200,
    handle: (request: PodRequest, from: string) => answer(options, request, from),
    log: () => undefined,
  };
  network.attach(ip, {
    namespace: "default",
    name: "kubernetes",
    node: "",
    listener: (asked) => (asked === port ? listener : undefined),
  });
}

async function answer(
  { host, handle }: ApiInNetworkOptions,
  request: PodRequest,
  from: string,
): Promise<PodResponse> {
  // The words of Go's net/http.
  if (request.scheme !== "https")
    return {
      status: 400,
      headers: {},
      body: encoder.encode("Client sent an HTTP request to an HTTPS server.\n"),
    };
  const over = new AbortController();
  const [, path = "/", search = ""] = /^([^?]*)(\?.*)?$/s.exec(request.path) ?? [];
  const { status, headers, body } = await handle({
    method: request.method,
    path: decoded(path),
    query: new URLSearchParams(search),
    headers: request.headers,
    body: request.body,
    peer: { address: from.replace(/:\d+$/, "") },
    signal: over.signal,
  });
  const given = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  const bytes = isBodyStream(body)
    ? await collected(body, { host, over })
    : typeof body === "string"
      ? encoder.encode(body)
      : (body ?? new Uint8Array());
  over.abort();
  const isEmpty = request.method === "HEAD";
  return { status, headers: Object.fromEntries(given), body: isEmpty ? new Uint8Array() : bytes };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What a stream gives until it ends, or until it has been long or much enough. */
function collected(
  body: BodyStream,
  { host, over }: { readonly host: Pick<Host, "timers">; readonly over: AbortController },
): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const end = (): void => {
      timer.cancel();
      over.abort();
      const whole = new Uint8Array(size);
      let at = 0;
      for (const chunk of chunks.splice(0)) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      resolve(whole);
    };
    const timer = host.timers.after(streamMsMax, end);
    body.start({
      write(chunk) {
        const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
        chunks.push(bytes);
        size += bytes.length;
        if (size > streamBytesMax) end();
        return 0;
      },
      end,
      abort: end,
    });
  });
}
