/** Services: what becomes of fields that do not go with a new type. Source: pkg/registry/core/service/strategy.go. */
import { put } from "../defaults/fill.ts";
import { defaultService, isExternal } from "../defaults/service.ts";
import type { Service, ServiceSpec } from "../generated/types.ts";
import { dnsLabel } from "../validation/names.ts";
import { same } from "../validation/same.ts";
import { validateServiceStatus } from "../validation/service-status.ts";
import { validateService, validateServiceUpdate } from "../validation/service.ts";
import { rules } from "./kind-rules.ts";
import { serviceStatusWarnings, serviceWarnings } from "./service-warnings.ts";

export const serviceRules = rules<Service>({
  updateOrder: ["update", "change", "rest"],
  default: defaultService,
  // RelaxedServiceNameValidation: a label may begin with a digit.
  name: dnsLabel,
  generation: "none",
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,
  warnings: serviceWarnings,
  statusWarnings: serviceStatusWarnings,
  allowCreateOnUpdate: true,
  prepareForUpdate: dropTypeDependentFields,
  selectableFields: (service) => ({
    "spec.clusterIP": service.spec?.clusterIP ?? "",
    "spec.type": service.spec?.type ?? "",
  }),
});

/** A client that changes the type need not clear what was filled in for the old one, as long as it left that alone. */
function dropTypeDependentFields(next: Service, previous: Service): Service {
  const before = previous.spec ?? {};
  let spec = next.spec ?? {};
  const isUntouched = (...fields: readonly (keyof ServiceSpec)[]): boolean =>
    fields.every((field) => same(spec[field], before[field]));
  if (before.type !== "ExternalName" && spec.type === "ExternalName") {
    const addresses = isUntouched("clusterIP", "clusterIPs");
    const families = isUntouched("ipFamilies");
    const policy = isUntouched("ipFamilyPolicy");
    if (addresses) spec = put(put(spec, "clusterIP", undefined), "clusterIPs", undefined);
    if (families) spec = put(spec, "ipFamilies", undefined);
    if (policy) spec = put(spec, "ipFamilyPolicy", undefined);
  }
  if (needsNodePort(before) && !needsNodePort(spec)) spec = withoutNodePorts(spec, before);
  if (needsHealthCheck(before) && !needsHealthCheck(spec) && isUntouched("healthCheckNodePort")) {
    spec = put(spec, "healthCheckNodePort", undefined);
  }
  if (before.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    for (const field of ["allocateLoadBalancerNodePorts", "loadBalancerClass"] as const) {
      if (isUntouched(field)) spec = put(spec, field, undefined);
    }
  }
  if (isExternal(before) && !isExternal(spec) && isUntouched("externalTrafficPolicy")) {
    spec = put(spec, "externalTrafficPolicy", undefined);
  }
  const changed = put(next, "spec", spec);
  if (spec.type === "LoadBalancer") return changed;
  return put(changed, "status", { ...changed.status, loadBalancer: {} });
}

function needsNodePort({ type }: ServiceSpec): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === "LoadBalancer" && externalTrafficPolicy === "Local";
}

/** The ports without node ports, unless one of them is new. */
function withoutNodePorts(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  const known = new Set((before.ports ?? []).map(({ nodePort }) => nodePort));
  const ports = spec.ports ?? [];
  if (ports.some(({ nodePort }) => nodePort && !known.has(nodePort))) return spec;
  const bare = ports.map(({ nodePort: _gone, ...port }) => port);
  return put(spec, "ports", spec.ports && bare);
}
