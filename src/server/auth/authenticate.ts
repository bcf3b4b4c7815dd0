/** Who a request comes from: the listener's word, a client certificate, or a bearer token; else anonymous. */
import { unauthorized } from "../../api/status.ts";
import type { Store } from "../../store/store.ts";
import type { ApiRequest, UserInfo } from "../message.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";

const authenticated = "system:authenticated";
const anonymous: UserInfo = { name: "system:anonymous", groups: ["system:unauthenticated"] };

export interface AuthenticatorOptions {
  readonly store: Store;
  readonly tokens: ServiceAccountTokens;
  /** Audience of tokens for the API itself. */
  readonly audience: string;
}

export type Authenticate = (request: ApiRequest) => Promise<UserInfo>;

/** Rejects with 401 for a bearer token that is not valid; a request without credentials is anonymous. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  return async (request) => {
    const { peer, headers } = request;
    if (peer.trusted) return withAuthenticated(peer.trusted);
    if (peer.certificate) {
      const { commonName, organizations } = peer.certificate;
      return withAuthenticated({ name: commonName, groups: organizations });
    }
    const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headers["authorization"] ?? "")?.[1];
    if (bearer === undefined) return anonymous;
    const user = await serviceAccountUser(bearer, options);
    if (!user) throw unauthorized();
    return user;
  };
}

function withAuthenticated(user: UserInfo): UserInfo {
  if (user.groups.includes(authenticated)) return user;
  return { ...user, groups: [...user.groups, authenticated] };
}

/** The user behind a service-account token, if the account (and what the token is bound to) still exists. */
export async function serviceAccountUser(
  token: string,
  { store, tokens, audience }: AuthenticatorOptions,
  audiences: readonly string[] = [audience],
): Promise<UserInfo | undefined> {
  const claims = await tokens.verify(token);
  if (!claims || !claims.audiences.some((name) => audiences.includes(name))) return undefined;
  const { namespace, name, uid, boundTo } = claims;
  const account = store.get({ resource: "serviceaccounts", namespace, name });
  if (account?.object.metadata.uid !== uid) return undefined;
  if (boundTo && boundTo.kind !== "node") {
    const resource = boundTo.kind === "pod" ? "pods" : "secrets";
    const bound = store.get({ resource, namespace, name: boundTo.name });
    if (bound?.object.metadata.uid !== boundTo.uid) return undefined;
  }
  const extra: Record<string, readonly string[]> = {};
  if (boundTo?.kind === "pod") {
    extra["authentication.kubernetes.io/pod-name"] = [boundTo.name];
    extra["authentication.kubernetes.io/pod-uid"] = [boundTo.uid];
  }
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, authenticated],
    ...(boundTo ? { extra } : {}),
  };
}
