/** Ingresses, IngressClasses and NetworkPolicies. Source: pkg/apis/networking/validation. */
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressClass,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../generated/types.ts";
import { contains, parseCidr, parseIp, validCidr } from "./addresses.ts";
import { validatePrefixedPath } from "./batch.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable, validateLabelSelector } from "./metadata.ts";
import {
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  pathSegmentName,
  portName,
  wildcardSubdomain,
} from "./names.ts";
import { optionalOneOf, portNumber } from "./numbers.ts";

const classAnnotation = "kubernetes.io/ingress.class";

export function validateIngress(errors: FieldErrors, ingress: Ingress): void {
  const spec = ingress.spec ?? {};
  if (!spec.rules?.length && !spec.defaultBackend) {
    const message = "either `defaultBackend` or `rules` must be specified";
    errors.push(invalidValue("spec", spec.rules, message));
  }
  if (spec.defaultBackend) validateBackend(errors, "spec.defaultBackend", spec.defaultBackend);
  for (const [index, rule] of (spec.rules ?? []).entries()) {
    const at = `spec.rules[${index}]`;
    const { host } = rule;
    if (host) {
      if (parseIp(host)) {
        const message = "must be a DNS name, not an IP address";
        errors.push(invalidValue(`${at}.host`, host, message));
      }
      errors.push(...invalidAll(`${at}.host`, host, hostMessages(host)));
    }
    if (!rule.http) continue;
    if (!rule.http.paths?.length) errors.push(required(`${at}.http.paths`));
    for (const [position, path] of (rule.http.paths ?? []).entries()) {
      validatePath(errors, `${at}.http.paths[${position}]`, path);
    }
  }
  for (const [index, { hosts, secretName }] of (spec.tls ?? []).entries()) {
    const at = `spec.tls[${index}]`;
    for (const [position, host] of (hosts ?? []).entries()) {
      errors.push(...invalidAll(`${at}.hosts[${position}]`, host, hostMessages(host)));
    }
    if (secretName) {
      errors.push(...invalidAll(`${at}.secretName`, secretName, dnsSubdomain(secretName)));
    }
  }
  const className = spec.ingressClassName;
  if (className !== undefined) {
    errors.push(...invalidAll("spec.ingressClassName", className, dnsSubdomain(className)));
  }
}

function hostMessages(host: string): readonly string[] {
  return host.includes("*") ? wildcardSubdomain(host) : dnsSubdomain(host);
}

/** For creation: the old annotation, where it is given too, says the same as the field. */
export function validateIngressClassAnnotation(errors: FieldErrors, ingress: Ingress): void {
  const annotation = ingress.metadata.annotations?.[classAnnotation];
  const name = ingress.spec?.ingressClassName;
  if (annotation === undefined || name === undefined || annotation === name) return;
  const message = "must match `ingressClassName` when both are specified";
  errors.push(invalidValue(`annotations.${classAnnotation}`, annotation, message));
}

const badSequences = ["//", "/./", "/../", "%2f", "%2F"];
const badEnds = ["/..", "/."];

function validatePath(errors: FieldErrors, path: string, rule: HTTPIngressPath): void {
  if (!rule.pathType) {
    errors.push(required(`${path}.pathType`, "pathType must be specified"));
    return;
  }
  const at = `${path}.path`;
  const text = rule.path ?? "";
  const strict = rule.pathType === "Exact" || rule.pathType === "Prefix";
  if (strict || rule.pathType === "ImplementationSpecific") {
    if (!text.startsWith("/") && (strict || text !== "")) {
      errors.push(invalidValue(at, text, "must be an absolute path"));
    }
    for (const sequence of strict ? badSequences : []) {
      if (text.includes(sequence)) {
        errors.push(invalidValue(at, text, `must not contain '${sequence}'`));
      }
    }
    for (const end of strict ? badEnds : []) {
      if (text.endsWith(end)) errors.push(invalidValue(at, text, `cannot end with '${end}'`));
    }
  } else {
    const supported = ["Exact", "ImplementationSpecific", "Prefix"];
    errors.push(notSupported(`${path}.pathType`, rule.pathType, supported));
  }
  validateBackend(errors, `${path}.backend`, rule.backend ?? {});
}

function validateBackend(errors: FieldErrors, path: string, backend: IngressBackend): void {
  const { resource, service } = backend;
  if (resource && service) {
    errors.push(invalidValue(path, "", "cannot set both resource and service backends"));
  } else if (resource) validateReference(errors, `${path}.resource`, resource);
  else if (service) {
    const at = `${path}.service`;
    if (!service.name) errors.push(required(`${at}.name`));
    else errors.push(...invalidAll(`${at}.name`, service.name, dns1035Label(service.name)));
    const { name, number } = service.port ?? {};
    if (name && number) {
      errors.push(invalidValue(path, "", "cannot set both port name & port number"));
    } else if (name) errors.push(...invalidAll(`${at}.port.name`, name, portName(name)));
    else if (number) errors.push(...portNumber(`${at}.port.number`, number));
    else errors.push(required(path, "port name or number is required"));
  } else errors.push(invalidValue(path, "", "resource or service backend is required"));
}

function validateReference(
  errors: FieldErrors,
  path: string,
  reference: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string },
): void {
  const { apiGroup } = reference;
  if (apiGroup !== undefined) {
    errors.push(...invalidAll(`${path}.apiGroup`, apiGroup, dnsSubdomain(apiGroup)));
  }
  for (const field of ["kind", "name"] as const) {
    const value = reference[field];
    if (!value) errors.push(required(`${path}.${field}`));
    else errors.push(...invalidAll(`${path}.${field}`, value, pathSegmentName(value)));
  }
}

