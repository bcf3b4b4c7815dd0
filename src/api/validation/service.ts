/** Services. Addresses and node ports are there already: the server's allocator runs first. Source: ValidateService. */
import { isExternal } from "../defaults/service.ts";
import type { Service, ServicePort, ServiceSpec } from "../generated/types.ts";
import { nonSpecialIp, parseIp, validCidr, validIp } from "./addresses.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateLabels } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { oneOf, optionalOneOf, portNumber, portNumberOrName } from "./numbers.ts";

/** One day. */
const affinitySecondsMax = 86400;
const onlyBalancers = "may only be used when `type` is 'LoadBalancer'";

export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === "None";
}

export function validateService(errors: FieldErrors, service: Service): void {
  const spec = service.spec ?? {};
  const { type } = spec;
  validateTopologyAnnotations(errors, service.metadata.annotations ?? {});
  if (!spec.ports?.length && !isHeadless(spec) && type !== "ExternalName") {
    errors.push(required("spec.ports"));
  }
  if ((type === "LoadBalancer" || type === "NodePort") && isHeadless(spec)) {
    const message = `may not be set to 'None' for ${type} services`;
    errors.push(invalidValue("spec.clusterIPs[0]", "None", message));
  }
  if (type === "ExternalName") validateExternalName(errors, spec);
  validatePorts(errors, spec);
  validateLabels(errors, "spec.selector", spec.selector);
  validateAffinity(errors, spec);
  if (type !== "ExternalName") validateClusterIps(errors, spec);
  for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
    const found = validIp(`spec.externalIPs[${index}]`, ip);
    errors.push(...(found.length > 0 ? found : nonSpecialIp(`spec.externalIPs[${index}]`, ip)));
  }
  errors.push(
    ...oneOf("spec.type", type, ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
  );
  validateUniquePorts(errors, spec);
  validateBalancer(errors, service, spec);
  validatePolicies(errors, spec);
}

const topologyMode = "service.kubernetes.io/topology-mode";
const topologyHints = "service.kubernetes.io/topology-aware-hints";

/** One annotation under its old and its new name. */
function validateTopologyAnnotations(
  errors: FieldErrors,
  annotations: Readonly<Record<string, string>>,
): void {
  const mode = annotations[topologyMode];
  const hints = annotations[topologyHints];
  if (mode === undefined || hints === undefined || mode === hints) return;
  const message = `must match annotations[${topologyHints}] when both are specified`;
  errors.push(invalidValue(`metadata.annotations[${topologyMode}]`, mode, message));
}

function validateExternalName(errors: FieldErrors, spec: ServiceSpec): void {
  const refused = "may not be set for ExternalName services";
  if (spec.clusterIPs?.length) errors.push(forbiddenField("spec.clusterIPs", refused));
  if (spec.ipFamilies?.length) errors.push(forbiddenField("spec.ipFamilies", refused));
  if (spec.ipFamilyPolicy !== undefined) {
    errors.push(forbiddenField("spec.ipFamilyPolicy", refused));
  }
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  if (name === "") errors.push(required("spec.externalName"));
  else errors.push(...invalidAll("spec.externalName", name, dnsSubdomain(name)));
}

