/** The APIServices of what this server answers itself, as kube-apiserver registers them (pkg/controlplane/apiserver/aggregator.go). */
import type { APIService } from "../../api/generated/types.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { groupPriority } from "../discovery/group-order.ts";

/** `onstart` for Kubernetes' own groups, `true` for those of custom resources, which come and go. */
export const automanagedLabel = "kube-aggregator.kubernetes.io/automanaged";

/** kube-apiserver's own; any other stable version has 15, a beta one 9, an alpha one 1. */
const versionPriorities: Readonly<Record<string, number>> = {
  "v1.": 1,
  "v2.autoscaling": 30,
  "v1.flowcontrol.apiserver.k8s.io": 21,
  "v1.resource.k8s.io": 21,
};
const customVersionPriority = 100;

/** By name: `v1.apps`. The group that APIServices themselves are of is nobody's but the aggregator's, and has none. */
export function localServices(
  definitions: readonly ResourceDefinition[],
): ReadonlyMap<string, APIService> {
  const found = new Map<string, APIService>();
  for (const { group, version, custom } of definitions) {
    const name = `${version}.${group}`;
    if (group === "apiregistration.k8s.io" || found.has(name)) continue;
    found.set(name, {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name, labels: { [automanagedLabel]: custom ? "true" : "onstart" } },
      spec: {
        ...(group === "" ? {} : { group }),
        version,
        groupPriorityMinimum: groupPriority(group),
        versionPriority: custom ? customVersionPriority : versionPriority(name, version),
      },
    });
  }
  return found;
}

function versionPriority(name: string, version: string): number {
  const known = versionPriorities[name];
  if (known !== undefined) return known;
  if (version.includes("alpha")) return 1;
  return version.includes("beta") ? 9 : 15;
}
