/**
 * Plugin NodeDeclaredFeatureValidator: a bound Pod changes only into what its node says that it can do (plugin/pkg/admission/nodedeclaredfeatures;
 * component-helpers, nodedeclaredfeatures/features/inplacepodresize).
 */
import type { Container, Node, Pod, ResourceRequirements } from "../../api/generated/types.ts";
import { compareQuantities, parseQuantity } from "../../api/quantity.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";
import { refused } from "./refusal.ts";

/** What a change asks of the node, by the names that kubelets declare. What is asked of Pods that are yet to be bound is the scheduler's. */
const features: readonly (readonly [name: string, isAskedFor: (next: Pod, old: Pod) => boolean])[] =
  [
    ["GuaranteedQoSPodCPUResize", changesGuaranteedCpu],
    ["InPlacePodLevelResourcesVerticalScaling", changesPodResources],
  ];

export function nodeFeatures(store: Store): AdmissionPlugin {
  return {
    name: "NodeDeclaredFeatureValidator",
    validate(request) {
      const { operation, target, object, previous } = request;
      const { definition, subresource } = target;
      if (definition.kind !== "Pod" || definition.group !== "" || operation !== "UPDATE") return;
      if (subresource !== "" && subresource !== "resize") return;
      const [pod, old] = [object as Pod, previous as Pod | undefined];
      const name = pod.spec?.nodeName;
      if (!name || !old || pod.metadata.generation === old.metadata.generation) return;
      const asked = features.filter(([, isAskedFor]) => isAskedFor(pod, old));
      if (asked.length === 0) return;
      const entry = store.head({ resource: "nodes", namespace: "", name });
      if (!entry) throw refused(request, `node ${quote(name)} not found`);
      const declared = (entry.object as Node).status?.declaredFeatures ?? [];
      const lacking = asked.map(([feature]) => feature).filter((each) => !declared.includes(each));
      if (lacking.length === 0) return;
      const why = `pod update requires features ${lacking.join(", ")} which are not available on node ${quote(name)}`;
      throw refused(request, why);
    },
  };
}

/** Whole processors of a Guaranteed Pod may be its own. */
function changesGuaranteedCpu(next: Pod, old: Pod): boolean {
  if (old.status?.qosClass !== "Guaranteed") return false;
  const cpuOf = (container: Container | undefined) => container?.resources?.requests?.["cpu"];
  const following = next.spec?.containers ?? [];
  return (old.spec?.containers ?? []).some(
    (container, index) => !sameQuantity(cpuOf(container), cpuOf(following[index])),
  );
}

function changesPodResources(next: Pod, old: Pod): boolean {
  const [a, b] = [old.spec?.resources, next.spec?.resources];
  if (a === undefined || b === undefined) return a !== b;
  return !sameList(a.limits, b.limits) || !sameList(a.requests, b.requests);
}

function sameList(
  a: ResourceRequirements["limits"] = {},
  b: ResourceRequirements["limits"] = {},
): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => name in b && sameQuantity(a[name], b[name]));
}

/** None is zero. */
function sameQuantity(a = "0", b = "0"): boolean {
  if (a === b) return true;
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left.ok && right.ok && compareQuantities(left.quantity, right.quantity) === 0;
}