function validatePorts(errors: FieldErrors, spec: ServiceSpec): void {
  const ports = spec.ports ?? [];
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `spec.ports[${index}]`;
    if (!port.name) {
      if (ports.length > 1) errors.push(required(`${at}.name`));
    } else {
      errors.push(...invalidAll(`${at}.name`, port.name, dnsLabel(port.name)));
      if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    errors.push(
      ...portNumber(`${at}.port`, port.port ?? 0),
      ...oneOf(`${at}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]),
      ...portNumberOrName(`${at}.targetPort`, port.targetPort),
    );
    if (port.appProtocol !== undefined) {
      errors.push(
        ...invalidAll(`${at}.appProtocol`, port.appProtocol, qualifiedName(port.appProtocol)),
      );
    }
  }
}

function validateUniquePorts(
  errors: FieldErrors,
  { type, ports = [] }: { readonly type?: string; readonly ports?: readonly ServicePort[] },
): void {
  for (const [index, { nodePort }] of ports.entries()) {
    if (type !== "ClusterIP" || !nodePort) continue;
    const at = `spec.ports[${index}].nodePort`;
    errors.push(forbiddenField(at, "may not be used when `type` is 'ClusterIP'"));
  }
  const nodePorts = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  }
  const numbers = new Set<string>();
  for (const [index, { protocol = "", port }] of ports.entries()) {
    const key = `${protocol}/${port ?? 0}`;
    // Shown with nothing but what it is compared by.
    const shown = goValue("core.ServicePort", { port, protocol });
    if (numbers.has(key)) errors.push(duplicate(`spec.ports[${index}]`, shown));
    numbers.add(key);
  }
}

function validateAffinity(errors: FieldErrors, spec: ServiceSpec): void {
  const { sessionAffinity, sessionAffinityConfig } = spec;
  errors.push(...oneOf("spec.sessionAffinity", sessionAffinity, ["ClientIP", "None"]));
  const at = "spec.sessionAffinityConfig";
  if (sessionAffinity === "None" && sessionAffinityConfig) {
    errors.push(forbiddenField(at, "must not be set when session affinity is None"));
  }
  if (sessionAffinity !== "ClientIP") return;
  const detail = "when session affinity type is ClientIP";
  const timeout = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (!sessionAffinityConfig) errors.push(required(at, detail));
  else if (!sessionAffinityConfig.clientIP) errors.push(required(`${at}.clientIP`, detail));
  else if (timeout === undefined) errors.push(required(`${at}.clientIP.timeoutSeconds`, detail));
  else if (timeout <= 0 || timeout > affinitySecondsMax) {
    errors.push(
      invalidValue(
        `${at}.clientIP.timeoutSeconds`,
        timeout,
        `must be greater than 0 and less than ${affinitySecondsMax}`,
      ),
    );
  }
}

/** Also the allocator's check of what a user asks for, before it allocates. */
export function validateClusterIps(errors: FieldErrors, spec: ServiceSpec): void {
  const { clusterIP, clusterIPs = [], ipFamilies = [] } = spec;
  if (clusterIP) {
    if (clusterIPs.length === 0) errors.push(required("spec.clusterIPs"));
    else if (clusterIPs[0] !== clusterIP) {
      const message = "first value must match `clusterIP`";
      errors.push(invalidValue("spec.clusterIPs", clusterIPs, message));
    }
  } else if (clusterIPs.length > 0) {
    const message = "must be empty when `clusterIP` is not specified";
    errors.push(invalidValue("spec.clusterIPs", clusterIPs, message));
  }
  const seen = new Set<string>();
  for (const [index, family] of ipFamilies.entries()) {
    const at = `spec.ipFamilies[${index}]`;
    if (family !== "IPv4" && family !== "IPv6") {
      errors.push(notSupported(at, family, ["IPv4", "IPv6"]));
    }
    if (seen.has(family)) errors.push(duplicate(at, family));
    seen.add(family);
  }
  errors.push(
    ...optionalOneOf("spec.ipFamilyPolicy", spec.ipFamilyPolicy, [
      "PreferDualStack",
      "RequireDualStack",
      "SingleStack",
    ]),
  );
  if (validateEachIp(errors, clusterIPs)) validateFamilies(errors, spec);
}

/** False when an address is wrong in itself, so that comparing families would say nothing. */
function validateEachIp(errors: FieldErrors, clusterIPs: readonly string[]): boolean {
  let valid = true;
  for (const [index, ip] of clusterIPs.entries()) {
    if (index === 0 && ip === "None") {
      if (clusterIPs.length > 1) {
        const message = "'None' must be the first and only value";
        errors.push(invalidValue("spec.clusterIPs", clusterIPs, message));
        valid = false;
      }
      continue;
    }
    const found = validIp(`spec.clusterIPs[${index}]`, ip);
    if (found.length > 0) valid = false;
    errors.push(...found);
  }
  if (clusterIPs.length > 2) {
    errors.push(invalidValue("spec.clusterIPs", clusterIPs, "may only hold up to 2 values"));
  }
  return valid;
}

function validateFamilies(errors: FieldErrors, spec: ServiceSpec): void {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  if (isHeadless(spec)) return;
  const families = clusterIPs.map((ip) => (parseIp(ip)?.bits === 128 ? "IPv6" : "IPv4"));
  if (families.length > 1 && new Set(families).size < 2) {
    const message = "may specify no more than one IP for each IP family";
    errors.push(invalidValue("spec.clusterIPs", clusterIPs, message));
  }
  for (const [index, family] of families.entries()) {
    const expected = ipFamilies[index];
    if (expected === family || (expected !== "IPv4" && expected !== "IPv6")) continue;
    errors.push(
      invalidValue(
        `spec.clusterIPs[${index}]`,
        clusterIPs[index],
        `expected an ${expected} value as indicated by \`ipFamilies[${index}]\``,
      ),
    );
  }
}

