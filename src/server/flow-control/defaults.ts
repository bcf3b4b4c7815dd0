/** The flow schemas and priority levels of a new cluster, as facts (apiserver, pkg/apis/flowcontrol/bootstrap/default.go). */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import { mandatoryPriorityLevels } from "../../api/validation/flow-control-fixed.ts";

const apiVersion = "flowcontrol.apiserver.k8s.io/v1";

type Rule = NonNullable<NonNullable<FlowSchema["spec"]>["rules"]>[number];
type FlowSubject = NonNullable<Rule["subjects"]>[number];

const all = ["*"];
const user = (name: string): FlowSubject => ({ kind: "User", user: { name } });
const groupOf = (name: string): FlowSubject => ({ kind: "Group", group: { name } });
const account = (namespace: string, name: string): FlowSubject => ({
  kind: "ServiceAccount",
  serviceAccount: { namespace, name },
});
const everyResource: NonNullable<Rule["resourceRules"]> = [
  { verbs: all, apiGroups: all, resources: all, namespaces: all, clusterScope: true },
];
const everyPath: NonNullable<Rule["nonResourceRules"]> = [{ verbs: all, nonResourceURLs: all }];
const everything = (...subjects: FlowSubject[]): Rule => ({
  subjects,
  resourceRules: everyResource,
  nonResourceRules: everyPath,
});
function level(
  name: string,
  shares: number,
  more: {
    readonly queuing?: readonly [queues: number, hand: number, length: number];
    readonly lendable?: number;
  } = {},
): PriorityLevelConfiguration {
  const { queuing, lendable = 0 } = more;
  return {
    apiVersion,
    kind: "PriorityLevelConfiguration",
    metadata: { name, annotations: { "apf.kubernetes.io/autoupdate-spec": "true" } },
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: shares,
        lendablePercent: lendable,
        limitResponse: queuing
          ? {
              type: "Queue",
              queuing: { queues: queuing[0], handSize: queuing[1], queueLengthLimit: queuing[2] },
            }
          : { type: "Reject" },
      },
    },
  };
}

export const defaultPriorityLevels: readonly PriorityLevelConfiguration[] = [
  {
    apiVersion,
    kind: "PriorityLevelConfiguration",
    metadata: { name: "exempt", annotations: { "apf.kubernetes.io/autoupdate-spec": "true" } },
    spec: mandatoryPriorityLevels.exempt,
  },
  level("catch-all", 5),
  level("global-default", 20, { queuing: [128, 6, 50], lendable: 50 }),
  level("leader-election", 10, { queuing: [16, 4, 50] }),
  level("node-high", 40, { queuing: [64, 6, 50], lendable: 25 }),
  level("system", 30, { queuing: [64, 6, 50], lendable: 33 }),
  level("workload-high", 40, { queuing: [128, 6, 50], lendable: 50 }),
  level("workload-low", 100, { queuing: [128, 6, 50], lendable: 90 }),
];

function schema(
  name: string,
  [priority, precedence, distinguisher]: readonly [string, number, ("ByUser" | "ByNamespace")?],
  rules: readonly Rule[],
): FlowSchema {
  return {
    apiVersion,
    kind: "FlowSchema",
    metadata: { name, annotations: { "apf.kubernetes.io/autoupdate-spec": "true" } },
    spec: {
      priorityLevelConfiguration: { name: priority },
      matchingPrecedence: precedence,
      ...(distinguisher ? { distinguisherMethod: { type: distinguisher } } : {}),
      rules: [...rules],
    },
  };
}

const authenticated = groupOf("system:authenticated");
const unauthenticated = groupOf("system:unauthenticated");
export const defaultFlowSchemas: readonly FlowSchema[] = [
  schema("exempt", ["exempt", 1], [everything(groupOf("system:masters"))]),
  schema(
    "probes",
    ["exempt", 2],
    [
      {
        subjects: [unauthenticated, authenticated],
        nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/readyz", "/livez"] }],
      },
    ],
  ),
  schema(
    "system-leader-election",
    ["leader-election", 100, "ByUser"],
    [
      {
        subjects: [
          user("system:kube-controller-manager"),
          user("system:kube-scheduler"),
          account("kube-system", "*"),
        ],
        resourceRules: [
          {
            verbs: ["get", "create", "update"],
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            namespaces: all,
          },
        ],
      },
    ],
  ),
  schema(
    "system-node-high",
    ["node-high", 400, "ByUser"],
    [
      {
        subjects: [groupOf("system:nodes")],
        resourceRules: [
          {
            verbs: all,
            apiGroups: [""],
            resources: ["nodes", "nodes/status"],
            namespaces: all,
            clusterScope: true,
          },
          {
            verbs: all,
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            namespaces: all,
          },
        ],
      },
    ],
  ),
  schema("system-nodes", ["system", 500, "ByUser"], [everything(groupOf("system:nodes"))]),
  schema(
    "kube-controller-manager",
    ["workload-high", 800, "ByNamespace"],
    [everything(user("system:kube-controller-manager"))],
  ),
  schema(
    "kube-scheduler",
    ["workload-high", 800, "ByNamespace"],
    [everything(user("system:kube-scheduler"))],
  ),
  schema(
    "kube-system-service-accounts",
    ["workload-high", 900, "ByNamespace"],
    [everything(account("kube-system", "*"))],
  ),
  schema(
    "service-accounts",
    ["workload-low", 9000, "ByUser"],
    [everything(groupOf("system:serviceaccounts"))],
  ),
  schema(
    "global-default",
    ["global-default", 9900, "ByUser"],
    [everything(unauthenticated, authenticated)],
  ),
  schema(
    "catch-all",
    ["catch-all", 10_000, "ByUser"],
    [everything(unauthenticated, authenticated)],
  ),
];
