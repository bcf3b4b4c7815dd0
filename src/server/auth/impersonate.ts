/**
 * Acting as somebody else: the Impersonate-* headers, each of which the caller must be allowed to use
 * (apiserver, pkg/endpoints/filters/impersonation).
 */
import { forbidden } from "../../api/status.ts";
import { dnsLabel, dnsSubdomain } from "../../api/validation/names.ts";
import type { UserInfo } from "../message.ts";
import { anonymousName } from "./authenticate.ts";
import { denialMessage, type Authorizer } from "./authorizer.ts";

const extraPrefix = "impersonate-extra-";
const accountPrefix = "system:serviceaccount:";
const authenticationGroup = "authentication.k8s.io";

/** Groups or a uid were asked for without a user. Answered in plain text, as kube-apiserver does. */
export class NamelessImpersonationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NamelessImpersonationError";
  }
}

/** One thing that is to be impersonated, as a resource that the verb `impersonate` is asked for. */
interface Claim {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The user to go on as: `user` himself without such headers. Several values of a header are separated by line feeds.
 * Throws 403 for what he may not impersonate, NamelessImpersonationError for headers that name no user.
 */
export function impersonated(
  headers: Readonly<Record<string, string>>,
  user: UserInfo,
  authorizer: Authorizer,
): UserInfo {
  const asked = readHeaders(headers);
  if (!asked) return user;
  const claims = claimsOf(asked);
  if (asked.user === "") {
    throw new NamelessImpersonationError(
      `requested ${goReferences(claims)} without impersonating a user`,
    );
  }
  for (const claim of claims) {
    const attributes = { kind: "resource", verb: "impersonate", version: "v1", ...claim } as const;
    const { allowed, reason } = authorizer.authorize(user, attributes);
    if (!allowed) throw forbidden(claim, claim.name, denialMessage(user, attributes, reason));
  }
  const account = accountOf(asked.user);
  const groups =
    asked.groups.length === 0 && account
      ? ["system:serviceaccounts", `system:serviceaccounts:${account.namespace}`]
      : asked.groups;
  return {
    name: asked.user,
    ...(asked.uid ? { uid: asked.uid } : {}),
    groups: withStanding(asked.user, groups),
    ...(asked.extra.size > 0 ? { extra: Object.fromEntries(asked.extra) } : {}),
  };
}

interface Asked {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

function readHeaders(headers: Readonly<Record<string, string>>): Asked | undefined {
  if (!asksForAnother(headers)) return undefined;
  const values = (name: string) => headers[name]?.split("\n") ?? [];
  const user = values("impersonate-user")[0] ?? "";
  const uid = values("impersonate-uid")[0] ?? "";
  const groups = values("impersonate-group");
  const extra = new Map<string, readonly string[]>();
  for (const name of Object.keys(headers)) {
    if (!name.startsWith(extraPrefix)) continue;
    extra.set(unescaped(name.slice(extraPrefix.length)), values(name));
  }
  if (user === "" && uid === "" && groups.length === 0 && extra.size === 0) return undefined;
  return { user, uid, groups, extra };
}

function asksForAnother(headers: Readonly<Record<string, string>>): boolean {
  for (const name in headers) if (name.startsWith("impersonate-")) return true;
  return false;
}

/** Keys may hold characters that header names may not; they come percent-encoded. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function claimsOf({ user, uid, groups, extra }: Asked): readonly Claim[] {
  const plain = { group: "", subresource: "", namespace: "" };
  const account = accountOf(user);
  return [
    ...(account ? [{ ...plain, resource: "serviceaccounts", ...account }] : []),
    ...(user !== "" && !account ? [{ ...plain, resource: "users", name: user }] : []),
    ...groups.map((name) => ({ ...plain, resource: "groups", name })),
    ...[...extra].flatMap(([key, values]) =>
      values.map((name) => ({
        ...plain,
        group: authenticationGroup,
        resource: "userextras",
        subresource: key,
        name,
      })),
    ),
    ...(uid === "" ? [] : [{ ...plain, group: authenticationGroup, resource: "uids", name: uid }]),
  ];
}

function accountOf(
  user: string,
): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace = "", name = "", ...more] = user.slice(accountPrefix.length).split(":");
  const valid = dnsLabel(namespace).length === 0 && dnsSubdomain(name).length === 0;
  return valid && more.length === 0 ? { namespace, name } : undefined;
}

/** Whoever is impersonated has logged in, or has not. */
function withStanding(user: string, groups: readonly string[]): readonly string[] {
  const [authenticated, unauthenticated] = ["system:authenticated", "system:unauthenticated"];
  if (groups.includes(unauthenticated)) return groups;
  if (user === anonymousName) return [...groups, unauthenticated];
  return groups.includes(authenticated) ? groups : [...groups, authenticated];
}

const kinds: Readonly<Record<string, string>> = {
  serviceaccounts: "ServiceAccount",
  users: "User",
  groups: "Group",
  userextras: "UserExtra",
  uids: "UID",
};

/** How Go prints a list of ObjectReferences: kind, namespace, name, uid, version, revision and path. */
function goReferences(claims: readonly Claim[]): string {
  const texts = claims.map(({ resource, namespace, name, group, subresource }) => {
    const version = group === "" ? "" : `${group}/v1`;
    return `{${[kinds[resource] ?? "", namespace, name, "", version, "", subresource].join(" ")}}`;
  });
  return `[${texts.join(" ")}]`;
}
