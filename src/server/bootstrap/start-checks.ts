/**
 * What /readyz and its like tell of a start, under the names and in the order of kube-apiserver 1.36 (apiserver, pkg/server/hooks.go, and
 * who adds hooks there). What it has and we do without has no name here: leases of identity, other servers to tell of.
 */

/** What is wrong; undefined: nothing. */
type Check = () => string | undefined;

export interface StartStates {
  /** Whether the log can be written to. */
  readonly log: Check;
  /** Whether controllers, scheduler and kubelets have seen all there is. */
  readonly informers: Check;
  /** Whether everything is there that a new cluster starts with. */
  readonly bootstrapped: Check;
  /** Whether APIServices are registered and looked after. */
  readonly aggregating: Check;
  /** Whether the process goes on taking requests. */
  readonly shutdown: Check;
}

const bootstrapHooks = [
  "start-apiserver-admission-initializer",
  "generic-apiserver-start-informers",
  "priority-and-fairness-config-consumer",
  "priority-and-fairness-filter",
  "storage-object-count-tracker-hook",
  "start-apiextensions-informers",
  "start-apiextensions-controllers",
  "crd-informer-synced",
  "start-system-namespaces-controller",
  "start-cluster-authentication-info-controller",
  "storage-readiness",
  "start-legacy-token-tracking-controller",
  "start-service-ip-repair-controllers",
  "rbac/bootstrap-roles",
  "scheduling/bootstrap-system-priority-classes",
  "priority-and-fairness-config-producer",
  "bootstrap-controller",
  "start-kubernetes-service-cidr-controller",
];

const aggregationChecks = [
  "poststarthook/aggregator-reload-proxy-client-cert",
  "poststarthook/start-kube-aggregator-informers",
  "poststarthook/apiservice-status-local-available-controller",
  "poststarthook/apiservice-status-remote-available-controller",
  "poststarthook/apiservice-registration-controller",
  "poststarthook/apiservice-discovery-controller",
  "poststarthook/kube-apiserver-autoregistration",
  "autoregister-completion",
  "poststarthook/apiservice-openapi-controller",
  "poststarthook/apiservice-openapiv3-controller",
];

export function startChecks(states: StartStates): readonly (readonly [string, Check])[] {
  const { log, informers, bootstrapped, aggregating, shutdown } = states;
  return [
    ["etcd", log],
    ["etcd-readiness", log],
    ["informer-sync", informers],
    ...bootstrapHooks.map((name) => [`poststarthook/${name}`, bootstrapped] as const),
    ...aggregationChecks.map((name) => [name, aggregating] as const),
    ["shutdown", shutdown],
  ];
}
