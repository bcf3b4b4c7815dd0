/**
 * By which right somebody may act as another: the modes of constrained impersonation, each for one sort of user and for one request
 * at a time, and the plain verb `impersonate` (apiserver, pkg/endpoints/filters/impersonation/mode.go; KEP-5284).
 */
import type { FieldError } from "../../api/status.ts";
import { validatePrefixedPath } from "../../api/validation/batch.ts";
import { quote } from "../../api/validation/field-errors.ts";
import { dnsLabel, dnsSubdomain } from "../../api/validation/names.ts";
import type { UserInfo } from "../message.ts";
import { refusal, type AccessAttributes, type Authorizer } from "./authorizer.ts";
import { aggregate, mastersGroup } from "./rbac.ts";

/** The user that headers ask for, as they do. */
export interface WantedUser {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** A try to act as somebody for one request. */
export interface Attempt {
  readonly caller: UserInfo;
  readonly wanted: WantedUser;
  /** What is to be done as him. */
  readonly attributes: AccessAttributes;
  readonly authorizer: Authorizer;
}

export interface ImpersonationMode {
  /** The verb that users are impersonated by: what the audit log calls a mode. */
  readonly verb: string;
  /** Whether it is for this sort of user at all. */
  applies(attempt: Attempt): boolean;
  /** The user to go on as. Throws StatusError 403. */
  check(attempt: Attempt): UserInfo;
}

const accountPrefix = "system:serviceaccount:";
const nodePrefix = "system:node:";
const authenticationGroup = "authentication.k8s.io";
/** What tokens say of the node that an account's Pod runs on. */
export const nodeNameKey = "authentication.kubernetes.io/node-name";
const associatedKeys = "authentication.kubernetes.io/associated-node-keys";
/** From this many groups or values on, the right to all of them is asked for first. */
const manyChecks = 4;

export function accountNamed(
  user: string,
): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace = "", name = "", ...more] = user.slice(accountPrefix.length).split(":");
  const valid = dnsLabel(namespace).length === 0 && dnsSubdomain(name).length === 0;
  return valid && more.length === 0 ? { namespace, name } : undefined;
}

function nodeNamed(user: string): string | undefined {
  if (!user.startsWith(nodePrefix)) return undefined;
  const name = user.slice(nodePrefix.length);
  return dnsSubdomain(name).length === 0 ? name : undefined;
}

function isNameOnly({ uid, groups, extra }: WantedUser): boolean {
  return uid === "" && groups.length === 0 && extra.size === 0;
}

/** An account of a Pod, which its token says to run on the very node that it wants to be. */
function runsThere({ caller, wanted }: Attempt): boolean {
  const values = caller.extra?.[nodeNameKey] ?? [];
  return (
    accountNamed(caller.name) !== undefined &&
    values.length === 1 &&
    values[0] === nodeNamed(wanted.name)
  );
}

/** In the order in which they are tried: the narrowest first. */
export const impersonationModes: readonly ImpersonationMode[] = [
  constrained(
    "associated-node",
    (attempt) => isNameOnly(attempt.wanted) && runsThere(attempt),
    onAnyNode,
  ),
  constrained(
    "arbitrary-node",
    ({ wanted }) => isNameOnly(wanted) && nodeNamed(wanted.name) !== undefined,
  ),
  constrained(
    "serviceaccount",
    ({ wanted }) => isNameOnly(wanted) && accountNamed(wanted.name) !== undefined,
  ),
  constrained(
    "user-info",
    ({ wanted: { name } }) => nodeNamed(name) === undefined && accountNamed(name) === undefined,
  ),
  {
    verb: "impersonate",
    applies: () => true,
    check: (attempt) => identity(attempt, "impersonate"),
  },
];

function constrained(
  mode: string,
  applies: (attempt: Attempt) => boolean,
  narrowed: (attempt: Attempt) => Attempt = (attempt) => attempt,
): ImpersonationMode {
  const verb = `impersonate:${mode}`;
  return {
    verb,
    applies,
    check(given) {
      const attempt = narrowed(given);
      const { attributes } = attempt;
      demand(attempt, { ...attributes, verb: `impersonate-on:${mode}:${attributes.verb}` });
      return identity(attempt, verb);
    },
  };
}

/** The right is one to whichever node the account runs on: authorizers see neither which, nor what else its token says. */
function onAnyNode(attempt: Attempt): Attempt {
  const { caller } = attempt;
  const extra = { [associatedKeys]: Object.keys(caller.extra ?? {}).sort() };
  return { ...attempt, caller: { ...caller, extra } };
}

function demand(attempt: Attempt, attributes: AccessAttributes): void {
  const { allowed, reason } = attempt.authorizer.authorize(attempt.caller, attributes);
  if (!allowed) throw refusal(attempt.caller, attributes, reason);
}

interface IdentityCheck {
  readonly attempt: Attempt;
  readonly verb: string;
  readonly isConstrained: boolean;
}

