/** Doubtful use of Services. Source: pkg/api/service/warnings.go. */
import type { Service } from "../generated/types.ts";
import { cidrWarnings, ipWarnings } from "./address-warnings.ts";

const topologyHints = "service.kubernetes.io/topology-aware-hints";
const topologyMode = "service.kubernetes.io/topology-mode";

export function serviceWarnings(service: Service): readonly string[] {
  const warnings: string[] = [];
  const spec = service.spec ?? {};
  const { type, clusterIP = "", clusterIPs = [], externalIPs = [], loadBalancerIP = "" } = spec;
  if (service.metadata.annotations?.[topologyHints] !== undefined) {
    warnings.push(`annotation ${topologyHints} is deprecated, please use ${topologyMode} instead`);
  }
  if (clusterIP !== "" && clusterIP !== "None") {
    for (const [index, ip] of clusterIPs.entries()) {
      warnings.push(...ipWarnings(`spec.clusterIPs[${index}]`, ip));
    }
  }
  const isHeadless = type === "ClusterIP" && clusterIP === "None";
  if (isHeadless) {
    if (loadBalancerIP !== "") {
      warnings.push("spec.loadBalancerIP is ignored for headless services");
    }
    if (externalIPs.length > 0) {
      warnings.push("spec.externalIPs is ignored for headless services");
    }
    if (spec.sessionAffinity !== "None") {
      warnings.push("spec.SessionAffinity is ignored for headless services");
    }
  }
  for (const [index, ip] of externalIPs.entries()) {
    warnings.push(...ipWarnings(`spec.externalIPs[${index}]`, ip));
  }
  if (externalIPs.length > 0 && !isHeadless && type !== "ExternalName") {
    warnings.push(
      "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
    );
  }
  if (loadBalancerIP !== "") warnings.push(...ipWarnings("spec.loadBalancerIP", loadBalancerIP));
  for (const [index, cidr] of (spec.loadBalancerSourceRanges ?? []).entries()) {
    warnings.push(...cidrWarnings(`spec.loadBalancerSourceRanges[${index}]`, cidr));
  }
  if (type === "ExternalName" && externalIPs.length > 0) {
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  }
  if (type !== "ExternalName" && spec.externalName) {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  if (spec.trafficDistribution === "PreferClose") {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}

/** Of the addresses that a balancer reports. */
export function serviceStatusWarnings({ status }: Service): readonly string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }, index) =>
    ip ? ipWarnings(`status.loadBalancer.ingress[${index}]`, ip) : [],
  );
}
