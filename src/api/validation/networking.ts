/** Ingresses and IngressClasses. Source: pkg/apis/networking/validation. */
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressClass,
  IngressRule,
  IngressSpec,
} from "../generated/types.ts";
import { parseIpSloppy, validIp } from "./addresses.ts";
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
import { validateImmutable } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, pathSegmentName, portName, wildcardSubdomain } from "./names.ts";
import { portNumber } from "./numbers.ts";

const classAnnotation = "kubernetes.io/ingress.class";

/** What an update may keep of the object it replaces. */
interface Tolerance {
  readonly secretNames: boolean;
  readonly wildcardRules: boolean;
}

const strict: Tolerance = { secretNames: false, wildcardRules: false };

export function validateIngress(errors: FieldErrors, ingress: Ingress): void {
  validateSpec(errors, ingress.spec ?? {}, strict);
}

export function validateIngressUpdate(errors: FieldErrors, next: Ingress, previous: Ingress): void {
  const { tls = [], rules = [] } = previous.spec ?? {};
  validateSpec(errors, next.spec ?? {}, {
    secretNames: tls.some(({ secretName }) => secretName && dnsSubdomain(secretName).length > 0),
    wildcardRules: rules.some((rule) => {
      const faults: FieldErrors = [];
      if (rule.host?.includes("*")) validateRuleValue(faults, "", rule);
      return faults.length > 0;
    }),
  });
}

function validateSpec(errors: FieldErrors, spec: IngressSpec, tolerance: Tolerance): void {
  if (!spec.rules?.length && !spec.defaultBackend) {
    const message = "either `defaultBackend` or `rules` must be specified";
    errors.push(invalidValue("spec", spec.rules, message));
  }
  if (spec.defaultBackend) validateBackend(errors, "spec.defaultBackend", spec.defaultBackend);
  for (const [index, rule] of (spec.rules ?? []).entries()) {
    const at = `spec.rules[${index}]`;
    const { host } = rule;
    if (host) {
      if (parseIpSloppy(host)) {
        const message = "must be a DNS name, not an IP address";
        errors.push(invalidValue(`${at}.host`, host, message));
      }
      errors.push(...invalidAll(`${at}.host`, host, hostMessages(host)));
    }
    if (!host?.includes("*") || !tolerance.wildcardRules) validateRuleValue(errors, at, rule);
  }
  for (const [index, { hosts, secretName }] of (spec.tls ?? []).entries()) {
    const at = `spec.tls[${index}]`;
    for (const [position, host] of (hosts ?? []).entries()) {
      errors.push(...invalidAll(`${at}.hosts[${position}]`, host, hostMessages(host)));
    }
    if (secretName && !tolerance.secretNames) {
      errors.push(...invalidAll(`${at}.secretName`, secretName, dnsSubdomain(secretName)));
    }
  }
  const className = spec.ingressClassName;
  if (className !== undefined) {
    errors.push(...invalidAll("spec.ingressClassName", className, dnsSubdomain(className)));
  }
}

function validateRuleValue(errors: FieldErrors, path: string, { http }: IngressRule): void {
  if (!http) return;
  if (!http.paths?.length) errors.push(required(`${path}.http.paths`));
  for (const [position, rule] of (http.paths ?? []).entries()) {
    validatePath(errors, `${path}.http.paths[${position}]`, rule);
  }
}

/** Addresses that were there before are not looked at again. */
export function validateIngressStatus(errors: FieldErrors, next: Ingress, previous: Ingress): void {
  const known = new Set((previous.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip));
  for (const [index, { ip, hostname }] of (next.status?.loadBalancer?.ingress ?? []).entries()) {
    const at = `status.loadBalancer.ingress[${index}]`;
    if (ip && !known.has(ip)) errors.push(...validIp(`${at}.ip`, ip));
    if (!hostname) continue;
    errors.push(...invalidAll(`${at}.hostname`, hostname, dnsSubdomain(hostname)));
    if (parseIpSloppy(hostname)) {
      const message = "must be a DNS name, not an IP address";
      errors.push(invalidValue(`${at}.hostname`, hostname, message));
    }
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
  if (rule.pathType === undefined) {
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
    else errors.push(...invalidAll(`${at}.name`, service.name, dnsLabel(service.name)));
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
  reference: { readonly apiGroup?: string | null; readonly kind?: string; readonly name?: string },
): void {
  const { apiGroup } = reference;
  // Written as null where nobody set it, by one of the types.
  if (apiGroup !== undefined && apiGroup !== null) {
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
  if (controller.length > 250) errors.push(tooLong("spec.controller", 250));
  validatePrefixedPath(errors, "spec.controller", controller);
  const parameters = ingressClass.spec?.parameters;
  if (!parameters) return;
  const path = "spec.parameters";
  validateReference(errors, path, parameters);
  const { scope, namespace } = parameters;
  if (scope === undefined || scope === null) errors.push(required(`${path}.scope`));
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