/** Everything that makes up the wanted user, each part a right of its own. */
function identity(attempt: Attempt, verb: string): UserInfo {
  const check: IdentityCheck = { attempt, verb, isConstrained: verb !== "impersonate" };
  const { name, uid, groups, extra } = attempt.wanted;
  const own = requireName(check);
  if (uid !== "") demand(attempt, part(check, { resource: "uids", name: uid }));
  if (groups.length > 0) requireGroups(check, groups);
  if (extra.size > 0) requireExtra(check, extra);
  return {
    name,
    ...(uid ? { uid } : {}),
    groups: withStanding(name, own ?? groups),
    ...(extra.size > 0 ? { extra: Object.fromEntries(extra) } : {}),
  };
}

type Part = Partial<Extract<AccessAttributes, { kind: "resource" }>>;

function part(
  { verb }: IdentityCheck,
  given: Part,
): Extract<AccessAttributes, { kind: "resource" }> {
  return {
    kind: "resource",
    verb,
    group: authenticationGroup,
    version: "v1",
    resource: "",
    subresource: "",
    namespace: "",
    name: "",
    ...given,
  };
}

/** The groups of a user whose name says them; undefined of others. */
function requireName(check: IdentityCheck): readonly string[] | undefined {
  const { attempt, isConstrained, verb } = check;
  const { name, groups } = attempt.wanted;
  const group = isConstrained ? authenticationGroup : "";
  const node = isConstrained ? nodeNamed(name) : undefined;
  if (node !== undefined) {
    const isAnyNode = verb === "impersonate:associated-node";
    demand(attempt, part(check, { group, resource: "nodes", name: isAnyNode ? "*" : node }));
    return ["system:nodes"];
  }
  const account = accountNamed(name);
  if (account) {
    demand(attempt, part(check, { group, resource: "serviceaccounts", ...account }));
    if (groups.length > 0) return undefined;
    return ["system:serviceaccounts", `system:serviceaccounts:${account.namespace}`];
  }
  demand(attempt, part(check, { group, resource: "users", name }));
  return undefined;
}

function requireGroups(check: IdentityCheck, groups: readonly string[]): void {
  const { attempt, isConstrained } = check;
  const group = isConstrained ? authenticationGroup : "";
  const asked = (name: string) => part(check, { group, resource: "groups", name });
  if (isConstrained) {
    if (groups.includes("")) {
      throw refusal(
        attempt.caller,
        asked(""),
        "impersonating the empty string group is not allowed",
      );
    }
    if (groups.includes(mastersGroup)) {
      const why = `impersonating the ${mastersGroup} group is not allowed`;
      throw refusal(attempt.caller, asked(mastersGroup), why);
    }
    if (groups.length >= manyChecks && mayDo(attempt, asked("*"))) return;
  }
  for (const name of groups) demand(attempt, asked(name));
}

function requireExtra(check: IdentityCheck, extra: WantedUser["extra"]): void {
  const { attempt, isConstrained } = check;
  const asked = (subresource: string, name: string) =>
    part(check, { resource: "userextras", subresource, name });
  if (isConstrained) {
    const why = extraProblem(extra);
    if (why) throw refusal(attempt.caller, asked("", ""), why);
    const count = [...extra.values()].reduce((sum, values) => sum + values.length, 0);
    if (count >= manyChecks && mayDo(attempt, asked("*", "*"))) return;
  }
  for (const [key, values] of extra) {
    for (const value of values) demand(attempt, asked(key, value));
  }
}

function mayDo({ authorizer, caller }: Attempt, attributes: AccessAttributes): boolean {
  return authorizer.authorize(caller, attributes).allowed;
}

function extraProblem(extra: WantedUser["extra"]): string | undefined {
  for (const [key, values] of extra) {
    if (key === "") return "impersonating the empty string key in extra is not allowed";
    const errors: FieldError[] = [];
    validatePrefixedPath(errors, "extra.key", key);
    if (errors.length > 0) {
      const found = aggregate(errors.map(({ field, message }) => `${field}: ${message}`));
      return `impersonating an invalid key in extra is not allowed: ${found}`;
    }
    if (key !== key.toLowerCase()) {
      return `impersonating a non-lowercase key in extra is not allowed: ${quote(key)}`;
    }
    if (values.length === 0) return "impersonating empty values in extra is not allowed";
    if (values.includes("")) {
      return "impersonating the empty string value in extra is not allowed";
    }
  }
  return undefined;
}

/** Whoever is impersonated has logged in, or has not. */
function withStanding(user: string, groups: readonly string[]): readonly string[] {
  const [authenticated, unauthenticated] = ["system:authenticated", "system:unauthenticated"];
  if (groups.includes(unauthenticated)) return groups;
  if (user === "system:anonymous") return [...groups, unauthenticated];
  return groups.includes(authenticated) ? groups : [...groups, authenticated];
}
