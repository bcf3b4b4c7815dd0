/**
 * The proxy subresources of Pods, Services and Nodes: one HTTP exchange, or an upgraded connection, passed on with the headers that a
 * reverse proxy adds (apimachinery, pkg/util/proxy; pkg/registry/core/{pod,service,node}).
 */
import { serviceUnavailable, StatusError } from "../../api/status.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { NodeConnector } from "../node-connector.ts";
import { isBearerProtocol } from "../auth/authenticate.ts";
import {
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
} from "../outbound/outbound.ts";
import type { ResourceRequestInfo } from "../request-info.ts";
import { pump } from "../streaming/byte-channel.ts";
import { isUpgradeRequest, listed } from "../streaming/upgrade.ts";
import { locate, type ProxyLocation } from "./proxy-location.ts";
import { rewriteHtml, rewriteLocation } from "./proxy-rewrite.ts";
import { bodyOf, textOf } from "./proxy-body.ts";

export interface ProxyArgs {
  readonly target: Target;
  readonly info: ResourceRequestInfo;
  readonly request: ApiRequest;
  readonly nodes: NodeConnector | undefined;
}

/** Headers that belong to one connection (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** The API's own business: whoever is proxied to must not learn the client's credentials. */
const ownHeaders = /^(?:authorization$|host$|content-length$|impersonate-)/;
/** Never taken from those who are proxied to: which origins may use the API is not theirs to say. */
const corsHeaders = /^access-control-allow-(?:credentials|headers|methods|origin)$/;
/** Pages that are longer are passed on as they are. */
const pageBytesMax = 8 * 1024 * 1024;

export async function proxy(core: ServerCore, args: ProxyArgs): Promise<ApiResponse> {
  const { info, request } = args;
  const prefix = prefixOf(info);
  const inner = innerPath(info, prefix);
  const location = locate(core, args);
  if (inner === "" && !isUpgradeRequest(request.headers)) {
    if (request.method === "GET" || request.method === "HEAD") return slashAppended(request);
  }
  const search = searchOf(request);
  const outgoing: OutboundRequest = {
    method: request.method,
    path: `${encodePath(inner === "" ? "/" : inner)}${search}`,
    headers: requestHeaders(request, location, `${prefix}${inner}`),
    body: request.body,
    signal: request.signal,
  };
  try {
    if (isUpgradeRequest(request.headers) && request.canUpgrade === true) {
      return await passUpgrade(location, outgoing, request);
    }
    const response = await location.request(outgoing);
    return await passBack(response, { request, location, prefix });
  } catch (error) {
    if (error instanceof StatusError) throw error;
    if (error instanceof OutboundError) {
      throw serviceUnavailable(`error trying to reach service: ${error.message}`);
    }
    throw error;
  }
}

/** The path up to and with the subresource's name. */
function prefixOf({ namespace, resource, name }: ResourceRequestInfo): string {
  const within = namespace === "" ? "" : `/namespaces/${namespace}`;
  return `/api/v1${within}/${resource}/${name}/proxy`;
}

function innerPath({ path, rest }: ResourceRequestInfo, prefix: string): string {
  if (path.startsWith(prefix)) return path.slice(prefix.length);
  return rest === "" ? "" : `/${rest}`;
}

export function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

/** The query as it was sent, with its `?`. */
export function searchOf({ search, query }: ApiRequest): string {
  if (search !== undefined) return search;
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** Pages with relative links need the slash. */
function slashAppended(request: ApiRequest): ApiResponse {
  const location = `${encodePath(request.path)}/${searchOf(request)}`;
  return { status: 301, headers: { location }, body: undefined };
}

/** What is passed on of a request's headers, and what a reverse proxy adds. */
export function requestHeaders(
  request: ApiRequest,
  { host }: ProxyLocation,
  forwardedUri: string,
): Record<string, string> {
  const { headers, peer } = request;
  const dropped = new Set(listed(headers["connection"]).map((name) => name.toLowerCase()));
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (hopByHop.has(name) || dropped.has(name) || ownHeaders.test(name)) continue;
    kept[name] = value;
  }
  const protocols = listed(headers["sec-websocket-protocol"]);
  if (protocols.some(isBearerProtocol)) {
    delete kept["sec-websocket-protocol"];
    const rest = protocols.filter((one) => !isBearerProtocol(one)).join(", ");
    if (rest !== "") kept["sec-websocket-protocol"] = rest;
  }
  kept["host"] = host;
  kept["x-forwarded-uri"] = encodePath(forwardedUri);
  if (headers["host"] !== undefined) kept["x-forwarded-host"] = headers["host"];
  kept["x-forwarded-proto"] = "https";
  if (peer.address) {
    const before = headers["x-forwarded-for"];
    kept["x-forwarded-for"] = before === undefined ? peer.address : `${before}, ${peer.address}`;
  }
  if (isUpgradeRequest(headers)) {
    kept["connection"] = "Upgrade";
    kept["upgrade"] = headers["upgrade"] ?? "";
  }
  return kept;
}

/** An upgraded connection, joined with the other side's. Rejects with OutboundError. */
export async function passUpgrade(
  location: ProxyLocation,
  outgoing: OutboundRequest,
  request: ApiRequest,
): Promise<ApiResponse> {
  const answer = await location.upgrade(outgoing);
  if (!answer.switched) return passBack(answer.response, { request, location, prefix: "" });
  const { channel, headers } = answer;
  return {
    status: 101,
    headers,
    body: undefined,
    upgrade: {
      type: "raw",
      serve: async (client) => {
        await Promise.all([
          pump(client.reader, channel.writer),
          pump(channel.reader, client.writer),
        ]);
      },
    },
  };
}

/** The other side's answer as ours; links of pages are rewritten below `prefix`, where there is one. */
export async function passBack(
  response: OutboundResponse,
  of: { readonly request: ApiRequest; readonly location: ProxyLocation; readonly prefix: string },
): Promise<ApiResponse> {
  const { request, location, prefix } = of;
  const { status } = response;
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (!hopByHop.has(name) && !corsHeaders.test(name)) headers[name] = value;
  }
  const links = { prefix, hosts: [location.host, request.headers["host"] ?? ""] };
  const redirect = headers["location"];
  if (typeof redirect === "string" && prefix !== "") {
    headers["location"] = rewriteLocation(redirect, links);
  }
  if (request.method === "HEAD") return { status, headers, body: undefined };
  const type = String(headers["content-type"] ?? "")
    .split(";")[0]
    ?.trim();
  const plain = headers["content-encoding"] === undefined;
  if (type !== "text/html" || redirect !== undefined || !plain || prefix === "") {
    return { status, headers, body: bodyOf(response.body) };
  }
  const page = await textOf(response.body, pageBytesMax);
  if (page.rest) return { status, headers, body: bodyOf(page.rest) };
  delete headers["content-length"];
  return { status, headers, body: rewriteHtml(page.text, links) };
}