function validateBalancer(errors: FieldErrors, service: Service, spec: ServiceSpec): void {
  const balancer = spec.type === "LoadBalancer";
  const annotation = "service.beta.kubernetes.io/load-balancer-source-ranges";
  const annotated = service.metadata.annotations?.[annotation];
  if (spec.loadBalancerSourceRanges?.length) {
    const at = "spec.LoadBalancerSourceRanges";
    if (!balancer) errors.push(forbiddenField(at, onlyBalancers));
    for (const [index, range] of spec.loadBalancerSourceRanges.entries()) {
      errors.push(...validCidr(`${at}[${index}]`, range.trim()));
    }
  } else if (annotated !== undefined) {
    const at = `metadata.annotations[${annotation}]`;
    if (!balancer) errors.push(forbiddenField(at, onlyBalancers));
    for (const range of annotated.trim() === "" ? [] : annotated.split(",")) {
      errors.push(...validCidr(at, range.trim()));
    }
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !balancer) {
    errors.push(forbiddenField("spec.allocateLoadBalancerNodePorts", onlyBalancers));
  }
  validateBalancerClass(errors, spec);
}

function validateBalancerClass(errors: FieldErrors, spec: ServiceSpec): void {
  const { loadBalancerClass } = spec;
  if (loadBalancerClass === undefined) return;
  const at = "spec.loadBalancerClass";
  if (spec.type !== "LoadBalancer") errors.push(forbiddenField(at, onlyBalancers));
  else errors.push(...invalidAll(at, loadBalancerClass, qualifiedName(loadBalancerClass)));
}

/** Balancers that keep traffic on the node are asked for their health on a port of their own. */
function needsHealthCheck(spec: ServiceSpec): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}

