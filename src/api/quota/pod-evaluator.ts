/** What Pods use of a quota (pkg/quota/v1/evaluator/core/pods.go). */
import type {
  Pod,
  PodAffinityTerm,
  ScopedResourceSelectorRequirement,
} from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import type { Quantity } from "../quantity.ts";
import { parseTime, durationMs } from "../time.ts";
import { one, sum, type Amounts } from "./amounts.ts";
import type { Evaluator } from "./evaluator.ts";
import { containerAmounts, isHugePages, podAmounts } from "./pod-amounts.ts";
import { requirementMatches } from "./scopes.ts";

const computed = ["cpu", "memory", "ephemeral-storage"];
const podNames = new Set([
  "count/pods",
  "pods",
  ...computed,
  ...computed.map((name) => `requests.${name}`),
  ...computed.map((name) => `limits.${name}`),
]);
/** Every container must state these where a quota limits them. */
const required = new Set([
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "limits.cpu",
  "limits.memory",
]);
const countOnly: Amounts = new Map([["count/pods", one]]);

export const podEvaluator: Evaluator = {
  usage(object, nowMs) {
    const pod = object as Pod;
    if (isOver(pod, nowMs)) return countOnly;
    return sum(countOnly, charged(podAmounts(pod, "requests"), podAmounts(pod, "limits")));
  },
  limits: (name) =>
    podNames.has(name) ||
    isHugePages(name) ||
    (name.startsWith("requests.") && isHugePages(name.slice(9))) ||
    isExtendedRequest(name),
  matchesScope: (object, scope) => matchesScope(object as Pod, scope),
  onUpdate: "resize",
  constraint(object, names) {
    const missing = new Map<string, Set<string>>();
    const { spec } = object as Pod;
    const wanted = names.filter((name) => required.has(name));
    for (const container of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]) {
      const own = charged(
        containerAmounts(container, "requests"),
        containerAmounts(container, "limits"),
      );
      for (const name of wanted) {
        if (own.has(name)) continue;
        missing.set(name, (missing.get(name) ?? new Set()).add(container.name));
      }
    }
    if (missing.size === 0) return undefined;
    const texts = [...missing.keys()]
      .sort()
      .map((name) => `${name} for: ${[...(missing.get(name) ?? [])].sort().join(",")}`);
    return `must specify ${texts.join("; ")}`;
  },
};

/** Finished, or past the time that its deletion gave it. */
function isOver({ metadata, status }: Pod, nowMs: number): boolean {
  if (status?.phase === "Failed" || status?.phase === "Succeeded") return true;
  const { deletionTimestamp, deletionGracePeriodSeconds: grace } = metadata;
  const deletedMs = parseTime(deletionTimestamp);
  return deletedMs !== undefined && grace !== undefined && nowMs > deletedMs + durationMs(grace);
}

/** A quota speaks of requests by their plain names, of `requests.` and of `limits.`. */
function charged(requests: Amounts, limits: Amounts): Amounts {
  const amounts = new Map<string, Quantity>([["pods", one]]);
  for (const [name, amount] of requests) {
    if (computed.includes(name) || isHugePages(name)) amounts.set(name, amount);
    else if (!isExtended(name)) continue;
    amounts.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) {
    if (computed.includes(name)) amounts.set(`limits.${name}`, amount);
  }
  return amounts;
}

/** Whether a quota speaks by this name of an extended resource, or of a class of devices in place of one. */
export function isExtendedRequest(name: string): boolean {
  return name.startsWith("requests.") && isExtended(name.slice(9));
}

function isExtended(name: string): boolean {
  if (name.startsWith("deviceclass.resource.kubernetes.io/")) return true;
  return name.includes("/") && !name.includes("kubernetes.io/");
}

function matchesScope(pod: Pod, scope: ScopedResourceSelectorRequirement): boolean {
  switch (scope.scopeName) {
    case "Terminating":
      return pod.spec?.activeDeadlineSeconds !== undefined;
    case "NotTerminating":
      return pod.spec?.activeDeadlineSeconds === undefined;
    case "BestEffort":
      return isBestEffort(pod);
    case "NotBestEffort":
      return !isBestEffort(pod);
    case "PriorityClass":
      return requirementMatches(scope, pod.spec?.priorityClassName || undefined);
    case "CrossNamespacePodAffinity":
      return crossesNamespaces(pod);
    default:
      return false;
  }
}

function isBestEffort({ spec }: Pod): boolean {
  const parts: readonly { readonly resources?: object }[] = [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []),
    ...(spec ? [spec] : []),
  ];
  return parts.every(({ resources }) => {
    const { requests, limits } = (resources ?? {}) as Record<string, Record<string, unknown>>;
    return [requests, limits].every((list) => !list?.["cpu"] && !list?.["memory"]);
  });
}

function crossesNamespaces(object: KubeObject): boolean {
  const { podAffinity, podAntiAffinity } = (object as Pod).spec?.affinity ?? {};
  const terms: readonly PodAffinityTerm[] = [podAffinity, podAntiAffinity].flatMap((affinity) => [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ podAffinityTerm }) => podAffinityTerm,
    ),
  ]);
  return terms.some(({ namespaces, namespaceSelector }) => namespaces?.length || namespaceSelector);
}
