/** Who a request comes from: the listener's word, a client certificate, or a bearer token; else anonymous. */
import { unauthorized } from "../../api/status.ts";
import type { ApiRequest, UserInfo } from "../message.ts";
import { authenticateToken, type TokenAuthenticatorOptions } from "./token-authenticator.ts";

const authenticated = "system:authenticated";
const unauthenticated = "system:unauthenticated";
export const anonymousName = "system:anonymous";
const anonymous: UserInfo = { name: anonymousName, groups: [unauthenticated] };

export type Authenticate = (request: ApiRequest) => Promise<UserInfo>;

/** Rejects with 401 for a certificate or a bearer token that is not valid; a request without credentials is anonymous. */
export function createAuthenticator(options: TokenAuthenticatorOptions): Authenticate {
  return async (request) => {
    const { peer, headers } = request;
    if (peer.trusted) return withAuthenticated(peer.trusted);
    if (peer.certificate) {
      const { commonName, organizations, sha256 } = peer.certificate;
      const extra = { "authentication.kubernetes.io/credential-id": [`X509SHA256=${sha256}`] };
      return withAuthenticated({
        name: commonName,
        groups: organizations,
        ...(sha256 ? { extra } : {}),
      });
    }
    const bearer =
      bearerOf(headers["authorization"]) ?? protocolBearer(headers["sec-websocket-protocol"]);
    if (bearer === undefined) {
      if (peer.refusedCertificate) throw unauthorized();
      return anonymous;
    }
    const result = await authenticateToken(bearer, options);
    if (!result.ok) throw unauthorized();
    return result.user;
  };
}

function withAuthenticated(user: UserInfo): UserInfo {
  if (user.groups.includes(authenticated) || user.groups.includes(unauthenticated)) return user;
  return { ...user, groups: [...user.groups, authenticated] };
}

/** The second word after `Bearer`: other schemes, and an empty word, are no credentials (apiserver, request/bearertoken). */
function bearerOf(header = ""): string | undefined {
  const [scheme = "", token] = header.trim().split(" ");
  return scheme.toLowerCase() === "bearer" && token ? token : undefined;
}

const protocolPrefix = "base64url.bearer.authorization.k8s.io.";

/** A page cannot set headers on a WebSocket: its token comes as a subprotocol (apiserver, request/websocket). */
function protocolBearer(header = ""): string | undefined {
  const found = header
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name.startsWith(protocolPrefix));
  if (found.length === 0) return undefined;
  const encoded = (found[0] ?? "").slice(protocolPrefix.length);
  if (found.length > 1 || !/^[\w-]+$/.test(encoded) || encoded.length % 4 === 1) {
    throw unauthorized();
  }
  return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
}
