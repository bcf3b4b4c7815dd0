/**
 * Comparing RBAC rules: whether some cover others, what is missing, and how that is written
 * (component-helpers/auth/rbac/validation, pkg/registry/rbac/validation).
 */
import type { PolicyRule } from "../../api/generated/types.ts";
import { quote } from "../../api/validation/field-errors.ts";

/** The parts of `wanted`, each of one verb and one resource or URL, that no rule of `held` covers. */
export function uncovered(
  held: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): readonly PolicyRule[] {
  return wanted.flatMap(brokenDown).filter((part) => !held.some((rule) => ruleCovers(rule, part)));
}

function brokenDown(rule: PolicyRule): readonly PolicyRule[] {
  const parts: PolicyRule[] = [];
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const part = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (resourceNames.length === 0) parts.push(part);
        else parts.push(...resourceNames.map((name) => ({ ...part, resourceNames: [name] })));
      }
    }
  }
  for (const url of nonResourceURLs) {
    parts.push(...verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  }
  return parts;
}

function ruleCovers(owner: PolicyRule, part: PolicyRule): boolean {
  const names = owner.resourceNames ?? [];
  const wantedNames = part.resourceNames ?? [];
  return (
    hasAll(owner.verbs, part.verbs) &&
    hasAll(owner.apiGroups, part.apiGroups) &&
    hasAll(owner.resources, part.resources) &&
    (names.length === 0 ||
      (wantedNames.length > 0 && wantedNames.every((name) => names.includes(name)))) &&
    (part.nonResourceURLs ?? []).every((url) =>
      (owner.nonResourceURLs ?? []).some((pattern) => urlCovers(pattern, url)),
    )
  );
}

function hasAll(owned: readonly string[] = [], wanted: readonly string[] = []): boolean {
  return owned.includes("*") || wanted.every((each) => owned.includes(each));
}

function urlCovers(pattern: string, url: string): boolean {
  if (pattern === url) return true;
  return pattern.endsWith("*") && url.startsWith(pattern.replace(/\*+$/, ""));
}

/** Rules of one group and one resource that differ in their verbs alone, as one rule; others stay as they are. */
export function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const kept: PolicyRule[] = [];
  const simple = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { apiGroups, resources, resourceNames, nonResourceURLs, verbs } = rule;
    const isSimple =
      apiGroups?.length === 1 &&
      resources?.length === 1 &&
      !resourceNames?.length &&
      !nonResourceURLs?.length;
    if (!isSimple) {
      kept.push(rule);
      continue;
    }
    const key = `${apiGroups[0]} ${resources[0]}`;
    const known = simple.get(key);
    simple.set(key, known ? { ...known, verbs: [...known.verbs, ...verbs] } : rule);
  }
  return [...kept, ...simple.values()];
}

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}` */
export function ruleText(rule: PolicyRule): string {
  const parts = [
    ["APIGroups", rule.apiGroups],
    ["Resources", rule.resources],
    ["NonResourceURLs", rule.nonResourceURLs],
    ["ResourceNames", rule.resourceNames],
    ["Verbs", rule.verbs],
  ] as const;
  const shown = parts
    .filter(([, values]) => values?.length)
    .map(([name, values]) => `${name}:${quotedList(values ?? [])}`);
  return `{${shown.join(", ")}}`;
}

/** Go's `%q` of a list of strings. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map(quote).join(" ")}]`;
}
