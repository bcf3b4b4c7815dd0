/** Which flow schema a request belongs to. Source: apiserver, pkg/util/flowcontrol/rule.go. */
import type { FlowSchema, PolicyRulesWithSubjects } from "../../api/generated/types.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";

type Subject = PolicyRulesWithSubjects["subjects"][number];
type ResourceRule = NonNullable<PolicyRulesWithSubjects["resourceRules"]>[number];

/** Schemas in the order in which they are tried: by precedence, then by name. */
export function ordered<T extends FlowSchema>(schemas: readonly T[]): readonly T[] {
  return [...schemas].sort((a, b) => {
    const by = precedence(a) - precedence(b);
    if (by !== 0) return by;
    return (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1;
  });
}

function precedence({ spec }: FlowSchema): number {
  return spec?.matchingPrecedence ?? 0;
}

export function matchesSchema(schema: FlowSchema, user: UserInfo, info: RequestInfo): boolean {
  return (schema.spec?.rules ?? []).some(
    (rule) =>
      rule.subjects.some((subject) => matchesSubject(subject, user)) && matchesRule(rule, info),
  );
}

function matchesSubject(subject: Subject, user: UserInfo): boolean {
  switch (subject.kind) {
    case "User":
      return subject.user?.name === "*" || subject.user?.name === user.name;
    case "Group":
      return subject.group?.name === "*" || user.groups.includes(subject.group?.name ?? "");
    case "ServiceAccount": {
      const { name = "", namespace = "" } = subject.serviceAccount ?? {};
      const prefix = `system:serviceaccount:${namespace}:`;
      return name === "*" ? user.name.startsWith(prefix) : user.name === `${prefix}${name}`;
    }
    default:
      return false;
  }
}

function matchesRule(rule: PolicyRulesWithSubjects, info: RequestInfo): boolean {
  if (info.isResource) {
    return (rule.resourceRules ?? []).some((each) => matchesResource(each, info));
  }
  return (rule.nonResourceRules ?? []).some(
    ({ verbs, nonResourceURLs }) =>
      has(verbs, info.verb) && nonResourceURLs.some((url) => matchesPath(url, info.path)),
  );
}

function matchesResource(
  rule: ResourceRule,
  info: Extract<RequestInfo, { isResource: true }>,
): boolean {
  const { verb, group, resource, subresource, namespace } = info;
  const full = subresource === "" ? resource : `${resource}/${subresource}`;
  const inScope = namespace === "" ? rule.clusterScope : has(rule.namespaces ?? [], namespace);
  return (
    inScope === true &&
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    has(rule.resources, full)
  );
}

/** A path stands for what is below it, with `*` at its end and without. */
function matchesPath(pattern: string, path: string): boolean {
  if (pattern === "*" || pattern === path) return true;
  const above = pattern.endsWith("*") ? pattern.slice(0, -1) : pattern;
  return path.startsWith(above.endsWith("/") ? above : `${above}/`);
}

function has(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}
