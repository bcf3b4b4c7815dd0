/** pods/log: which container, which lines, asked of the kubelet (pkg/registry/core/pod/strategy, LogLocation). */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest, internalError } from "../../api/status.ts";
import type { ServerCore, Target } from "../core.ts";
import { isTrue } from "../request-info.ts";
import { numberParameter } from "../http/query.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { NodeConnector, PodLogOptions } from "../node-connector.ts";
import { getObject } from "../operations/read.ts";

export async function podLog(
  core: ServerCore,
  args: { target: Target; request: ApiRequest; nodes: NodeConnector | undefined },
): Promise<ApiResponse> {
  const { target, request, nodes } = args;
  const pod = getObject(core, target).object as unknown as Stored<Pod>;
  const options = optionsOf(request.query, containerOf(pod, request.query.get("container") ?? ""));
  if (!pod.spec?.nodeName) return { status: 200, headers: plainText, body: "" };
  if (!nodes) throw internalError("no node of this cluster can be asked for logs");
  return {
    status: 200,
    headers: plainText,
    body: await nodes.podLogs(pod, options, request.signal),
  };
}

const plainText = { "content-type": "text/plain", "cache-control": "no-cache, private" };

function containerOf(pod: Stored<Pod>, asked: string): string {
  const { name } = pod.metadata;
  const containers = (pod.spec?.containers ?? []).map((container) => container.name);
  const initial = (pod.spec?.initContainers ?? []).map((container) => container.name);
  const ephemeral = (pod.spec?.ephemeralContainers ?? []).map((container) => container.name);
  if (asked === "") {
    const preferred = pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
    if (containers.length === 1 || (preferred && containers.includes(preferred))) {
      return containers.length === 1 ? (containers[0] ?? "") : (preferred ?? "");
    }
    if (containers.length === 0) {
      throw badRequest(`a container name must be specified for pod ${name}`);
    }
    const also =
      initial.length > 0
        ? `, choose one of: [${containers.join(" ")}] or one of the init containers: [${initial.join(" ")}]`
        : `, choose one of: [${containers.join(" ")}]`;
    throw badRequest(`a container name must be specified for pod ${name}${also}`);
  }
  if (![...containers, ...initial, ...ephemeral].includes(asked)) {
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  return asked;
}

function optionsOf(query: URLSearchParams, container: string): PodLogOptions {
  const sinceSeconds = numberParameter(query, "sinceSeconds");
  const sinceTime = query.get("sinceTime");
  const tailLines = numberParameter(query, "tailLines");
  const limitBytes = numberParameter(query, "limitBytes");
  return {
    container,
    follow: isTrue(query.get("follow")),
    previous: isTrue(query.get("previous")),
    timestamps: isTrue(query.get("timestamps")),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime ? { sinceTime } : {}),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}
