/** Who a request comes from: the listener's word, a client certificate, or a bearer token; else anonymous. */
import { unauthorized } from "../../api/status.ts";
import type { ApiRequest, Peer, UserInfo } from "../message.ts";
import type { AuthMetrics, CertificateCount } from "../metrics/auth-metrics.ts";
import {
  authenticateClaims,
  authenticateToken,
  type TokenAuthenticatorOptions,
  type TokenResult,
} from "./token-authenticator.ts";
import type { TokenClaims } from "./service-account-tokens.ts";

const authenticated = "system:authenticated";
const unauthenticated = "system:unauthenticated";
export const anonymousName = "system:anonymous";
const anonymous: UserInfo = { name: anonymousName, groups: [unauthenticated] };

/** The user is the same object for as long as one certificate or token speaks for him. */
export type Authenticate = (request: ApiRequest) => UserInfo | Promise<UserInfo>;

/**
 * Throws or rejects with 401 for a certificate or a bearer token that is not valid; a request without credentials is anonymous.
 */
export function createAuthenticator(
  options: TokenAuthenticatorOptions,
  metrics?: AuthMetrics,
): Authenticate {
  const authenticate = authenticator(options, metrics);
  if (!metrics) return authenticate;
  const succeeded = (user: UserInfo): UserInfo => {
    metrics.succeeded(user);
    return user;
  };
  const failed = (error: unknown): never => {
    metrics.failed();
    throw error;
  };
  return (request) => {
    let user: UserInfo | Promise<UserInfo>;
    try {
      user = authenticate(request);
    } catch (error) {
      return failed(error);
    }
    return user instanceof Promise ? user.then(succeeded, failed) : succeeded(user);
  };
}

function authenticator(
  options: TokenAuthenticatorOptions,
  metrics: AuthMetrics | undefined,
): Authenticate {
  const users = new PeerUsers(metrics);
  /** What the token in headers says that never change: whether that still holds is asked each time. */
  const known = new WeakMap<ApiRequest["headers"], { token: string; claims: TokenClaims }>();
  return (request) => {
    const { peer, headers } = request;
    if (peer.trusted || peer.certificate) return users.of(peer);
    const session = known.get(headers);
    if (session) return acceptedUser(authenticateClaims(session, options));
    const bearer =
      bearerOf(headers["authorization"]) ?? protocolBearer(headers["sec-websocket-protocol"]);
    if (bearer === undefined) {
      if (peer.refusedCertificate) throw unauthorized();
      return anonymous;
    }
    const result = authenticateToken(bearer, options);
    if (result instanceof Promise) return result.then(acceptedUser);
    if (result.ok && Object.isFrozen(headers)) {
      known.set(headers, { token: bearer, claims: result.claims });
    }
    return acceptedUser(result);
  };
}

const rememberedMax = 1000;

interface KnownPeer {
  readonly user: UserInfo;
  readonly count: CertificateCount | undefined;
}

/** Whom connections speak for. Those that show the same certificate speak for the same user. */
class PeerUsers {
  readonly #byPeer = new WeakMap<Peer, KnownPeer>();
  readonly #byCertificate = new Map<string, UserInfo>();
  readonly #metrics: AuthMetrics | undefined;

  constructor(metrics: AuthMetrics | undefined) {
    this.#metrics = metrics;
  }

  of(peer: Peer): UserInfo {
    const known = this.#byPeer.get(peer) ?? this.#meet(peer);
    if (known.count) known.count.requests += 1;
    return known.user;
  }

  #meet(peer: Peer): KnownPeer {
    const { expiresMs } = peer.certificate ?? {};
    const shown = peer.trusted === undefined && expiresMs !== undefined;
    const count = shown ? this.#metrics?.certificate(expiresMs) : undefined;
    const known = { user: this.#user(peer), count };
    this.#byPeer.set(peer, known);
    return known;
  }

  #user(peer: Peer): UserInfo {
    const sha256 = peer.trusted ? undefined : peer.certificate?.sha256;
    const user = (sha256 && this.#byCertificate.get(sha256)) || userOf(peer);
    if (!sha256) return user;
    if (this.#byCertificate.size >= rememberedMax) this.#byCertificate.clear();
    this.#byCertificate.set(sha256, user);
    return user;
  }
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
