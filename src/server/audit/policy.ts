/**
 * Audit policies: which requests are written down, how much of them and at which stages
 * (apiserver, pkg/audit/policy: reader.go, checker.go; pkg/apis/audit/validation).
 */
import { parse } from "yaml";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";

const levels = ["None", "Metadata", "Request", "RequestResponse"] as const;
const stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"] as const;

export type AuditLevel = (typeof levels)[number];
export type AuditStage = (typeof stages)[number];

interface GroupResources {
  readonly group: string;
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

interface AuditRule {
  readonly level: AuditLevel;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly namespaces: readonly string[];
  readonly resources: readonly GroupResources[];
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly AuditStage[];
  readonly omitManagedFields: boolean;
}

export interface AuditPolicy {
  readonly rules: readonly AuditRule[];
}

/** What a policy says of one request. */
export interface AuditDecision {
  readonly level: AuditLevel;
  readonly omitStages: ReadonlySet<AuditStage>;
  readonly omitManagedFields: boolean;
}

/** Reads a policy file, YAML or JSON. Throws Error that says what is wrong, and where. */
export function parseAuditPolicy(text: string): AuditPolicy {
  const document: unknown = parse(text);
  if (!isJsonObject(document)) throw new Error("the audit policy is not an object");
  const { apiVersion, kind } = document;
  if (apiVersion !== "audit.k8s.io/v1" || kind !== "Policy") {
    throw new Error(
      `an audit policy has apiVersion audit.k8s.io/v1 and kind Policy, not ${String(apiVersion)} and ${String(kind)}`,
    );
  }
  knownFields(document, policyFields, "");
  const common = {
    stages: stagesOf(document, "omitStages"),
    managed: document["omitManagedFields"] === true,
  };
  const { rules } = document;
  if (!Array.isArray(rules) || rules.length === 0) {
    throw new Error("loaded illegal policy with 0 rules");
  }
  return { rules: rules.map((rule: unknown, i) => ruleOf(rule, `rules[${i}]`, common)) };
}

const policyFields = ["apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields"];
const ruleFields = [
  "level",
  "users",
  "userGroups",
  "verbs",
  "namespaces",
  "resources",
  "nonResourceURLs",
  "omitStages",
  "omitManagedFields",
];

function ruleOf(
  rule: unknown,
  at: string,
  common: { readonly stages: readonly AuditStage[]; readonly managed: boolean },
): AuditRule {
  if (!isJsonObject(rule)) throw new Error(`${at}: must be an object`);
  knownFields(rule, ruleFields, `${at}.`);
  const level = levels.find((each) => each === rule["level"]);
  if (!level) {
    const known = levels.map((each) => `"${each}"`).join(", ");
    throw new Error(
      rule["level"] === undefined
        ? `${at}.level: Required value`
        : `${at}.level: Unsupported value: ${JSON.stringify(rule["level"])}: supported values: ${known}`,
    );
  }
  const resources = rule["resources"] ?? [];
  if (!Array.isArray(resources)) throw new Error(`${at}.resources: must be a list`);
  const found: AuditRule = {
    level,
    users: textsOf(rule, "users", at),
    userGroups: textsOf(rule, "userGroups", at),
    verbs: textsOf(rule, "verbs", at),
    namespaces: textsOf(rule, "namespaces", at),
    resources: resources.map((each: unknown, i) => resourcesOf(each, `${at}.resources[${i}]`)),
    nonResourceURLs: textsOf(rule, "nonResourceURLs", at),
    omitStages: [...common.stages, ...stagesOf(rule, "omitStages", `${at}.`)],
    omitManagedFields:
      typeof rule["omitManagedFields"] === "boolean" ? rule["omitManagedFields"] : common.managed,
  };
  if (
    found.nonResourceURLs.length > 0 &&
    (found.resources.length > 0 || found.namespaces.length > 0)
  ) {
    throw new Error(
      `${at}.nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs`,
    );
  }
  return found;
}

function resourcesOf(value: unknown, at: string): GroupResources {
  if (!isJsonObject(value)) throw new Error(`${at}: must be an object`);
  knownFields(value, ["group", "resources", "resourceNames"], `${at}.`);
  const { group = "" } = value;
  if (typeof group !== "string") throw new Error(`${at}.group: must be a string`);
  const resources = textsOf(value, "resources", at);
  const resourceNames = textsOf(value, "resourceNames", at);
  if (resourceNames.length > 0 && resources.length === 0) {
    throw new Error(
      `${at}.resourceNames: Invalid value: using resourceNames requires at least one resource`,
    );
  }
  return { group, resources, resourceNames };
}

function knownFields(object: JsonObject, known: readonly string[], at: string): void {
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) throw new Error(`unknown field "${at}${name}"`);
  }
}

function textsOf(object: JsonObject, field: string, at: string): readonly string[] {
  const value = object[field] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    throw new Error(`${at}.${field}: must be a list of strings`);
  }
  return value;
}

function stagesOf(object: JsonObject, field: string, at = ""): readonly AuditStage[] {
  return textsOf(object, field, at).map((name, i) => {
    const stage = stages.find((each) => each === name);
    if (stage) return stage;
    const known = stages.map((each) => `"${each}"`).join(", ");
    throw new Error(
      `${at}${field}[${i}]: Unsupported value: ${JSON.stringify(name)}: supported values: ${known}`,
    );
  });
}

const nothing: AuditDecision = { level: "None", omitStages: new Set(), omitManagedFields: false };

/** The first rule that matches decides; what none matches is not written down. */
export function auditDecision(
  policy: AuditPolicy,
  user: UserInfo,
  info: RequestInfo,
): AuditDecision {
  const rule = policy.rules.find((each) => matches(each, user, info));
  if (!rule || rule.level === "None") return nothing;
  const { level, omitStages, omitManagedFields } = rule;
  return { level, omitStages: new Set(omitStages), omitManagedFields };
}

function matches(rule: AuditRule, user: UserInfo, info: RequestInfo): boolean {
  if (rule.users.length > 0 && !rule.users.includes(user.name)) return false;
  if (rule.userGroups.length > 0 && !user.groups.some((name) => rule.userGroups.includes(name))) {
    return false;
  }
  if (rule.verbs.length > 0 && !rule.verbs.includes(info.verb)) return false;
  if (rule.namespaces.length > 0 || rule.resources.length > 0) {
    return info.isResource && matchesResource(rule, info);
  }
  if (rule.nonResourceURLs.length === 0) return true;
  return !info.isResource && rule.nonResourceURLs.some((url) => matchesPath(url, info.path));
}

function matchesResource(
  rule: AuditRule,
  info: Extract<RequestInfo, { readonly isResource: true }>,
): boolean {
  const { namespace, group, resource, subresource, name } = info;
  if (rule.namespaces.length > 0 && !rule.namespaces.includes(namespace)) return false;
  if (rule.resources.length === 0) return true;
  const whole = subresource === "" ? resource : `${resource}/${subresource}`;
  return rule.resources.some((each) => {
    if (each.group !== group) return false;
    if (each.resources.length === 0) return true;
    if (each.resourceNames.length > 0 && !each.resourceNames.includes(name)) return false;
    return each.resources.some(
      (wanted) =>
        wanted === "*" ||
        wanted === whole ||
        (wanted.startsWith("*/") && subresource !== "" && wanted.slice(2) === subresource) ||
        (wanted.endsWith("/*") && wanted.slice(0, -2) === resource),
    );
  });
}

function matchesPath(pattern: string, path: string): boolean {
  if (pattern === "*" || pattern === path) return true;
  return pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1));
}
