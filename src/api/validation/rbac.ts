/** Roles and their bindings. Source: pkg/apis/rbac/validation. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from "../generated/types.ts";
import {
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { goValue } from "./go-form.ts";
import { dnsSubdomain, pathSegmentName } from "./names.ts";
import { same } from "./same.ts";

const rbacGroup = "rbac.authorization.k8s.io";

export function validateRole(errors: FieldErrors, role: Role): void {
  validateRules(errors, role.rules, true);
}

export function validateClusterRole(errors: FieldErrors, role: ClusterRole): void {
  validateRules(errors, role.rules, false);
  const selectors = role.aggregationRule?.clusterRoleSelectors;
  if (!role.aggregationRule) return;
  if (!selectors?.length) {
    const detail = "at least one clusterRoleSelector required if aggregationRule is non-nil";
    errors.push(required("aggregationRule.clusterRoleSelectors", detail));
  }
  for (const [index, selector] of (selectors ?? []).entries()) {
    validateLabelSelector(errors, `aggregationRule.clusterRoleSelectors[${index}]`, selector);
  }
}

function validateRules(
  errors: FieldErrors,
  rules: readonly PolicyRule[] | undefined,
  namespaced: boolean,
): void {
  for (const [index, rule] of (rules ?? []).entries()) {
    const at = `rules[${index}]`;
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs: urls } = rule;
    if (!verbs?.length) {
      errors.push(required(`${at}.verbs`, "verbs must contain at least one value"));
    }
    if (urls?.length) {
      if (namespaced) {
        const message = "namespaced rules cannot apply to non-resource URLs";
        errors.push(invalidValue(`${at}.nonResourceURLs`, urls, message));
      }
      if (apiGroups?.length || resources?.length || resourceNames?.length) {
        const message = "rules cannot apply to both regular resources and non-resource URLs";
        errors.push(invalidValue(`${at}.nonResourceURLs`, urls, message));
      }
      continue;
    }
    if (!apiGroups?.length) {
      const detail = "resource rules must supply at least one api group";
      errors.push(required(`${at}.apiGroups`, detail));
    }
    if (!resources?.length) {
      const detail = "resource rules must supply at least one resource";
      errors.push(required(`${at}.resources`, detail));
    }
  }
}

export function validateRoleBinding(errors: FieldErrors, binding: RoleBinding): void {
  validateBinding(errors, binding, ["Role", "ClusterRole"]);
}

export function validateClusterRoleBinding(errors: FieldErrors, binding: ClusterRoleBinding): void {
  validateBinding(errors, binding, ["ClusterRole"]);
}

function validateBinding(
  errors: FieldErrors,
  binding: RoleBinding | ClusterRoleBinding,
  kinds: readonly string[],
): void {
  const roleRef: Partial<RoleRef> = binding.roleRef ?? {};
  const { apiGroup = "", kind = "", name = "" } = roleRef;
  if (apiGroup !== rbacGroup) {
    errors.push(notSupported("roleRef.apiGroup", apiGroup, [rbacGroup]));
  }
  if (!kinds.includes(kind)) errors.push(notSupported("roleRef.kind", kind, kinds));
  if (name === "") errors.push(required("roleRef.name"));
  else errors.push(...invalidAll("roleRef.name", name, pathSegmentName(name)));
  const namespaced = kinds.includes("Role");
  for (const [index, subject] of (binding.subjects ?? []).entries()) {
    validateSubject(errors, `subjects[${index}]`, { subject, namespaced });
  }
}

function validateSubject(
  errors: FieldErrors,
  path: string,
  { subject, namespaced }: { readonly subject: Subject; readonly namespaced: boolean },
): void {
  const { kind = "", name = "", apiGroup = "", namespace = "" } = subject as Partial<Subject>;
  if (name === "") errors.push(required(`${path}.name`));
  if (kind === "ServiceAccount") {
    if (name !== "") errors.push(...invalidAll(`${path}.name`, name, dnsSubdomain(name)));
    if (apiGroup !== "") errors.push(notSupported(`${path}.apiGroup`, apiGroup, [""]));
    if (!namespaced && namespace === "") errors.push(required(`${path}.namespace`));
  } else if (kind === "User" || kind === "Group") {
    if (apiGroup !== rbacGroup) {
      errors.push(notSupported(`${path}.apiGroup`, apiGroup, [rbacGroup]));
    }
  } else {
    errors.push(notSupported(`${path}.kind`, kind, ["ServiceAccount", "User", "Group"]));
  }
}

export function validateBindingUpdate(
  errors: FieldErrors,
  next: RoleBinding | ClusterRoleBinding,
  previous: RoleBinding | ClusterRoleBinding,
): void {
  if (same(next.roleRef, previous.roleRef)) return;
  const value = goValue("rbac.RoleRef", next.roleRef);
  errors.push(invalidValue("roleRef", value, "cannot change roleRef"));
}
