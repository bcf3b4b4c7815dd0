/** One HTTP request to a Pod's port on behalf of the API server: a proxied request, a webhook. */
import { OutboundError, type OutboundRequest } from "../server/outbound/outbound.ts";
import type { OutboundResponse } from "../server/outbound/outbound.ts";
import { RuntimeError } from "./container-runtime.ts";
import type { Kubelet } from "./kubelet.ts";
import type { PodObject } from "./pod-view.ts";

/** Rejects with OutboundError when the Pod does not answer, worded as dialling its address would be. */
export async function requestPod(
  kubelet: Kubelet,
  pod: PodObject,
  at: { readonly port: number; readonly request: OutboundRequest },
): Promise<OutboundResponse> {
  const { request, port } = at;
  const { method, path, headers, body, signal } = request;
  const { runtime } = kubelet.node;
  const sandboxes = await runtime.listPodSandboxes({ podUid: pod.metadata.uid }, signal);
  const sandbox = sandboxes.find((candidate) => candidate.state === "ready");
  const address = `${pod.status?.podIP ?? ""}:${port}`;
  if (!sandbox) {
    throw new OutboundError("unreachable", `dial tcp ${address}: connect: no route to host`);
  }
  try {
    const answer = await runtime.requestPort(sandbox.id, port, {
      request: { method, path, headers, body },
      signal,
    });
    const { status } = answer;
    const empty = status === 204 || status === 304 || method === "HEAD";
    return { status, headers: answer.headers, body: streamOf(empty ? undefined : answer.body) };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    const code = error.code === "refused" || error.code === "timeout" ? error.code : "failed";
    throw new OutboundError(code, error.message, { cause: error });
  }
}

function streamOf(bytes: Uint8Array | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes && bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
