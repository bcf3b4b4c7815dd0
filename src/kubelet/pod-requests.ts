/** One HTTP request to a Pod's port on behalf of an API client: the proxy subresource. */
import { badRequest, serviceUnavailable } from "../api/status.ts";
import type { Kubelet } from "./kubelet.ts";
import { RuntimeError } from "./container-runtime.ts";
import type { PodObject } from "./pod-view.ts";

/** Headers that belong to one connection and are not passed on (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Never handed to a Pod: they are the API client's own. */
const credentials = new Set(["authorization", "cookie"]);

/** Rejects with StatusError 503 when the Pod cannot be reached, 400 when it has no sandbox. */
export async function requestPod(
  kubelet: Kubelet,
  pod: PodObject,
  at: { readonly port: number; readonly request: Request },
): Promise<Response> {
  const { request, port } = at;
  const { runtime } = kubelet.node;
  const filter = { podUid: pod.metadata.uid };
  const sandboxes = await runtime.listPodSandboxes(filter, request.signal);
  const sandbox = sandboxes.find((candidate) => candidate.state === "ready");
  if (!sandbox) throw badRequest(`pod ${pod.metadata.name} is not running`);
  const url = new URL(request.url);
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers)
    if (!hopByHop.has(name) && !credentials.has(name)) headers[name] = value;
  const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
  try {
    const answer = await runtime.requestPort(sandbox.id, port, {
      request: { method: request.method, path: `${url.pathname}${url.search}`, headers, body },
      signal: request.signal,
    });
    const kept = Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name));
    const empty = answer.status === 204 || answer.status === 304 || request.method === "HEAD";
    const content = empty ? null : new Uint8Array(answer.body);
    return new Response(content, { status: answer.status, headers: kept });
  } catch (error) {
    if (error instanceof RuntimeError)
      throw serviceUnavailable(`error trying to reach service: ${error.message}`);
    throw error;
  }
}
