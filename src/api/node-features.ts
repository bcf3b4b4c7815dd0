/**
 * What Pods ask of nodes beyond resources, by the names under which kubelets declare that they can do it (KEP-5328): what 1.36 knows of
 * and has on by default. Source: component-helpers, nodedeclaredfeatures/features.
 */
import type { Container, PodSpec } from "./generated/types.ts";
import { compareQuantities, parseQuantity } from "./quantity.ts";

const wholePods = "InPlacePodLevelResourcesVerticalScaling";
const initContainers = "InPlacePodVerticalScalingInitContainers";
const restartsAll = "RestartAllContainersOnContainerExits";

/** What a Pod needs of its node to be there at all; names in order. */
export function featuresForScheduling(spec: PodSpec | undefined): readonly string[] {
  const isAsked = spec?.containers?.some(restarts) || spec?.initContainers?.some(restarts);
  return isAsked ? [restartsAll] : none;
}

const none: readonly string[] = [];

function restarts({ restartPolicyRules }: Container): boolean {
  return restartPolicyRules?.some(({ action }) => action === "RestartAllContainers") ?? false;
}

/** What a change of a Pod needs of the node that it is on; names in order. */
export function featuresForUpdate(
  old: PodSpec | undefined,
  next: PodSpec | undefined,
): readonly string[] {
  return [
    ...(sameResources(old?.resources, next?.resources) ? [] : [wholePods]),
    ...(changesInit(old, next) ? [initContainers] : []),
  ];
}

/** Sidecars are resized as main containers are, which every node can. */
function changesInit(old: PodSpec | undefined, next: PodSpec | undefined): boolean {
  return (old?.initContainers ?? []).some((container, index) => {
    if (container.restartPolicy === "Always") return false;
    return !sameResources(container.resources, next?.initContainers?.[index]?.resources);
  });
}

type Resources = Container["resources"];
type Amounts = Readonly<Record<string, string>>;

function sameResources(a: Resources, b: Resources): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameAmounts(a.limits, b.limits) && sameAmounts(a.requests, b.requests);
}

function sameAmounts(a: Amounts = {}, b: Amounts = {}): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => name in b && sameQuantity(a[name], b[name]));
}

function sameQuantity(a = "0", b = "0"): boolean {
  if (a === b) return true;
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left.ok && right.ok && compareQuantities(left.quantity, right.quantity) === 0;
}
