/** Where a proxied request goes: a Pod's port, a ready endpoint of a Service, or a node's kubelet. */
import type { Pod, Service } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest, internalError, serviceUnavailable } from "../../api/status.ts";
import type { ServerCore, Target } from "../core.ts";
import type { NodeConnector } from "../node-connector.ts";
import type {
  OutboundRequest,
  OutboundResponse,
  OutboundTarget,
  OutboundUpgrade,
} from "../outbound/outbound.ts";
import { getObject } from "../operations/read.ts";

export interface ProxyLocation {
  /** The Host header that is sent. */
  readonly host: string;
  /** Rejects with OutboundError. */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  upgrade(request: OutboundRequest): Promise<OutboundUpgrade>;
}

/** Throws 400 for a name that is malformed, 404 or 503 where it leads nowhere. */
export function locate(
  core: ServerCore,
  args: { readonly target: Target; readonly nodes: NodeConnector | undefined },
): ProxyLocation {
  const { target, nodes } = args;
  switch (target.definition.resource) {
    case "pods":
      return locatePod(core, target);
    case "services":
      return locateService(core, target);
    default:
      return locateNode(core, target, nodes);
  }
}

function locatePod(core: ServerCore, target: Target): ProxyLocation {
  const { scheme, name, port } = splitName(target.name, "pod");
  const pod = getObject(core, { ...target, name, subresource: "" })
    .object as unknown as Stored<Pod>;
  const first = (pod.spec?.containers ?? []).find(({ ports }) => ports?.length)?.ports?.[0];
  const text = port === "" ? String(first?.containerPort ?? "") : port;
  const ip = pod.status?.podIPs?.[0]?.ip ?? "";
  if (!isGlobal(ip)) throw badRequest("address not allowed");
  const number = text === "" ? (scheme === "https" ? 443 : 80) : portNumber(text);
  if (core.outbound.isInProcess(pod)) return inProcess(core, pod, { ip, port: number });
  return atAddress(core, scheme, { host: ip, port: number });
}

function locateService(core: ServerCore, target: Target): ProxyLocation {
  const { scheme, name, port } = splitName(target.name, "service");
  const found = getObject(core, { ...target, name, subresource: "" });
  const service = found.object as unknown as Stored<Service>;
  // Only what the cluster knows as endpoints is reached from here: a name may lead to the machine itself.
  if (service.spec?.type === "ExternalName") throw noEndpoints(target.name);
  const byNumber = /^\d+$/.test(port);
  const ports = service.spec?.ports ?? [];
  if (byNumber && !ports.some((candidate) => candidate.port === Number(port))) {
    throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
  }
  const named = byNumber
    ? Number(port)
    : ports.find((candidate) => (candidate.name ?? "") === port)?.port;
  if (named === undefined) throw noEndpoints(target.name);
  const endpoint = core.outbound.resolve({ namespace: target.namespace, name, port: named });
  if (endpoint.type === "address") return atAddress(core, scheme, endpoint);
  const ip = endpoint.pod.status?.podIPs?.[0]?.ip ?? "";
  return inProcess(core, endpoint.pod, { ip, port: endpoint.port });
}

function noEndpoints(name: string): Error {
  return serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
}

function locateNode(
  core: ServerCore,
  target: Target,
  nodes: NodeConnector | undefined,
): ProxyLocation {
  const { name, port } = splitName(target.name, "node");
  getObject(core, { ...target, name, subresource: "" });
  if (port !== "" && port !== kubeletPort) {
    throw serviceUnavailable(
      `error trying to reach service: dial tcp ${name}:${port}: connect: connection refused`,
    );
  }
  if (!nodes) throw internalError("no node of this cluster can be asked");
  const request = (outgoing: OutboundRequest): Promise<OutboundResponse> =>
    nodes.nodeRequest(name, outgoing);
  return {
    host: `${name}:${kubeletPort}`,
    request,
    upgrade: async (outgoing) => ({ switched: false, response: await request(outgoing) }),
  };
}

/** The kubelet's own. */
const kubeletPort = "10250";

function inProcess(
  core: ServerCore,
  pod: Stored<Pod>,
  { ip, port }: { readonly ip: string; readonly port: number },
): ProxyLocation {
  const request = (outgoing: OutboundRequest): Promise<OutboundResponse> =>
    core.outbound.requestPod(pod, port, outgoing);
  return {
    host: `${ip}:${port}`,
    request,
    upgrade: async (outgoing) => ({ switched: false, response: await request(outgoing) }),
  };
}

/** Certificates are not checked, as kube-apiserver's own proxy does not check them: they are made out to no address. */
function atAddress(
  core: ServerCore,
  scheme: string,
  { host, port }: { readonly host: string; readonly port: number },
): ProxyLocation {
  const tls = { serverName: host, insecureSkipVerify: true };
  const target: OutboundTarget = { host, port, ...(scheme === "https" ? { tls } : {}) };
  return {
    host: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`,
    request: (outgoing) => core.outbound.request(target, outgoing),
    upgrade: (outgoing) => core.outbound.upgrade(target, outgoing),
  };
}

function portNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number > 0 && number < 65_536) return number;
  throw serviceUnavailable(
    `error trying to reach service: dial tcp: lookup tcp/${text}: unknown port`,
  );
}

/** Not the local machine, no multicast, no link-local address. */
function isGlobal(ip: string): boolean {
  return (
    ip !== "" && !/^(?:127\.|169\.254\.|22[4-9]\.|23\d\.|255\.|0\.|::1$|fe[89ab]|ff)/i.test(ip)
  );
}

/** `name`, `name:port` or `scheme:name:port`. Throws 400 for what is none of them. */
export function splitName(
  id: string,
  what: "pod" | "service" | "node",
): { readonly scheme: string; readonly name: string; readonly port: string } {
  const parts = id.split(":");
  const [scheme, name, port] =
    parts.length === 1 ? ["", id, ""] : parts.length === 2 ? ["", ...parts] : parts;
  const known = scheme === "" || scheme === "http" || scheme === "https";
  if (parts.length > 3 || !known || !name || port === undefined) {
    throw badRequest(`invalid ${what} request ${JSON.stringify(id)}`);
  }
  return { scheme: scheme ?? "", name, port };
}
