/**
 * Which requests a rule of a webhook or a policy speaks of. Source: apiserver's pkg/admission/plugin/webhook/predicates/rules
 * and pkg/admission/plugin/policy/matching.
 */
import type { RuleWithOperations } from "../../../api/generated/types.ts";
import type { ResourceDefinition } from "../../../api/resources.ts";
import type { ResourceRegistry } from "../../resource-registry.ts";
import type { AdmissionRequest } from "../chain.ts";

/** A rule, with the names that a policy's may have. */
export type Rule = RuleWithOperations & { readonly resourceNames?: readonly string[] };

const configurationGroup = "admissionregistration.k8s.io";

/** Whether a request is about the very kinds that configure admission: those go through none of what they configure. */
export function isAdmissionConfiguration({ target }: AdmissionRequest): boolean {
  return target.definition.group === configurationGroup;
}

/** Whether a rule matches the request, seen as one for the row `definition`. */
export function ruleMatches(
  rule: Rule,
  request: AdmissionRequest,
  definition: ResourceDefinition,
): boolean {
  const { operation, target } = request;
  return (
    scopeMatches(rule.scope ?? "*", target.namespace !== "", definition) &&
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, definition.group) &&
    includes(rule.apiVersions, definition.version) &&
    (rule.resources ?? []).some((text) => {
      const [resource = "", subresource = ""] = text.split("/");
      return (
        (resource === "*" || resource === definition.resource) &&
        (subresource === "*" || subresource === target.subresource)
      );
    }) &&
    namesMatch(rule.resourceNames, request)
  );
}

function includes(values: readonly string[] | undefined, wanted: string): boolean {
  return (values ?? []).some((value) => value === "*" || value === wanted);
}

/** A Namespace has itself as its namespace, and is cluster-scoped all the same. */
function scopeMatches(
  scope: string,
  namespaced: boolean,
  { group, resource }: ResourceDefinition,
): boolean {
  if (scope === "*") return true;
  const isNamespace = group === "" && resource === "namespaces";
  return (scope === "Namespaced") === (namespaced && !isNamespace);
}

function namesMatch(names: readonly string[] | undefined, request: AdmissionRequest): boolean {
  return names === undefined || names.length === 0 || names.includes(nameOf(request));
}

/** The name of what is written; empty while one is to be generated. */
export function nameOf({ target, object }: AdmissionRequest): string {
  return target.name || (object?.metadata.name ?? "");
}

/** The rows that show the same objects as another one: other versions of a kind, and its other groups. */
export function equivalentsOf(
  registry: ResourceRegistry,
  definition: ResourceDefinition,
): readonly ResourceDefinition[] {
  const storage = registry.storageOf(definition);
  return registry.definitions.filter(
    (other) =>
      other !== definition &&
      other.resource === definition.resource &&
      (definition.custom
        ? other.custom === true && other.group === definition.group
        : registry.storageOf(other) === storage),
  );
}

/** The row whose version of the object a webhook or a policy is to see; undefined when no rule matches. */
export function matchedRow(
  registry: ResourceRegistry,
  request: AdmissionRequest,
  {
    rules,
    matchPolicy,
  }: { readonly rules: readonly Rule[]; readonly matchPolicy: string | undefined },
): ResourceDefinition | undefined {
  const { definition } = request.target;
  if (rules.some((rule) => ruleMatches(rule, request, definition))) return definition;
  if ((matchPolicy ?? "Equivalent") !== "Equivalent") return undefined;
  const equivalents = equivalentsOf(registry, definition);
  if (equivalents.length === 0) return undefined;
  for (const rule of rules) {
    const found = equivalents.find((row) => ruleMatches(rule, request, row));
    if (found) return found;
  }
  return undefined;
}
