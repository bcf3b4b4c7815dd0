/**
 * Nobody grants what he does not hold: the check on writes of roles and bindings (pkg/registry/rbac/*\/policybased). It runs
 * where Kubernetes runs it: after admission's changes, before validation.
 */
import type {
  ClusterRole,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
} from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { forbidden, notFound } from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../admission/chain.ts";
import type { UserInfo } from "../message.ts";
import { sameValue } from "../operations/update.ts";
import { mastersGroup, type RbacAuthorizer } from "./rbac.ts";
import { compactRules, quotedList, ruleText, uncovered } from "./rules.ts";

const group = "rbac.authorization.k8s.io";
const fullAuthority: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

type Request = AdmissionRequest & { readonly object: KubeObject };

export function escalationCheck(rbac: RbacAuthorizer): AdmissionPlugin {
  return {
    name: "kubarium/RBACEscalation",
    mutate(request) {
      const { definition, subresource } = request.target;
      const { user } = request.context;
      if (definition.group !== group || subresource !== "") return request.object;
      if (user.groups.includes(mastersGroup)) return request.object;
      if (request.previous && onlyGarbageFieldsDiffer(request.object, request.previous)) {
        return request.object;
      }
      if (definition.resource.endsWith("bindings")) checkBinding(rbac, request);
      else checkRole(rbac, request);
      return request.object;
    },
  };
}

/** What the garbage collector changes to let an object go: its owners and finalizers. */
function onlyGarbageFieldsDiffer(next: KubeObject, previous: Stored<KubeObject>): boolean {
  const rest = (object: KubeObject) => {
    const {
      ownerReferences: _owners,
      finalizers: _finalizers,
      managedFields: _managed,
      resourceVersion: _revision,
      ...metadata
    } = object.metadata;
    return { ...object, metadata };
  };
  return sameValue(rest(next), rest(previous));
}

function checkRole(rbac: RbacAuthorizer, { target, context, object, previous }: Request): void {
  const { definition, namespace } = target;
  const { user } = context;
  const escalates = rbac.authorize(user, {
    kind: "resource",
    verb: "escalate",
    group,
    version: "*",
    resource: definition.resource,
    subresource: "",
    namespace,
    name: target.name,
  });
  if (escalates.allowed) return;
  const role = object as Role | ClusterRole;
  const name = role.metadata.name ?? "";
  const missing = missingText(rbac, { user, namespace, rules: role.rules ?? [] });
  if (missing) throw forbidden(definition, name, missing);
  const aggregates = [object, previous].some(
    (each) => each !== undefined && (each as ClusterRole).aggregationRule !== undefined,
  );
  if (aggregates && missingText(rbac, { user, namespace, rules: fullAuthority })) {
    throw forbidden(
      definition,
      name,
      "must have cluster-admin privileges to use the aggregationRule",
    );
  }
}

function checkBinding(rbac: RbacAuthorizer, { target, context, object }: Request): void {
  const { definition, namespace } = target;
  const { user } = context;
  const binding = object as RoleBinding;
  const roleRef: Partial<RoleRef> = binding.roleRef ?? {};
  const resource = { Role: "roles", ClusterRole: "clusterroles" }[roleRef.kind ?? ""];
  // What is no role at all is refused by validation, which says why.
  if (resource === undefined) return;
  const name = roleRef.name ?? "";
  const binds = rbac.authorize(user, {
    kind: "resource",
    verb: "bind",
    group: roleRef.apiGroup ?? "",
    version: "*",
    resource,
    subresource: "",
    namespace,
    name,
  });
  if (binds.allowed) return;
  const rules = rbac.rulesOfRole(resource, namespace, name);
  if (!rules) throw notFound({ group, resource }, name);
  const missing = missingText(rbac, { user, namespace, rules });
  if (missing) throw forbidden(definition, binding.metadata.name ?? "", missing);
}

function missingText(
  rbac: RbacAuthorizer,
  {
    user,
    namespace,
    rules,
  }: { readonly user: UserInfo; readonly namespace: string; readonly rules: readonly PolicyRule[] },
): string | undefined {
  const { rules: held, errors } = rbac.rulesFor(user, namespace);
  const missing = uncovered(held, rules);
  if (missing.length === 0) return undefined;
  const lines = [...new Set(compactRules(missing).map(ruleText))].sort();
  const who = `user ${quote(user.name)} (groups=${quotedList(user.groups)})`;
  const text = `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join("\n")}`;
  return errors.length === 0 ? text : `${text}; resolution errors: [${errors.join(", ")}]`;
}
