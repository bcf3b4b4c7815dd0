/** Who a request comes from: the listener's word, a client certificate, or a bearer token; else anonymous. */
import { unauthorized } from "../../api/status.ts";
import type { ApiRequest, Peer, UserInfo } from "../message.ts";
import {
  authenticateToken,
  type TokenAuthenticatorOptions,
  type TokenResult,
} from "./token-authenticator.ts";

const authenticated = "system:authenticated";
const unauthenticated = "system:unauthenticated";
export const anonymousName = "system:anonymous";
const anonymous: UserInfo = { name: anonymousName, groups: [unauthenticated] };

/** The user is the same object for as long as one connection or token speaks for him. */
export type Authenticate = (request: ApiRequest) => UserInfo | Promise<UserInfo>;

/**
 * Throws or rejects with 401 for a certificate or a bearer token that is not valid; a request without credentials is anonymous.
 */
export function createAuthenticator(options: TokenAuthenticatorOptions): Authenticate {
  const users = new WeakMap<Peer, UserInfo>();
  return (request) => {
    const { peer, headers } = request;
    if (peer.trusted || peer.certificate) {
      const known = users.get(peer);
      if (known) return known;
      const user = userOf(peer);
      users.set(peer, user);
      return user;
    }
    const bearer =
      bearerOf(headers["authorization"]) ?? protocolBearer(headers["sec-websocket-protocol"]);
    if (bearer === undefined) {
      if (peer.refusedCertificate) throw unauthorized();
      return anonymous;
    }
    const result = authenticateToken(bearer, options);
    return result instanceof Promise ? result.then(acceptedUser) : acceptedUser(result);
  };
}

function acceptedUser(result: TokenResult): UserInfo {
  if (!result.ok) throw unauthorized();
  return result.user;
}

/** Whom the connection itself speaks for. */
function userOf({ trusted, certificate }: Peer): UserInfo {
  if (trusted) return withAuthenticated(trusted);
  if (!certificate) return anonymous;
  const { commonName, organizations, sha256 } = certificate;
  const extra = { "authentication.kubernetes.io/credential-id": [`X509SHA256=${sha256}`] };
  return withAuthenticated({
    name: commonName,
    groups: organizations,
    ...(sha256 ? { extra } : {}),
  });
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

/** Whether a WebSocket's subprotocol is a token: nobody but the API is to see it. */
export function isBearerProtocol(name: string): boolean {
  return name.startsWith(protocolPrefix);
}

/** A page cannot set headers on a WebSocket: its token comes as a subprotocol (apiserver, request/websocket). */
function protocolBearer(header = ""): string | undefined {
  const found = header
    .split(",")
    .map((name) => name.trim())
    .filter(isBearerProtocol);
  if (found.length === 0) return undefined;
  const encoded = (found[0] ?? "").slice(protocolPrefix.length);
  if (found.length > 1 || !/^[\w-]+$/.test(encoded) || encoded.length % 4 === 1) {
    throw unauthorized();
  }
  return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
}
