/** One API server behind an APIService: how it is reached, in whose name, and what passes between a client and it. */
import type { APIService } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { respondText } from "../http/respond.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../message.ts";
import {
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
  type OutboundTarget,
} from "../outbound/outbound.ts";
import type { ServiceEndpoint, ServiceOutbound, ServiceTls } from "../outbound/services.ts";
import { isUpgradeRequest } from "../streaming/upgrade.ts";
import {
  encodePath,
  passBack,
  passUpgrade,
  requestHeaders,
  searchOf,
} from "../subresources/proxy.ts";
import type { ProxyLocation } from "../subresources/proxy-location.ts";
import { backingServiceOf, isAvailable, type BackingService } from "./availability.ts";

type ClientCertificate = NonNullable<NonNullable<OutboundTarget["tls"]>["clientCertificate"]>;

export interface BackendOptions {
  readonly outbound: ServiceOutbound;
  /** What this server shows to those that it passes requests on to; undefined on hosts that have no authority. */
  proxyClient(): Promise<ClientCertificate> | undefined;
}

/** `https://10.0.0.7:9443`, as messages name it. */
export function addressOf(endpoint: ServiceEndpoint): string {
  const { host, port } =
    endpoint.type === "address"
      ? endpoint
      : { host: endpoint.pod.status?.podIP ?? "", port: endpoint.port };
  return `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What a server behind the aggregator knows a user by: the headers of a requestheader authenticator. */
export function userHeaders(user: UserInfo): Pick<OutboundRequest, "headers" | "repeatedHeaders"> {
  const repeatedHeaders: Record<string, readonly string[]> = { "x-remote-group": user.groups };
  for (const [key, values] of Object.entries(user.extra ?? {})) {
    repeatedHeaders[`x-remote-extra-${encodeURIComponent(key.toLowerCase())}`] = values;
  }
  const uid: Record<string, string> = user.uid === undefined ? {} : { "x-remote-uid": user.uid };
  return { headers: { "x-remote-user": user.name, ...uid }, repeatedHeaders };
}

const aggregator: UserInfo = { name: "system:kube-aggregator", groups: ["system:masters"] };

/** Sends a GET of the aggregator's own. Rejects with StatusError or OutboundError. */
export async function ask(
  options: BackendOptions,
  backing: BackingService,
  asked: { readonly endpoint: ServiceEndpoint; readonly path: string; readonly tls: ServiceTls },
): Promise<OutboundResponse> {
  const { endpoint, path, tls } = asked;
  const { headers, repeatedHeaders } = userHeaders(aggregator);
  return options.outbound.requestEndpoint(
    { endpoint, service: backing },
    {
      method: "GET",
      path,
      headers: { accept: "application/json", ...headers },
      ...(repeatedHeaders ? { repeatedHeaders } : {}),
      timeoutMs: 5000,
      signal: new AbortController().signal,
    },
    await withCertificate(options, tls),
  );
}

/** How an APIService wants its server verified. Throws Error for a caBundle that is no base64. */
export function tlsOf(api: APIService): Exclude<ServiceTls, "plain"> {
  const { caBundle, insecureSkipTLSVerify } = api.spec ?? {};
  if (insecureSkipTLSVerify) return { insecureSkipVerify: true };
  return caBundle ? { caPem: atob(caBundle) } : {};
}

async function withCertificate(options: BackendOptions, tls: ServiceTls): Promise<ServiceTls> {
  const clientCertificate = await options.proxyClient();
  return tls === "plain" || !clientCertificate ? tls : { ...tls, clientCertificate };
}

/** Passes a request on to whoever answers for its group version (kube-aggregator, handler_proxy.go). */
export async function passOn(
  options: BackendOptions,
  api: Stored<APIService>,
  { request, user }: { readonly request: ApiRequest; readonly user: UserInfo },
): Promise<ApiResponse> {
  const backing = backingServiceOf(api);
  if (!backing || !isAvailable(api)) return unavailable("service unavailable");
  let location: ProxyLocation;
  try {
    location = await locate(options, api, backing);
  } catch {
    return unavailable("service unavailable");
  }
  const headers = requestHeaders(request, location, request.path);
  for (const name of Object.keys(headers)) if (name.startsWith("x-remote-")) delete headers[name];
  const identity = userHeaders(user);
  const outgoing: OutboundRequest = {
    method: request.method,
    path: `${encodePath(request.path)}${searchOf(request)}`,
    ...identity,
    headers: { ...headers, ...identity.headers },
    body: request.body,
    signal: request.signal,
  };
  try {
    if (isUpgradeRequest(request.headers) && request.canUpgrade === true) {
      return await passUpgrade(location, outgoing, request);
    }
    const response = await location.request(outgoing);
    return await passBack(response, { request, location, prefix: "" });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return unavailable(`error trying to reach service: ${error.message}`);
  }
}

async function locate(
  options: BackendOptions,
  api: Stored<APIService>,
  backing: BackingService,
): Promise<ProxyLocation> {
  const { outbound } = options;
  const tls = await withCertificate(options, tlsOf(api));
  const at = { endpoint: outbound.resolve(backing), service: backing };
  return {
    host: addressOf(at.endpoint).slice("https://".length),
    request: (outgoing) => outbound.requestEndpoint(at, outgoing, tls),
    upgrade: (outgoing) => outbound.upgradeEndpoint(at, outgoing, tls),
  };
}

/** In plain text, as Go's http.Error writes it. */
function unavailable(message: string): ApiResponse {
  return respondText(`${message}\n`, 503);
}
