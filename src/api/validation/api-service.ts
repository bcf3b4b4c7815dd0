/** APIServices. Source: kube-aggregator, pkg/apis/apiregistration/validation. */
import type { APIService } from "../generated/types.ts";
import { invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { dns1035Label, dnsSubdomain, pathSegmentName } from "./names.ts";

export function validateApiService(errors: FieldErrors, service: APIService): void {
  const spec = service.spec ?? ({} as NonNullable<APIService["spec"]>);
  const { group = "", version = "" } = spec;
  const expected = `${version}.${group}`;
  const name = service.metadata.name ?? "";
  if (name !== "" && name !== expected && pathSegmentName(name).length === 0) {
    const message = `must be \`spec.version+"."+spec.group\`: "${expected}"`;
    errors.push(invalidValue("metadata.name", name, message));
  }
  if (group === "" && version !== "v1") {
    errors.push(
      required("spec.group", "only v1 may have an empty group and it better be legacy kube"),
    );
  }
  if (group !== "") errors.push(...invalidAll("spec.group", group, dnsSubdomain(group)));
  errors.push(...invalidAll("spec.version", version, dns1035Label(version)));
  validatePriority(errors, "spec.groupPriorityMinimum", {
    value: spec.groupPriorityMinimum ?? 0,
    max: 20_000,
  });
  validatePriority(errors, "spec.versionPriority", {
    value: spec.versionPriority ?? 0,
    max: 1000,
  });
  if (!spec.service) {
    if (spec.caBundle) {
      const message = "local APIServices may not have a caBundle";
      errors.push(invalidValue("spec.caBundle", `${spec.caBundle.length} bytes`, message));
    }
    if (spec.insecureSkipTLSVerify) {
      const message = "local APIServices may not have insecureSkipTLSVerify";
      errors.push(invalidValue("spec.insecureSkipTLSVerify", true, message));
    }
    return;
  }
  if (!spec.service.namespace) errors.push(required("spec.service.namespace"));
  if (!spec.service.name) errors.push(required("spec.service.name"));
  if (spec.insecureSkipTLSVerify && spec.caBundle) {
    const message = "may not be true if caBundle is present";
    errors.push(invalidValue("spec.insecureSkipTLSVerify", true, message));
  }
}

function validatePriority(
  errors: FieldErrors,
  path: string,
  { value, max }: { readonly value: number; readonly max: number },
): void {
  if (value > 0 && value <= max) return;
  errors.push(invalidValue(path, value, `must be positive and less than ${max}`));
}
