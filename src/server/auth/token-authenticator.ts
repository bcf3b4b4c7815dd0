/**
 * Who a service-account token speaks for, as long as the account and what the token is bound to are there
 * (pkg/serviceaccount/claims and legacy, apiserver/pkg/authentication/serviceaccount).
 */
import type { Secret } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { Store, StoredEntry } from "../../store/store.ts";
import { parseTime } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { UserInfo } from "../message.ts";
import type { TokenMetrics } from "../metrics/token-metrics.ts";
import type { LegacyTokenUses } from "./legacy-token-uses.ts";
import { quotedList } from "./rules.ts";
import type { ServiceAccountTokens, TokenClaims, Verification } from "./service-account-tokens.ts";

export interface TokenAuthenticatorOptions {
  readonly host: Host;
  readonly store: Store;
  readonly tokens: ServiceAccountTokens;
  /** Audience of tokens for the API itself. */
  readonly audience: string;
  /** Where tokens that are taken are counted. */
  readonly counts?: TokenMetrics;
  /** Where the use of a Secret's token is noted. */
  readonly legacyUses?: LegacyTokenUses;
}

export type TokenResult =
  | {
      readonly ok: true;
      readonly user: UserInfo;
      readonly audiences: readonly string[];
      readonly claims: TokenClaims;
    }
  | { readonly ok: false; readonly error: string };

/** What is being deleted still counts for a minute: clocks differ (jwt.DefaultLeeway). */
const leewayMs = 60_000;
const extraPrefix = "authentication.kubernetes.io/";

/**
 * `wanted` are the audiences of which the token must name at least one. Never rejects: a refusal says why. A token that has been seen
 * before is answered at once.
 */
export function authenticateToken(
  token: string,
  options: TokenAuthenticatorOptions,
  wanted: readonly string[] = [options.audience],
): TokenResult | Promise<TokenResult> {
  const known = options.tokens.verifyKnown(token);
  if (known) return judged(known, { token, ...options }, wanted);
  return options.tokens
    .verify(token)
    .then((verified) => judged(verified, { token, ...options }, wanted));
}

/** The same for the API's own audience and claims that the token was found to make before: they may have ended since. */
export function authenticateClaims(
  { token, claims }: { readonly token: string; readonly claims: TokenClaims },
  options: TokenAuthenticatorOptions,
): TokenResult {
  const verified = options.tokens.stillValid(claims);
  return judged(verified, { token, ...options }, [options.audience]);
}

function judged(verified: Verification, context: Context, wanted: readonly string[]): TokenResult {
  if (!verified.ok) {
    const error = verified.error === "" ? "" : `, ${verified.error}`;
    return refusal(error);
  }
  const { claims } = verified;
  // Tokens of Secrets name no audience: they are for the API alone.
  const named = claims.legacySecret === undefined ? claims.audiences : [context.audience];
  const audiences = named.filter((name) => wanted.includes(name));
  if (audiences.length === 0) {
    return refusal(
      `, token audiences ${quotedList(named)} is invalid for the target audiences ${quotedList(wanted)}`,
    );
  }
  const problem = boundProblem(claims, context);
  if (problem !== undefined) return refusal(`, ${problem}`);
  context.counts?.taken(claims, context.host.clock);
  return { ok: true, audiences, user: userOf(claims), claims };
}

function refusal(why: string): TokenResult {
  const error = "invalid bearer token";
  return { ok: false, error: why === "" ? error : `[${error}${why}]` };
}

const users = new WeakMap<TokenClaims, UserInfo>();

function userOf(claims: TokenClaims): UserInfo {
  const known = users.get(claims);
  if (known) return known;
  const user = makeUser(claims);
  users.set(claims, user);
  return user;
}

function makeUser(claims: TokenClaims): UserInfo {
  const { namespace, name, uid, bound, id } = claims;
  const extra: Record<string, readonly string[]> = {};
  if (id) extra[`${extraPrefix}credential-id`] = [`JTI=${id}`];
  for (const kind of ["node", "pod"] as const) {
    const object = bound[kind];
    if (!object) continue;
    extra[`${extraPrefix}${kind}-name`] = [object.name];
    if (object.uid) extra[`${extraPrefix}${kind}-uid`] = [object.uid];
  }
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: [
      "system:serviceaccounts",
      `system:serviceaccounts:${namespace}`,
      "system:authenticated",
    ],
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
}

type Context = TokenAuthenticatorOptions & { readonly token: string };

/** Why the token no longer holds; undefined while it does. */
function boundProblem(claims: TokenClaims, context: Context): string | undefined {
  const { namespace, name, uid, bound, legacySecret } = claims;
  const { store } = context;
  if (legacySecret !== undefined) {
    const problem = legacyProblem(claims, legacySecret, context);
    if (problem !== undefined) return problem;
  }
  const account = store.get({ resource: "serviceaccounts", namespace, name });
  if (!account) return `serviceaccounts "${name}" not found`;
  if (isGone(account, context)) return `service account ${namespace}/${name} has been deleted`;
  if (account.object.metadata.uid !== uid) {
    return `service account UID (${account.object.metadata.uid}) does not match claim (${uid})`;
  }
  // A token of a Pod ends with the Pod; its node is only named.
  const kinds = bound.pod ? (["secret", "pod"] as const) : (["secret", "node"] as const);
  for (const kind of kinds) {
    const ref = bound[kind];
    if (!ref) continue;
    const entry = store.get({
      resource: `${kind}s`,
      namespace: kind === "node" ? "" : namespace,
      name: ref.name,
    });
    if (!entry || isGone(entry, context)) return "service account token has been invalidated";
    const found = entry.object.metadata.uid;
    if (found !== ref.uid)
      return `${kind} UID (${found}) does not match ${kind} ref claim (${ref.uid})`;
  }
  return undefined;
}

function legacyProblem(
  { namespace }: TokenClaims,
  secretName: string,
  { store, token, ...context }: Context,
): string | undefined {
  const entry = store.get({ resource: "secrets", namespace, name: secretName });
  if (!entry) return `service account token has been invalidated`;
  if (isGone(entry, { store, token, ...context })) {
    return "service account token has been invalidated";
  }
  const secret = entry.object as Stored<Secret>;
  if (secret.data?.["token"] !== btoa(token)) return "token does not match server's copy";
  context.legacyUses?.note(secret);
  if (secret.metadata.labels?.["kubernetes.io/legacy-token-invalid-since"]) {
    return "the token in secret has been marked as invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily allow use of this token";
  }
  return undefined;
}

function isGone({ object }: StoredEntry, { host }: Context): boolean {
  const deletedMs = parseTime(object.metadata.deletionTimestamp);
  return deletedMs !== undefined && deletedMs < host.clock.nowMs() - leewayMs;
}
