/**
 * Plugin PodResizeValidator: a Pod that is bound grows no larger than its node, and only where Linux is (plugin/pkg/admission/podresize).
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import { amountsOf, podRequests } from "../../api/pod-requests.ts";
import { StatusError } from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { refused } from "./refusal.ts";

const operatingSystem = "kubernetes.io/os";

export function podResize(store: Store): AdmissionPlugin {
  return {
    name: "PodResizeValidator",
    validate(request) {
      const { operation, target, object, previous } = request;
      const { group, kind } = target.definition;
      if (operation !== "UPDATE" || target.subresource !== "resize") return;
      if (kind !== "Pod" || group !== "") return;
      const pod = object as Pod;
      const name = pod.spec?.nodeName;
      // Of an unchanged spec there is nothing to say.
      if (!name || pod.metadata.generation === previous?.metadata.generation) return;
      const entry = store.head({ resource: "nodes", namespace: "", name });
      if (!entry) throw refused(request, `node ${quote(name)} not found`);
      requireRoom(request, pod, entry.object as Node);
      requireLinux(request, entry.object as Node);
    },
  };
}

function requireRoom(request: AdmissionRequest, pod: Pod, { status }: Node): void {
  const { status: _unheeded, ...wanted } = pod;
  const requests = podRequests(wanted);
  const allocatable = amountsOf(status?.allocatable);
  const lacking = ["cpu", "memory"].flatMap((name) => {
    const [asked, there] = [requests.get(name) ?? 0, allocatable.get(name) ?? 0];
    return asked > there ? [`${name}, requested: ${asked}, allocatable: ${there}`] : [];
  });
  if (lacking.length === 0) return;
  const why = `Node didn't have enough allocatable resources: ${lacking.join("; ")}`;
  throw because("NodeCapacity", refused(request, why));
}

function requireLinux(request: AdmissionRequest, { metadata }: Node): void {
  const system = metadata.labels?.[operatingSystem] ?? "";
  if (system === "linux") return;
  const why = `pod resize is only supported on linux nodes, node ${quote(metadata.name ?? "")} is ${quote(system)}`;
  throw because("UnsupportedPlatform", refused(request, why));
}

function because(reason: string, { status }: StatusError): StatusError {
  return new StatusError({ ...status, details: { ...status.details, causes: [{ reason }] } });
}
