/** Flow schemas (level, precedence, subjects, what they ask for) and priority levels of a new cluster, as 1.36 makes them (apiserver, pkg/apis/flowcontrol/bootstrap). */
export const flowSchemas: Readonly<Record<string, readonly string[]>> = {
  "exempt": ["exempt at 1", "Group system:masters", "* [*] * in * and cluster", "* *"],
  "catch-all": ["catch-all at 10000 ByUser", "Group system:unauthenticated", "Group system:authenticated", "* [*] * in * and cluster", "* *"],
  "system-nodes": ["system at 500 ByUser", "Group system:nodes", "* [*] * in * and cluster", "* *"],
  "system-node-high": ["node-high at 400 ByUser", "Group system:nodes", "* [] nodes nodes/status in * and cluster", "* [coordination.k8s.io] leases in *"],
  "probes": ["exempt at 2", "Group system:unauthenticated", "Group system:authenticated", "get /healthz /readyz /livez"],
  "system-leader-election": ["leader-election at 100 ByUser", "User system:kube-controller-manager", "User system:kube-scheduler", "ServiceAccount kube-system/*", "get,create,update [coordination.k8s.io] leases in *"],
  "kube-controller-manager": ["workload-high at 800 ByNamespace", "User system:kube-controller-manager", "* [*] * in * and cluster", "* *"],
  "kube-scheduler": ["workload-high at 800 ByNamespace", "User system:kube-scheduler", "* [*] * in * and cluster", "* *"],
  "kube-system-service-accounts": ["workload-high at 900 ByNamespace", "ServiceAccount kube-system/*", "* [*] * in * and cluster", "* *"],
  "service-accounts": ["workload-low at 9000 ByUser", "Group system:serviceaccounts", "* [*] * in * and cluster", "* *"],
  "global-default": ["global-default at 9900 ByUser", "Group system:unauthenticated", "Group system:authenticated", "* [*] * in * and cluster", "* *"],
};

export const priorityLevels: Readonly<Record<string, string>> = {
  "catch-all": "Limited 5 lending 0% Reject",
  "exempt": "Exempt 0 lending 0%",
  "system": "Limited 30 lending 33% Queue 64/6/50",
  "node-high": "Limited 40 lending 25% Queue 64/6/50",
  "leader-election": "Limited 10 lending 0% Queue 16/4/50",
  "workload-high": "Limited 40 lending 50% Queue 128/6/50",
  "workload-low": "Limited 100 lending 90% Queue 128/6/50",
  "global-default": "Limited 20 lending 50% Queue 128/6/50",
};
