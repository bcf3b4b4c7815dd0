/** The status of Services: what a balancer may say of itself. Source: ValidateLoadBalancerStatus in pkg/apis/core/validation. */
import type { Service } from "../generated/types.ts";
import { parseIp, validIp } from "./addresses.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { dnsSubdomain } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";

/** Status of a balancer: addresses that are addresses, names that are names. */
export function validateServiceStatus(errors: FieldErrors, service: Service): void {
  const path = "status.loadBalancer.ingress";
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0 && service.spec?.type !== "LoadBalancer") {
    errors.push(forbiddenField(path, "may only be used when `spec.type` is 'LoadBalancer'"));
    return;
  }
  for (const [index, { ip, ipMode, hostname }] of ingress.entries()) {
    const at = `${path}[${index}]`;
    if (ip) errors.push(...validIp(`${at}.ip`, ip));
    if (ip && ipMode === undefined) {
      errors.push(required(`${at}.ipMode`, "must be specified when `ip` is set"));
    } else if (ipMode !== undefined && !ip) {
      errors.push(forbiddenField(`${at}.ipMode`, "may not be specified when `ip` is not set"));
    } else errors.push(...optionalOneOf(`${at}.ipMode`, ipMode, ["Proxy", "VIP"]));
    if (!hostname) continue;
    errors.push(...invalidAll(`${at}.hostname`, hostname, dnsSubdomain(hostname)));
    if (parseIp(hostname)) {
      const message = "must be a DNS name, not an IP address";
      errors.push(invalidValue(`${at}.hostname`, hostname, message));
    }
  }
}
