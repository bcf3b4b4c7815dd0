/**
 * The downward API: fields and resources of a Pod as text, for environment variables and files. Follows pkg/fieldpath and
 * pkg/api/v1/resource.
 */
import type { ObjectFieldSelector, ResourceFieldSelector } from "../api/generated/types.ts";
import { quantityMilli, quantityToNumber, quantityValue } from "../api/quantity.ts";
import { type PodObject, specContainers } from "./pod-view.ts";

export interface FieldView {
  readonly pod: PodObject;
  readonly nodeIp: string;
  readonly podIp: string;
  /** Stands in for limits that a container does not have. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** The value of a field, or undefined when there is no such field. */
export function fieldValue(selector: ObjectFieldSelector, view: FieldView): string | undefined {
  const { pod } = view;
  const path = selector.fieldPath;
  const entry = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path);
  if (entry)
    return (
      (entry[1] === "labels" ? pod.metadata.labels : pod.metadata.annotations)?.[entry[2] ?? ""] ??
      ""
    );
  switch (path) {
    case "metadata.name":
      return pod.metadata.name;
    case "metadata.namespace":
      return pod.metadata.namespace ?? "";
    case "metadata.uid":
      return pod.metadata.uid;
    case "metadata.labels":
      return formatMap(pod.metadata.labels ?? {});
    case "metadata.annotations":
      return formatMap(pod.metadata.annotations ?? {});
    case "spec.nodeName":
      return pod.spec?.nodeName ?? "";
    case "spec.serviceAccountName":
      return pod.spec?.serviceAccountName ?? "";
    case "status.hostIP":
    case "status.hostIPs":
      return view.nodeIp;
    case "status.podIP":
    case "status.podIPs":
      return view.podIp;
    default:
      return undefined;
  }
}

/** `key="value"` lines in key order, values quoted as Go quotes them. */
function formatMap(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}

/** The value of a container's request or limit divided by the divisor and rounded up, or undefined when it cannot be had. */
export function resourceValue(
  selector: ResourceFieldSelector,
  containerName: string,
  view: FieldView,
): string | undefined {
  const name = selector.containerName || containerName;
  const spec = specContainers(view.pod).find((container) => container.spec.name === name)?.spec;
  const match = /^(limits|requests)\.(.+)$/.exec(selector.resource);
  if (!spec || !match) return undefined;
  const [, list, resource = ""] = match;
  const { limits = {}, requests = {} } = spec.resources ?? {};
  const quantity =
    list === "limits"
      ? (limits[resource] ?? view.allocatable[resource])
      : (requests[resource] ?? "0");
  const divisor = selector.divisor && selector.divisor !== "0" ? selector.divisor : "1";
  if (quantity === undefined) return undefined;
  if (resource === "cpu") {
    const [value, unit] = [quantityMilli(quantity), quantityMilli(divisor)];
    return value === undefined || !unit ? undefined : String(Math.ceil(value / unit));
  }
  const [value, unit] = [quantityValue(quantity), quantityToNumber(divisor)];
  return value === undefined || !unit ? undefined : String(Math.ceil(value / unit));
}
