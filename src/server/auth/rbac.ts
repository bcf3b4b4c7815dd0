/**
 * Role-based access control over the stored Roles and bindings (plugin/pkg/auth/authorizer/rbac). Reads the store directly:
 * rules are indexed again only when an RBAC object has changed.
 */
import type {
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from "../../api/generated/types.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { Store, StoredEntry } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { AccessAttributes, Authorizer, Decision } from "./authorizer.ts";

const group = "rbac.authorization.k8s.io";
const resources = ["clusterroles", "clusterrolebindings", "roles", "rolebindings"] as const;

/** Members of this group may do anything, whatever the bindings say; how the admin certificate works before any exist. */
export const mastersGroup = "system:masters";

const rememberedMax = 1000;

/** One grant: these rules, for this subject, in this namespace (empty: everywhere). */
interface Grant {
  /** Its key among all bindings: a user whom two subjects of a binding name holds it once. */
  readonly binding: string;
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
  /** What is wrong with the role that it refers to. */
  readonly error: string | undefined;
  /** `ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"`. */
  readonly reason: string;
}

export function mayDoAnything(user: UserInfo): boolean {
  return user.groups.includes(mastersGroup);
}

/** The rules that hold for a user, and what could not be resolved on the way. */
export interface HeldRules {
  readonly rules: readonly PolicyRule[];
  readonly errors: readonly string[];
}

export class RbacAuthorizer implements Authorizer {
  readonly #store: Store;
  #grants = new Map<string, Grant[]>();
  /** What users hold in each namespace, for as long as the index stands. */
  #held = new WeakMap<UserInfo, Map<string, readonly Grant[]>>();
  /** The revision at which the index was last found to be right, and the lists that it was made of. */
  #checkedAt = -1;
  #indexed: readonly (readonly StoredEntry[])[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  authorize(user: UserInfo, attributes: AccessAttributes): Decision {
    if (mayDoAnything(user)) return { allowed: true, reason: "" };
    const namespace = attributes.kind === "resource" ? attributes.namespace : "";
    const errors: string[] = [];
    for (const grant of this.#grantsOf(user, namespace)) {
      if (grant.rules.some((rule) => ruleAllows(rule, attributes))) {
        return { allowed: true, reason: `RBAC: allowed by ${grant.reason}` };
      }
      if (grant.error) errors.push(grant.error);
    }
    return { allowed: false, reason: errors.length === 0 ? "" : `RBAC: ${aggregate(errors)}` };
  }

  /** The rules that hold for a user in a namespace, cluster-wide ones included: what SelfSubjectRulesReview lists. */
  rulesFor(user: UserInfo, namespace: string): HeldRules {
    const grants = this.#grantsOf(user, namespace);
    return {
      rules: grants.flatMap((grant) => grant.rules),
      errors: grants.flatMap((grant) => grant.error ?? []),
    };
  }

  /** The rules of a role that a binding refers to: `roles` of its namespace, or `clusterroles`. Undefined: there is none. */
  rulesOfRole(
    resource: "roles" | "clusterroles" | (string & {}),
    namespace: string,
    name: string,
  ): readonly PolicyRule[] | undefined {
    const role = this.#role<Role>(resource, resource === "roles" ? namespace : "", name);
    return role && (role.rules ?? []);
  }

  /** Cluster-wide grants first, then those of the namespace; each binding once. */
  #grantsOf(user: UserInfo, namespace: string): readonly Grant[] {
    const index = this.#currentIndex();
    const known = this.#held.get(user);
    const before = known?.get(namespace);
    if (before) return before;
    const grants = grantsIn(index, user, namespace);
    // Anybody may name any namespace.
    if (known && known.size >= rememberedMax) known.clear();
    if (known) known.set(namespace, grants);
    else this.#held.set(user, new Map([[namespace, grants]]));
    return grants;
  }

  /** Stands for the rules as they are now: another value after each change of any of them. */
  get inForce(): object {
    return this.#currentIndex();
  }

  /** What has been written is in force at once. The store hands out the same list until a write follows. */
  #currentIndex(): ReadonlyMap<string, readonly Grant[]> {
    const { revision } = this.#store;
    if (revision === this.#checkedAt) return this.#grants;
    const lists = resources.map((resource) => this.#store.list(`${resource}.${group}`).entries);
    if (lists.some((list, index) => list !== this.#indexed[index])) {
      this.#grants = this.#index();
      this.#held = new WeakMap();
    }
    this.#indexed = lists;
    this.#checkedAt = revision;
    return this.#grants;
  }

  #index(): Map<string, Grant[]> {
    const index = new Map<string, Grant[]>();
    for (const binding of this.#all<ClusterRoleBinding>("clusterrolebindings")) {
      const { kind, name } = binding.roleRef;
      const label = `ClusterRoleBinding ${quote(binding.metadata.name ?? "")} of ${kind} ${quote(name)}`;
      addGrants(index, binding.subjects, {
        binding: `/${binding.metadata.name}`,
        namespace: "",
        ...this.#resolve(binding.roleRef, ""),
        reason: label,
      });
    }
    for (const binding of this.#all<RoleBinding>("rolebindings")) {
      const namespace = binding.metadata.namespace ?? "";
      const { kind, name } = binding.roleRef;
      const label = `RoleBinding ${quote(`${binding.metadata.name}/${namespace}`)} of ${kind} ${quote(name)}`;
      addGrants(index, binding.subjects, {
        binding: `${namespace}/${binding.metadata.name}`,
        namespace,
        ...this.#resolve(binding.roleRef, namespace),
        reason: label,
      });
    }
    return index;
  }

  #resolve({ kind, name }: RoleRef, namespace: string): Pick<Grant, "rules" | "error"> {
    const resource = kind === "Role" ? "roles" : "clusterroles";
    const rules = this.rulesOfRole(resource, namespace, name);
    if (rules) return { rules, error: undefined };
    // The informers' listers name the resource in the singular.
    return { rules: [], error: `${kind.toLowerCase()}.${group} ${quote(name)} not found` };
  }

  #all<T>(resource: string): readonly T[] {
    return this.#store
      .list(`${resource}.${group}`)
      .entries.map((entry) => entry.object as unknown as T);
  }

  #role<T>(resource: string, namespace: string, name: string): T | undefined {
    const entry = this.#store.get({ resource: `${resource}.${group}`, namespace, name });
    return entry?.object as unknown as T | undefined;
  }
}

