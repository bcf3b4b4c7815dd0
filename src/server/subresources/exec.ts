/**
 * pods/exec, pods/attach and pods/portforward: checks, then a switch of protocols. What cannot be switched is answered as an ordinary
 * response (pkg/registry/core/pod/rest; the kubelet's own answers where the node refuses).
 */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest, internalError } from "../../api/status.ts";
import type { ServerCore, Target } from "../core.ts";
import { respondText } from "../http/respond.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { NodeConnector } from "../node-connector.ts";
import { getObject } from "../operations/read.ts";
import { NodeRefusal } from "../streaming/process-streams.ts";
import { type RemoteCommand, remoteCommandOptions } from "../streaming/remote-command.ts";
import { isUpgradeRequest } from "../streaming/upgrade.ts";
import { containerOf } from "./container.ts";
import { switchToPortForward, switchToRemoteCommand } from "./switch-protocol.ts";

export interface ConnectArgs {
  readonly target: Target;
  readonly request: ApiRequest;
  readonly nodes: NodeConnector | undefined;
  /**
   * Throws 403 unless the user may create the subresource: a WebSocket begins with GET, which must not be less than the POST of
   * SPDY (AuthorizePodWebsocketUpgradeCreatePermission).
   */
  requireCreate(): void;
}

export async function connectPod(core: ServerCore, args: ConnectArgs): Promise<ApiResponse> {
  const { target, request } = args;
  args.requireCreate();
  const pod = getObject(core, target).object as unknown as Stored<Pod>;
  const container =
    target.subresource === "portforward"
      ? ""
      : containerOf(pod, request.query.get("container") ?? "");
  const { name } = pod.metadata;
  if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  if (!isUpgradeRequest(request.headers)) throw badRequest("Upgrade request required");
  if (request.canUpgrade !== true) {
    throw badRequest("unable to upgrade: this connection cannot switch protocols");
  }
  if (!args.nodes) throw internalError("no node of this cluster can be asked");
  try {
    if (target.subresource === "portforward") {
      const dial = await args.nodes.portForward(pod);
      const forward = {
        pod: `${name}_${pod.metadata.namespace ?? ""}`,
        uid: pod.metadata.uid,
        dial,
      };
      return await switchToPortForward(core, request, forward);
    }
    const command = await remoteCommand(args.nodes, pod, { target, container, request });
    return await switchToRemoteCommand(core, request, command);
  } catch (error) {
    if (error instanceof NodeRefusal) return respondText(`${error.message}\n`, error.status);
    throw error;
  }
}

async function remoteCommand(
  nodes: NodeConnector,
  pod: Stored<Pod>,
  of: { readonly target: Target; readonly container: string; readonly request: ApiRequest },
): Promise<RemoteCommand> {
  const { target, container, request } = of;
  const options = remoteCommandOptions(request.query);
  if (target.subresource === "attach") {
    const run = await nodes.attach(pod, container);
    return { options, run, failure: "error attaching to container" };
  }
  const command = request.query.getAll("command");
  const run = await nodes.exec(pod, { container, command, tty: options.tty });
  return { options, run, failure: "error executing command in container" };
}
