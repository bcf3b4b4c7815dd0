/** The subresources that lead out of the API server: logs, exec, attach, port forwarding and the proxies. */
import type { ServerCore, Target } from "../core.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { NodeConnector } from "../node-connector.ts";
import type { ResourceRequestInfo } from "../request-info.ts";
import { podLog } from "./log.ts";
import { proxy } from "./proxy.ts";

export interface ConnectRequest {
  readonly target: Target;
  readonly info: ResourceRequestInfo;
  readonly request: ApiRequest;
  readonly nodes: NodeConnector | undefined;
  requireCreate(): void;
}

const subresources = new Set(["attach", "exec", "log", "portforward", "proxy"]);

/** Whether a request is answered by `connect`, whatever its Accept header says. */
export function isConnect({ definition, subresource }: Target): boolean {
  return definition.group === "" && subresources.has(subresource);
}

/** What few clients need is loaded when the first one does. */
export async function connect(core: ServerCore, args: ConnectRequest): Promise<ApiResponse> {
  switch (args.target.subresource) {
    case "log":
      return podLog(core, args);
    case "proxy":
      return proxy(core, args);
    default: {
      const { connectPod } = await import("./exec.ts");
      return connectPod(core, args);
    }
  }
}
