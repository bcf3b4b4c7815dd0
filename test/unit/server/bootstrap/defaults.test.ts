/** What a new cluster starts with, against the whole tables of 1.36. */
import { expect, test } from "vitest";
import type {
  ClusterRole,
  FlowSchema,
  PolicyRule,
  PriorityLevelConfiguration,
  Subject,
} from "../../../../src/api/generated/types.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import {
  defaultClusterRoleBindings,
  defaultClusterRoles,
  defaultRoleBindings,
  defaultRoles,
} from "../../../../src/server/bootstrap/roles.ts";
import {
  defaultFlowSchemas,
  defaultPriorityLevels,
} from "../../../../src/server/flow-control/defaults.ts";
import { bindings, namespaceRoles } from "../../../vectors/bootstrap/bindings.ts";
import { clusterRoles } from "../../../vectors/bootstrap/cluster-roles.ts";
import { controllerRoles } from "../../../vectors/bootstrap/controller-roles.ts";
import { flowSchemas, priorityLevels } from "../../../vectors/bootstrap/flow-control.ts";

type Row = readonly string[];
interface Scope {
  readonly verbs?: readonly string[] | undefined;
  readonly apiGroups?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly nonResourceURLs?: readonly string[] | undefined;
}
type FlowSubject = NonNullable<
  NonNullable<NonNullable<FlowSchema["spec"]>["rules"]>[number]["subjects"]
>[number];

/** Ours alone: the role that metrics-server brings. */
const own = "system:aggregated-metrics-reader";

const nameOf = ({ metadata }: KubeObject) =>
  metadata?.namespace ? `${metadata.namespace}/${metadata.name}` : (metadata?.name ?? "");

const byName = <T extends KubeObject, R>(objects: readonly T[], row: (object: T) => R) =>
  Object.fromEntries(objects.map((object) => [nameOf(object), row(object)]));

function scopeText({ verbs = [], apiGroups = [], resources = [], nonResourceURLs }: Scope): string {
  const what = nonResourceURLs ?? [`[${apiGroups.join(",")}]`, ...resources];
  return [verbs.join(","), ...what].join(" ");
}

function ruleText(rule: PolicyRule): string {
  const names = rule.resourceNames;
  return scopeText(rule) + (names ? ` named ${names.join(" ")}` : "");
}

function roleRow({ aggregationRule, rules }: Pick<ClusterRole, "aggregationRule" | "rules">): Row {
  const labels = aggregationRule?.clusterRoleSelectors?.flatMap(({ matchLabels = {} }) =>
    Object.entries(matchLabels).map((label) => label.join("=")),
  );
  return labels ? [`sum of ${labels.join(" ")}`] : (rules ?? []).map(ruleText);
}

const subjectText = ({ kind, name, namespace }: Subject) =>
  `${kind} ${namespace ? `${namespace}/` : ""}${name}`;

const flowSubjectText = ({ kind, user, group, serviceAccount: account }: FlowSubject) =>
  `${kind} ${user?.name ?? group?.name ?? `${account?.namespace}/${account?.name}`}`;

function schemaRow({ spec }: FlowSchema): Row {
  const distinguisher = spec?.distinguisherMethod;
  const level = `${spec?.priorityLevelConfiguration.name} at ${spec?.matchingPrecedence}`;
  const rules = (spec?.rules ?? []).flatMap((rule) => [
    ...(rule.subjects ?? []).map(flowSubjectText),
    ...(rule.resourceRules ?? []).map(
      (scope) =>
        `${scopeText(scope)} in ${scope.namespaces?.join(",")}${scope.clusterScope ? " and cluster" : ""}`,
    ),
    ...(rule.nonResourceRules ?? []).map(scopeText),
  ]);
  return [distinguisher ? `${level} ${distinguisher.type}` : level, ...rules];
}

function levelText({ spec }: PriorityLevelConfiguration): string {
  const { limited } = spec ?? {};
  const shares = limited ?? spec?.exempt;
  const queuing = limited?.limitResponse?.queuing;
  return [
    `${spec?.type} ${shares?.nominalConcurrencyShares} lending ${shares?.lendablePercent}%`,
    ...(limited ? [limited.limitResponse?.type] : []),
    ...(queuing ? [`${queuing.queues}/${queuing.handSize}/${queuing.queueLengthLimit}`] : []),
  ].join(" ");
}

test("cluster roles", () => {
  const { [own]: ours, ...published } = byName(defaultClusterRoles, roleRow);
  expect(ours).toBeDefined();
  expect(published).toEqual({ ...clusterRoles, ...controllerRoles });
});

test("roles of namespaces", () => {
  expect(byName(defaultRoles, roleRow)).toEqual(namespaceRoles);
});

test("bindings", () => {
  const cluster = byName(defaultClusterRoleBindings, (binding) => {
    expect(binding.roleRef.name).toBe(binding.metadata?.name);
    return (binding.subjects ?? []).map(subjectText);
  });
  const spaced = byName(defaultRoleBindings, ({ roleRef, subjects = [] }) => [
    roleRef.name,
    ...subjects.map(subjectText),
  ]);
  expect({ ...cluster, ...spaced }).toEqual(bindings);
});

test("flow schemas and priority levels", () => {
  expect(byName(defaultFlowSchemas, schemaRow)).toEqual(flowSchemas);
  expect(byName(defaultPriorityLevels, levelText)).toEqual(priorityLevels);
});