function validatePolicies(errors: FieldErrors, spec: ServiceSpec): void {
  const external = spec.externalTrafficPolicy;
  if (isExternal(spec)) {
    errors.push(...oneOf("spec.externalTrafficPolicy", external, ["Cluster", "Local"]));
  } else if (external) {
    const message = "may only be set for externally-accessible services";
    errors.push(invalidValue("spec.externalTrafficPolicy", external, message));
  }
  const port = spec.healthCheckNodePort ?? 0;
  if (needsHealthCheck(spec)) {
    if (port === 0) errors.push(required("spec.healthCheckNodePort"));
    else errors.push(...portNumber("spec.healthCheckNodePort", port));
  } else if (port !== 0) {
    errors.push(
      invalidValue(
        "spec.healthCheckNodePort",
        port,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    );
  }
  const internal = spec.internalTrafficPolicy;
  if (internal !== undefined) {
    errors.push(...optionalOneOf("spec.internalTrafficPolicy", internal, ["Cluster", "Local"]));
  } else if (isServed(spec)) errors.push(required("spec.internalTrafficPolicy"));
  errors.push(
    ...optionalOneOf("spec.trafficDistribution", spec.trafficDistribution, [
      "PreferClose",
      "PreferSameZone",
      "PreferSameNode",
    ]),
  );
}

/** Of a type that Kubernetes knows, and that has addresses. */
function isServed({ type }: ServiceSpec): boolean {
  return type === "ClusterIP" || type === "NodePort" || type === "LoadBalancer";
}

const fixed = "may not change once set";

/** What may change; `validateService` runs beside it. */
export function validateServiceUpdate(errors: FieldErrors, next: Service, previous: Service): void {
  const after = next.spec ?? {};
  const before = previous.spec ?? {};
  if (after.type !== "ExternalName" && before.type !== "ExternalName") {
    validateClusterIpChange(errors, after, before);
    if (isHeadless(after) === isHeadless(before) && !isHeadless(after)) {
      validateFamilyChange(errors, after, before);
    }
  }
  if (after.type === "LoadBalancer" && before.type === "LoadBalancer") {
    if (after.loadBalancerClass !== before.loadBalancerClass) {
      errors.push(invalidValue("spec.loadBalancerClass", after.loadBalancerClass, fixed));
    }
  }
  validateBalancerClass(errors, after);
  if (
    needsHealthCheck(before) &&
    needsHealthCheck(after) &&
    after.healthCheckNodePort !== before.healthCheckNodePort
  ) {
    errors.push(forbiddenField("spec.healthCheckNodePort", "field is immutable"));
  }
}

function validateClusterIpChange(
  errors: FieldErrors,
  after: ServiceSpec,
  before: ServiceSpec,
): void {
  if (isHeadless(before) && isHeadless(after)) return;
  const old = before.clusterIPs ?? [];
  const ips = after.clusterIPs ?? [];
  if (old.length === ips.length) {
    for (const [index, ip] of old.entries()) {
      if (ip !== ips[index]) errors.push(invalidValue(`spec.clusterIPs[${index}]`, ips, fixed));
    }
    return;
  }
  if (old.length > 0 && ips.length === 0) {
    const message = "primary clusterIP can not be unset";
    errors.push(invalidValue("spec.clusterIPs[0]", after.clusterIPs, message));
  }
  if (old.length > 0 && ips.length > 0 && ips[0] !== old[0]) {
    errors.push(invalidValue("spec.clusterIPs[0]", ips, fixed));
  }
  if (old.length > ips.length && ips.length === 1 && after.ipFamilyPolicy !== "SingleStack") {
    errors.push(
      invalidValue(
        "spec.ipFamilyPolicy",
        after.ipFamilyPolicy,
        "must be set to 'SingleStack' when releasing the secondary clusterIP",
      ),
    );
  }
}

function validateFamilyChange(errors: FieldErrors, after: ServiceSpec, before: ServiceSpec): void {
  const old = before.ipFamilies ?? [];
  const families = after.ipFamilies ?? [];
  const at = "spec.ipFamilies[0]";
  if (old.length === families.length) {
    for (const [index, family] of old.entries()) {
      if (family !== families[index]) errors.push(invalidValue(at, families, fixed));
    }
    return;
  }
  if (old.length > families.length && !after.clusterIPs?.length) {
    const message = "primary ipFamily can not be unset";
    errors.push(invalidValue(at, families.length > 0 ? families : undefined, message));
  }
  if (old.length > 0 && families.length > 0 && families[0] !== old[0]) {
    errors.push(invalidValue(at, after.clusterIPs, fixed));
  }
  if (
    old.length > families.length &&
    families.length === 1 &&
    after.ipFamilyPolicy !== "SingleStack"
  ) {
    errors.push(
      invalidValue(
        "spec.ipFamilyPolicy",
        after.ipFamilyPolicy,
        "must be set to 'SingleStack' when releasing the secondary ipFamily",
      ),
    );
  }
}
