/**
 * The families of a Service's addresses in a cluster that has addresses of IPv4 alone. Source: initIPFamilyFields and
 * normalizeClusterIPs in pkg/registry/core/service/storage.
 */
import type { ServiceSpec } from "../../api/generated/types.ts";
import type { FieldError } from "../../api/status.ts";
import { invalidValue } from "../../api/validation/field-errors.ts";
import { same } from "../../api/validation/same.ts";
import { validateClusterIps } from "../../api/validation/service.ts";

interface Change {
  readonly spec: ServiceSpec;
  readonly before: ServiceSpec | undefined;
}

/** The spec with families and their policy filled in; or the errors that stand against giving it addresses. */
export function withFamilies(change: Change, errors: FieldError[]): ServiceSpec {
  const { before } = change;
  const { spec } = change;
  if (isLeftAlone(change)) return spec;
  const policy = spec.ipFamilyPolicy ?? before?.ipFamilyPolicy ?? usualPolicy(spec);
  const asked: ServiceSpec = { ...spec, ipFamilyPolicy: policy };
  const found: FieldError[] = [];
  validateClusterIps(found, asked);
  if (found.length > 0) {
    errors.push(...found);
    return asked;
  }
  const [clusterIPs, families] = narrowed({ spec: asked, before }, errors);
  const inferred = inferredFamilies(clusterIPs, families, errors);
  if (errors.length > 0) return asked;
  const lists = clusterIPs.length > 0 ? { clusterIPs } : {};
  const settled = { ...asked, ...lists };
  if (isOpenHeadless(settled)) {
    const own = inferred.length > 0 ? inferred : ["IPv4"];
    const other = own[0] === "IPv4" ? "IPv6" : "IPv4";
    const both = own.length < 2 && policy !== "SingleStack" ? [...own, other] : own;
    return { ...settled, ipFamilies: both } as ServiceSpec;
  }
  if (policy === "RequireDualStack") {
    const why = "this cluster is not configured for dual-stack services";
    errors.push(invalidValue("spec.ipFamilyPolicy", policy, why));
  }
  for (const [index, family] of inferred.entries()) {
    if (family === "IPv4") continue;
    const why = "not configured on this cluster";
    errors.push(invalidValue(`spec.ipFamilies[${index}]`, family, why));
  }
  return { ...settled, ipFamilies: inferred.length > 0 ? inferred : ["IPv4"] } as ServiceSpec;
}

/** Services that would rather have both keep what they have until somebody changes it. */
function isLeftAlone({ spec, before }: Change): boolean {
  if (!before || spec.ipFamilyPolicy !== "PreferDualStack" || spec.type !== before.type) {
    return false;
  }
  const policy = before.ipFamilyPolicy ?? "PreferDualStack";
  return (
    policy === "PreferDualStack" &&
    same(spec.clusterIPs ?? [], before.clusterIPs ?? []) &&
    same(spec.ipFamilies ?? [], before.ipFamilies ?? [])
  );
}

/** Nobody gives out addresses for those that have neither their own nor Pods: they may have any. */
function isOpenHeadless({ clusterIP, selector }: ServiceSpec): boolean {
  return clusterIP === "None" && Object.keys(selector ?? {}).length === 0;
}

function usualPolicy(spec: ServiceSpec): "RequireDualStack" | "SingleStack" {
  return isOpenHeadless(spec) ? "RequireDualStack" : "SingleStack";
}

/** The lists of addresses and families: cut to one where that is the policy, and not without it. */
function narrowed(
  { spec, before }: Change,
  errors: FieldError[],
): readonly [clusterIPs: readonly string[], families: readonly string[]] {
  let clusterIPs = spec.clusterIPs ?? [];
  let families: readonly string[] = spec.ipFamilies ?? [];
  const at = "spec.ipFamilyPolicy";
  const policy = spec.ipFamilyPolicy;
  const isSingle = policy === "SingleStack";
  const old = { clusterIPs: before?.clusterIPs ?? [], families: before?.ipFamilies ?? [] };
  if (before && isSingle) {
    if (same(clusterIPs, old.clusterIPs)) clusterIPs = clusterIPs.slice(0, 1);
    if (same(families, old.families)) families = families.slice(0, 1);
  } else if (before) {
    const why = "must be 'SingleStack' to release the secondary";
    if (clusterIPs.length > 0 && clusterIPs.length < old.clusterIPs.length) {
      errors.push(invalidValue(at, policy, `${why} cluster IP`));
    }
    if (families.length > 0 && families.length < old.families.length) {
      errors.push(invalidValue(at, policy, `${why} IP family`));
    }
  }
  const why = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";
  if (isSingle && clusterIPs.length === 2) {
    errors.push(invalidValue(at, policy, `${why} cluster IPs are specified`));
  }
  if (isSingle && families.length === 2) {
    errors.push(invalidValue(at, policy, `${why} IP families are specified`));
  }
  return [clusterIPs, families];
}

function inferredFamilies(
  clusterIPs: readonly string[],
  families: readonly string[],
  errors: FieldError[],
): readonly string[] {
  const result = [...families];
  for (const [index, ip] of clusterIPs.entries()) {
    if (ip === "None") break;
    if (index < result.length) continue;
    if (!ip.includes(":")) result.push("IPv4");
    else {
      const why = "IPv6 is not configured on this cluster";
      errors.push(invalidValue(`spec.clusterIPs[${index}]`, clusterIPs, why));
    }
  }
  return result;
}
