/**
 * Role-based access control over the stored Roles and bindings (plugin/pkg/auth/authorizer/rbac). Reads the store directly:
 * rules are indexed again only when an RBAC object has changed.
 */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Subject,
  Role,
  RoleBinding,
} from "../../api/generated/types.ts";
import type { Store } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { AccessAttributes, Authorizer, Decision } from "./authorizer.ts";

const group = "rbac.authorization.k8s.io";
const resources = ["clusterroles", "clusterrolebindings", "roles", "rolebindings"] as const;

/** Members of this group may do anything, whatever the bindings say; how the admin certificate works before any exist. */
export const mastersGroup = "system:masters";

/** One grant: these rules, for this subject, in this namespace (empty: everywhere). */
interface Grant {
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
  /** `ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"`. */
  readonly reason: string;
}

export class RbacAuthorizer implements Authorizer {
  readonly #store: Store;
  readonly #stops: (() => void)[] = [];
  #grants: Map<string, Grant[]> | undefined;

  constructor(store: Store) {
    this.#store = store;
    for (const resource of resources) {
      const watch = store.watch(`${resource}.${group}`, { fromRevision: store.revision }, () => {
        this.#grants = undefined;
      });
      this.#stops.push(() => watch.stop());
    }
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  authorize(user: UserInfo, attributes: AccessAttributes): Decision {
    if (user.groups.includes(mastersGroup)) return { allowed: true, reason: "" };
    for (const grant of this.#grantsOf(user)) {
      if (grant.namespace !== "" && !inNamespace(attributes, grant.namespace)) continue;
      if (grant.rules.some((rule) => ruleAllows(rule, attributes))) {
        return { allowed: true, reason: `RBAC: allowed by ${grant.reason}` };
      }
    }
    return { allowed: false, reason: "" };
  }

  /** The rules that hold for a user in a namespace, cluster-wide ones included: what SelfSubjectRulesReview lists. */
  rulesFor(user: UserInfo, namespace: string): readonly PolicyRule[] {
    const rules = this.#grantsOf(user)
      .filter((grant) => grant.namespace === "" || grant.namespace === namespace)
      .flatMap((grant) => grant.rules);
    if (!user.groups.includes(mastersGroup)) return rules;
    return [
      { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
      { verbs: ["*"], nonResourceURLs: ["*"] },
      ...rules,
    ];
  }

  #grantsOf(user: UserInfo): readonly Grant[] {
    this.#grants ??= this.#index();
    const index = this.#grants;
    return [`User:${user.name}`, ...user.groups.map((name) => `Group:${name}`)].flatMap(
      (key) => index.get(key) ?? [],
    );
  }

  #index(): Map<string, Grant[]> {
    const index = new Map<string, Grant[]>();
    for (const binding of this.#all<ClusterRoleBinding>("clusterrolebindings")) {
      const role = this.#role<ClusterRole>("clusterroles", "", binding.roleRef.name);
      const label = `ClusterRoleBinding "${binding.metadata.name ?? ""}" of ClusterRole "${binding.roleRef.name}"`;
      addGrants(index, binding.subjects, {
        namespace: "",
        rules: role?.rules ?? [],
        reason: label,
      });
    }
    for (const binding of this.#all<RoleBinding>("rolebindings")) {
      const namespace = binding.metadata.namespace ?? "";
      const { kind, name } = binding.roleRef;
      const role =
        kind === "ClusterRole"
          ? this.#role<ClusterRole>("clusterroles", "", name)
          : this.#role<Role>("roles", namespace, name);
      const label = `RoleBinding "${binding.metadata.name ?? ""}/${namespace}" of ${kind} "${name}"`;
      addGrants(index, binding.subjects, { namespace, rules: role?.rules ?? [], reason: label });
    }
    return index;
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
    const grants = index.get(name) ?? [];
    grants.push({ ...grant, reason: `${grant.reason} to ${subject.kind} "${shown}"` });
    index.set(name, grants);
  }
}

function inNamespace(attributes: AccessAttributes, namespace: string): boolean {
  return attributes.kind === "resource" && attributes.namespace === namespace;
}

function ruleAllows(rule: PolicyRule, attributes: AccessAttributes): boolean {
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
  return pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1));
}
