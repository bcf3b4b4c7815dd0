/** Which of the offered protocols is spoken from now on, and the 101 that says so. SPDY's code is loaded at its first use. */
import { badRequest } from "../../api/status.ts";
import type { ServerCore } from "../core.ts";
import { respondText } from "../http/respond.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { ForwardTarget } from "../streaming/port-forward.ts";
import { type RemoteCommand, remoteCommandProtocols } from "../streaming/remote-command.ts";
import { isWebSocketRequest, listed, type UpgradeAnswer } from "../streaming/upgrade.ts";

const versionHeader = "x-stream-protocol-version";

export async function switchToRemoteCommand(
  core: ServerCore,
  request: ApiRequest,
  command: RemoteCommand,
): Promise<ApiResponse> {
  const { timers } = core.host;
  if (isWebSocketRequest(request.headers)) {
    const { serveOverWebSocket, webSocketProtocols } =
      await import("../streaming/remote-command-websocket.ts");
    const protocol = webSocketProtocol(request, webSocketProtocols);
    return switching({
      type: "websocket",
      protocol,
      serve: (socket) => serveOverWebSocket(socket, protocol, command),
    });
  }
  if (!isSpdy(request)) throw notUpgradable(request);
  const offered = listed(request.headers[versionHeader]);
  const protocol =
    offered.length === 0
      ? "channel.k8s.io"
      : offered.find((one) => (remoteCommandProtocols as readonly string[]).includes(one));
  if (protocol === undefined) return refuseVersions(offered, remoteCommandProtocols);
  const { serveOverSpdy } = await import("../streaming/remote-command-spdy.ts");
  return switching(
    { type: "raw", serve: (channel) => serveOverSpdy(channel, timers, { protocol, command }) },
    spdyHeaders(offered.length === 0 ? undefined : protocol),
  );
}

export async function switchToPortForward(
  core: ServerCore,
  request: ApiRequest,
  target: ForwardTarget,
): Promise<ApiResponse> {
  const { timers } = core.host;
  const forward = await import("../streaming/port-forward.ts");
  if (isWebSocketRequest(request.headers)) {
    const offered = listed(request.headers["sec-websocket-protocol"]);
    if (offered.includes(forward.tunnelProtocol)) {
      return switching({
        type: "websocket",
        protocol: forward.tunnelProtocol,
        serve: (socket) =>
          forward.forwardOverSpdy(forward.channelOfMessages(socket), timers, target),
      });
    }
    const protocol = webSocketProtocol(request, forward.portChannelProtocols);
    const ports = forward.forwardedPorts(request.query);
    return switching({
      type: "websocket",
      protocol,
      serve: (socket) => forward.forwardOverChannels(socket, protocol, { ports, target }),
    });
  }
  if (!isSpdy(request)) throw notUpgradable(request);
  const offered = listed(request.headers[versionHeader]);
  if (!offered.includes(forward.portForwardProtocol)) {
    return refuseVersions(offered, [forward.portForwardProtocol]);
  }
  return switching(
    { type: "raw", serve: (channel) => forward.forwardOverSpdy(channel, timers, target) },
    spdyHeaders(forward.portForwardProtocol),
  );
}

/** The first of the client's that we speak; undefined when it offers none. Throws 400 when we speak none of them. */
function webSocketProtocol(request: ApiRequest, known: ReadonlySet<string>): string | undefined {
  const offered = listed(request.headers["sec-websocket-protocol"]);
  if (offered.length === 0) return undefined;
  const protocol = offered.find((one) => known.has(one));
  if (protocol !== undefined) return protocol;
  throw badRequest(
    `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(" ")}], server accepts [${[...known].join(" ")}]`,
  );
}

const isSpdy = ({ headers }: ApiRequest): boolean =>
  (headers["upgrade"] ?? "").toLowerCase() === "spdy/3.1";

const notUpgradable = ({ headers }: ApiRequest) =>
  badRequest(
    `unable to upgrade: missing upgrade headers in request: ${JSON.stringify({ upgrade: headers["upgrade"] ?? "" })}`,
  );

function spdyHeaders(protocol: string | undefined): Record<string, string> {
  return {
    connection: "Upgrade",
    upgrade: "SPDY/3.1",
    ...(protocol === undefined ? {} : { [versionHeader]: protocol }),
  };
}

function switching(upgrade: UpgradeAnswer, headers: Record<string, string> = {}): ApiResponse {
  return { status: 101, headers, body: undefined, upgrade };
}

/** As apimachinery's httpstream.Handshake refuses. */
function refuseVersions(offered: readonly string[], accepted: readonly string[]): ApiResponse {
  const why =
    offered.length === 0
      ? "unable to upgrade: X-Stream-Protocol-Version is required"
      : `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(" ")}], server accepts [${accepted.join(" ")}]`;
  const response = respondText(`${why}\n`, offered.length === 0 ? 400 : 403);
  return {
    ...response,
    headers: { ...response.headers, "x-accepted-stream-protocol-versions": [...accepted] },
  };
}
