/** Defaults of Services. IP families and addresses are the allocator's. Source: SetDefaults_Service in pkg/apis/core/v1. */
import type { Service, ServicePort, ServiceSpec } from "../generated/types.ts";
import { fill, fillAbsent, mapShared, put, within } from "./fill.ts";

/** Three hours. */
const affinityTimeoutSeconds = 10800;

export function defaultService(service: Service): Service {
  let spec = fill<ServiceSpec>(service.spec ?? {}, { sessionAffinity: "None", type: "ClusterIP" });
  spec = put(spec, "ports", mapShared(spec.ports, defaultServicePort));
  if (spec.sessionAffinity === "None") spec = put(spec, "sessionAffinityConfig", undefined);
  else if (
    spec.sessionAffinity === "ClientIP" &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  ) {
    const clientIP = { timeoutSeconds: affinityTimeoutSeconds };
    spec = put(spec, "sessionAffinityConfig", { clientIP });
  }
  if (isExternal(spec)) spec = fill(spec, { externalTrafficPolicy: "Cluster" });
  if (spec.type !== "ExternalName") {
    spec = fillAbsent(spec, { internalTrafficPolicy: "Cluster" });
  }
  if (spec.type !== "LoadBalancer") return put(service, "spec", spec);
  spec = fill(spec, { allocateLoadBalancerNodePorts: true });
  return put(defaultIngressMode(service), "spec", spec);
}

/** Reachable from outside the cluster, so that the external traffic policy says something. */
export function isExternal(spec: ServiceSpec): boolean {
  return (
    spec.type === "LoadBalancer" ||
    spec.type === "NodePort" ||
    (spec.type === "ClusterIP" && (spec.externalIPs?.length ?? 0) > 0)
  );
}

function defaultServicePort(port: ServicePort): ServicePort {
  const result = fill(port, { protocol: "TCP" });
  const target = result.targetPort;
  if (target !== undefined && target !== 0 && target !== "") return result;
  return { ...result, targetPort: port.port };
}

function defaultIngressMode(service: Service): Service {
  return within(service, "status", (status) =>
    within(status, "loadBalancer", (balancer) =>
      put(
        balancer,
        "ingress",
        mapShared(balancer.ingress, (ingress) =>
          ingress.ip ? fillAbsent(ingress, { ipMode: "VIP" }) : ingress,
        ),
      ),
    ),
  );
}