export function validateIngressClass(errors: FieldErrors, ingressClass: IngressClass): void {
  const controller = ingressClass.spec?.controller ?? "";
  if (controller === "") errors.push(required("spec.controller"));
  else {
    if (controller.length > 250) errors.push(tooLong("spec.controller", 250));
    validatePrefixedPath(errors, "spec.controller", controller);
  }
  const parameters = ingressClass.spec?.parameters;
  if (!parameters) return;
  const path = "spec.parameters";
  validateReference(errors, path, parameters);
  const { scope, namespace } = parameters;
  if (scope === undefined) errors.push(required(`${path}.scope`));
  else if (scope === "Namespace") {
    if (namespace === undefined) {
      errors.push(required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'"));
    } else errors.push(...invalidAll(`${path}.namespace`, namespace, dnsLabel(namespace)));
  } else if (scope === "Cluster") {
    if (namespace !== undefined) {
      const message = "`parameters.scope` is set to 'Cluster'";
      errors.push(forbiddenField(`${path}.namespace`, message));
    }
  } else errors.push(notSupported(`${path}.scope`, scope, ["Cluster", "Namespace"]));
}

export function validateIngressClassUpdate(
  errors: FieldErrors,
  next: IngressClass,
  previous: IngressClass,
): void {
  validateImmutable(errors, "spec.controller", {
    next: next.spec?.controller,
    previous: previous.spec?.controller,
  });
}

export function validateNetworkPolicy(errors: FieldErrors, policy: NetworkPolicy): void {
  const spec = policy.spec ?? {};
  validateLabelSelector(errors, "spec.podSelector", spec.podSelector);
  for (const [index, rule] of (spec.ingress ?? []).entries()) {
    const at = `spec.ingress[${index}]`;
    validatePolicyPorts(errors, `${at}.ports`, rule.ports);
    validatePeers(errors, `${at}.from`, rule.from);
  }
  for (const [index, rule] of (spec.egress ?? []).entries()) {
    const at = `spec.egress[${index}]`;
    validatePolicyPorts(errors, `${at}.ports`, rule.ports);
    validatePeers(errors, `${at}.to`, rule.to);
  }
  const types = spec.policyTypes ?? [];
  if (types.length > 2) {
    const message = "may not specify more than two policyTypes";
    errors.push(invalidValue("spec.policyTypes", types, message));
    return;
  }
  for (const [index, type] of types.entries()) {
    errors.push(...optionalOneOf(`spec.policyTypes[${index}]`, type, ["Ingress", "Egress"]));
  }
}

function validatePolicyPorts(
  errors: FieldErrors,
  path: string,
  ports: readonly NetworkPolicyPort[] | undefined,
): void {
  for (const [index, { protocol, port, endPort }] of (ports ?? []).entries()) {
    const at = `${path}[${index}]`;
    errors.push(...optionalOneOf(`${at}.protocol`, protocol, ["TCP", "UDP", "SCTP"]));
    if (typeof port === "number") {
      errors.push(...portNumber(`${at}.port`, port));
      if (endPort === undefined) continue;
      if (endPort < port) {
        const message = "must be greater than or equal to `port`";
        errors.push(invalidValue(`${at}.endPort`, endPort, message));
      }
      errors.push(...portNumber(`${at}.endPort`, endPort));
    } else {
      if (endPort !== undefined) {
        const state = port === undefined ? "not specified" : "non-numeric";
        const message = `may not be specified when \`port\` is ${state}`;
        errors.push(invalidValue(`${at}.endPort`, endPort, message));
      }
      if (port !== undefined) errors.push(...invalidAll(`${at}.port`, port, portName(port)));
    }
  }
}

function validatePeers(
  errors: FieldErrors,
  path: string,
  peers: readonly NetworkPolicyPeer[] | undefined,
): void {
  for (const [index, { podSelector, namespaceSelector, ipBlock }] of (peers ?? []).entries()) {
    const at = `${path}[${index}]`;
    validateLabelSelector(errors, `${at}.podSelector`, podSelector);
    validateLabelSelector(errors, `${at}.namespaceSelector`, namespaceSelector);
    if (ipBlock) validateIpBlock(errors, `${at}.ipBlock`, ipBlock);
    if (!podSelector && !namespaceSelector && !ipBlock) {
      errors.push(required(at, "must specify a peer"));
    } else if (ipBlock && (podSelector || namespaceSelector)) {
      errors.push(forbiddenField(at, "may not specify both ipBlock and another peer"));
    }
  }
}

function validateIpBlock(
  errors: FieldErrors,
  path: string,
  block: NonNullable<NetworkPolicyPeer["ipBlock"]>,
): void {
  if (!block.cidr) {
    errors.push(required(`${path}.cidr`));
    return;
  }
  errors.push(...validCidr(`${path}.cidr`, block.cidr));
  const cidr = parseCidr(block.cidr);
  if (!cidr) return;
  for (const [index, text] of (block.except ?? []).entries()) {
    const at = `${path}.except[${index}]`;
    errors.push(...validCidr(at, text));
    const except = parseCidr(text);
    if (except && (!contains(cidr, except) || cidr.prefix >= except.prefix)) {
      errors.push(invalidValue(at, text, "must be a strict subset of `cidr`"));
    }
  }
}
