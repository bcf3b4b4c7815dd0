/** Priority and DefaultTolerationSeconds: what a Pod gets from its priority class, and how long it outlives its node's trouble. */
import type { Pod, PodSpec, PriorityClass, Toleration } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { derived, derivedFrom } from "../../api/shared-parts.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";
import { refused } from "./refusal.ts";

/** Seconds that a Pod stays on a node that is not ready or unreachable (plugin DefaultTolerationSeconds). */
const tolerationSeconds = 300;
const priorityClasses = "priorityclasses.scheduling.k8s.io";

export function defaultTolerations(): AdmissionPlugin {
  return {
    name: "DefaultTolerationSeconds",
    // Updates as well: who replaces a Pod by its manifest has not said anything of these tolerations.
    mutate({ target, object }) {
      if (target.definition.kind !== "Pod" || target.subresource !== "") return object;
      const pod = object as Pod | undefined;
      if (!pod?.spec) return object;
      const spec = derived(pod.spec, withDefaultTolerations, withDefaultTolerations);
      return spec === pod.spec ? object : ({ ...pod, spec } as KubeObject);
    },
  };
}

function withDefaultTolerations(spec: PodSpec): PodSpec {
  const own = spec.tolerations ?? [];
  const missing = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].filter(
    (key) => !own.some((toleration) => toleratesNoExecute(toleration, key)),
  );
  if (missing.length === 0) return spec;
  const added = missing.map((key): Toleration => {
    return { key, operator: "Exists", effect: "NoExecute", tolerationSeconds };
  });
  return { ...spec, tolerations: [...own, ...added] };
}

function toleratesNoExecute(toleration: Toleration, key: string): boolean {
  return (
    (!toleration.key || toleration.key === key) &&
    (!toleration.effect || toleration.effect === "NoExecute")
  );
}

export function priorityAdmission(store: Store): AdmissionPlugin {
  return {
    name: "Priority",
    validate(request) {
      const { operation, target, object } = request;
      const { kind, group } = target.definition;
      if (kind !== "PriorityClass" || group !== "scheduling.k8s.io" || operation === "DELETE")
        return;
      if (!(object as PriorityClass | undefined)?.globalDefault) return;
      const other = defaultClass(store);
      if (!other || other.metadata.name === object?.metadata.name) return;
      throw refused(
        request,
        `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`,
      );
    },
    mutate(request) {
      const { operation, target, object } = request;
      if (target.definition.kind !== "Pod" || target.subresource !== "") return object;
      const pod = object as Pod | undefined;
      if (!pod?.spec) return object;
      if (operation === "UPDATE") return withPriorityOf(request.previous as Pod | undefined, pod);
      if (operation !== "CREATE") return object;
      const name = pod.spec.priorityClassName;
      const found = name ? classNamed(store, name) : defaultClass(store);
      if (name && !found) {
        throw refused(request, `no PriorityClass with name ${name} was found`);
      }
      const value = found?.value ?? 0;
      if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
        const why = `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
        throw refused(request, why);
      }
      const of = found?.metadata.name ?? "";
      const policy = found?.preemptionPolicy ?? "PreemptLowerPriority";
      const given = { question: priorityAdmission, given: `${of} ${value} ${policy}` };
      const spec = derivedFrom(pod.spec, given, (own) => ({
        ...own,
        ...(of === "" ? {} : { priorityClassName: of }),
        priority: value,
        preemptionPolicy: own.preemptionPolicy ?? policy,
      }));
      return { ...pod, spec } as KubeObject;
    },
  };
}

/** An update need not name the priority that the Pod has got. */
function withPriorityOf(old: Pod | undefined, pod: Pod): KubeObject {
  const { priority, preemptionPolicy } = old?.spec ?? {};
  const spec = {
    ...pod.spec,
    ...(pod.spec?.priority === undefined && priority !== undefined ? { priority } : {}),
    ...(pod.spec?.preemptionPolicy === undefined && preemptionPolicy !== undefined
      ? { preemptionPolicy }
      : {}),
  };
  const same = Object.keys(spec).length === Object.keys(pod.spec ?? {}).length;
  return (same ? pod : { ...pod, spec }) as KubeObject;
}

function classNamed(store: Store, name: string): PriorityClass | undefined {
  const entry = store.head({ resource: priorityClasses, namespace: "", name });
  return entry?.object as PriorityClass | undefined;
}

function defaultClass(store: Store): PriorityClass | undefined {
  return store
    .list(priorityClasses)
    .entries.map(({ object }) => object as unknown as PriorityClass)
    .filter((candidate) => candidate.globalDefault === true)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}