function grantsIn(
  index: ReadonlyMap<string, readonly Grant[]>,
  user: UserInfo,
  namespace: string,
): readonly Grant[] {
  const found = new Map<string, Grant>();
  for (const key of [`User:${user.name}`, ...user.groups.map((name) => `Group:${name}`)]) {
    for (const grant of index.get(key) ?? []) {
      if (grant.namespace !== "" && grant.namespace !== namespace) continue;
      if (!found.has(grant.binding)) found.set(grant.binding, grant);
    }
  }
  const grants = [...found.values()];
  if (namespace === "" || grants.length < 2) return grants;
  return [
    ...grants.filter((grant) => grant.namespace === ""),
    ...grants.filter((grant) => grant.namespace !== ""),
  ];
}

function addGrants(
  index: Map<string, Grant[]>,
  subjects: readonly Subject[] | undefined,
  grant: Grant,
): void {
  for (const subject of subjects ?? []) {
    const namespace = subject.namespace ?? grant.namespace;
    const name =
      subject.kind === "ServiceAccount"
        ? `User:system:serviceaccount:${namespace}:${subject.name}`
        : `${subject.kind}:${subject.name}`;
    const shown = subject.kind === "ServiceAccount" ? `${subject.name}/${namespace}` : subject.name;
    if (subject.kind === "ServiceAccount" && namespace === "") continue;
    const grants = index.get(name) ?? [];
    grants.push({ ...grant, reason: `${grant.reason} to ${subject.kind} ${quote(shown)}` });
    index.set(name, grants);
  }
}

/** How several errors read as one (apimachinery, util/errors). */
export function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? "") : `[${distinct.join(", ")}]`;
}

/** Whether one rule, by itself, allows what is asked. */
export function ruleAllows(rule: PolicyRule, attributes: AccessAttributes): boolean {
  if (!matches(rule.verbs, attributes.verb)) return false;
  if (attributes.kind === "path") {
    return (rule.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, attributes.path));
  }
  const { group: apiGroup, resource, subresource, name } = attributes;
  if (!matches(rule.apiGroups ?? [], apiGroup)) return false;
  const wanted = subresource === "" ? resource : `${resource}/${subresource}`;
  const resourceFits = (rule.resources ?? []).some(
    (candidate) =>
      candidate === "*" ||
      candidate === wanted ||
      (subresource !== "" && candidate === `*/${subresource}`),
  );
  if (!resourceFits) return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || names.includes(name);
}

function matches(allowed: readonly string[], value: string): boolean {
  return allowed.includes("*") || allowed.includes(value);
}

function pathMatches(pattern: string, path: string): boolean {
  if (pattern === "*" || pattern === path) return true;
  return pattern.endsWith("*") && path.startsWith(pattern.replace(/\*+$/, ""));
}
