/** Comparing RBAC rules. Cases after policy_comparator_test.go and the messages that Kubernetes' documentation shows. */
import { expect, test } from "vitest";
import type { PolicyRule } from "../../../../src/api/generated/types.ts";
import { compactRules, ruleText, uncovered } from "../../../../src/server/auth/rules.ts";

const rule = (verbs: string, groups: string, resources: string, names?: string): PolicyRule => ({
  verbs: verbs.split(","),
  apiGroups: groups.split(","),
  resources: resources.split(","),
  ...(names ? { resourceNames: names.split(",") } : {}),
});
const urls = (verbs: string, ...nonResourceURLs: string[]): PolicyRule => ({
  verbs: verbs.split(","),
  nonResourceURLs,
});
const texts = (rules: readonly PolicyRule[]) => compactRules(rules).map(ruleText).sort();

const cases: readonly (readonly [string, PolicyRule[], PolicyRule[], string[]])[] = [
  ["the same rule", [rule("get", "", "pods")], [rule("get", "", "pods")], []],
  [
    "one of several verbs and resources",
    [rule("get,list", "v1", "pods,services")],
    [rule("list", "v1", "services")],
    [],
  ],
  [
    "rules that only together cover another",
    [rule("get", "", "pods"), rule("list", "", "pods"), rule("get,list", "", "services")],
    [rule("get,list", "", "pods,services")],
    [],
  ],
  ["every verb for one", [rule("*", "", "pods")], [rule("delete", "", "pods")], []],
  ["every resource for one", [rule("get", "*", "*")], [rule("get", "apps", "deployments")], []],
  ["all names for some", [rule("get", "", "secrets")], [rule("get", "", "secrets", "one,two")], []],
  ["a prefix of paths", [urls("get", "/apis/*")], [urls("get", "/apis/apps", "/apis/*")], []],
  [
    "a missing verb",
    [rule("get", "", "pods")],
    [rule("get,list,watch", "", "pods")],
    ['{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}'],
  ],
  [
    "another group",
    [rule("get", "apps", "deployments")],
    [rule("get", "extensions", "deployments")],
    ['{APIGroups:["extensions"], Resources:["deployments"], Verbs:["get"]}'],
  ],
  [
    "all names by some",
    [rule("get", "", "secrets", "one")],
    [rule("get", "", "secrets")],
    ['{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}'],
  ],
  [
    "a name that is not held",
    [rule("get", "", "secrets", "one")],
    [rule("get", "", "secrets", "one,two")],
    ['{APIGroups:[""], Resources:["secrets"], ResourceNames:["two"], Verbs:["get"]}'],
  ],
  [
    "everything by one verb short",
    [rule("get", "*", "*")],
    [rule("*", "*", "*")],
    ['{APIGroups:["*"], Resources:["*"], Verbs:["*"]}'],
  ],
  [
    "a path",
    [urls("get", "/healthz")],
    [urls("get", "/healthz", "/metrics")],
    ['{NonResourceURLs:["/metrics"], Verbs:["get"]}'],
  ],
  [
    "a subresource by its resource",
    [rule("get", "", "pods")],
    [rule("get", "", "pods/log")],
    ['{APIGroups:[""], Resources:["pods/log"], Verbs:["get"]}'],
  ],
];

test.each(cases)("what is left uncovered: %s", (_name, held, wanted, missing) => {
  expect(texts(uncovered(held, wanted))).toEqual(missing);
});
