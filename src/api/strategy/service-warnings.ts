/** Doubtful use of Services. Source: pkg/api/service/warnings.go. */
import type { Service } from "../generated/types.ts";

const topologyHints = "service.kubernetes.io/topology-aware-hints";

export function serviceWarnings(service: Service): readonly string[] {
  const warnings: string[] = [];
  const spec = service.spec ?? {};
  if (service.metadata.annotations?.[topologyHints] !== undefined) {
    warnings.push(
      `metadata.annotations[${topologyHints}]: deprecated in v1.27+; use the trafficDistribution field instead`,
    );
  }
  const headless = spec.clusterIPs?.[0] === "None" || spec.clusterIP === "None";
  if (headless && spec.type !== "ExternalName") {
    if (spec.loadBalancerIP) {
      warnings.push("spec.loadBalancerIP is ignored for headless services");
    }
    if (spec.externalIPs?.length) {
      warnings.push("spec.externalIPs is ignored for headless services");
    }
    if (spec.sessionAffinity && spec.sessionAffinity !== "None") {
      warnings.push("spec.SessionAffinity is ignored for headless services");
    }
  }
  return warnings;
}
