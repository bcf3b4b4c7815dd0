/** What Pods of each operating system may not have. Source: validateOS, validateLinux, validateWindows, validateWindowsHostProcessPod. */
import type { PodSecurityContext, PodSpec, SecurityContext } from "../generated/types.ts";
import { forbiddenField, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { optionalOneOf } from "./numbers.ts";
import { containersOf } from "./pod-containers.ts";

/** `path` is the spec's. */
export function validateOperatingSystem(errors: FieldErrors, path: string, spec: PodSpec): void {
  if (!spec.os) return;
  const { name } = spec.os;
  if (!name) errors.push(required(`${path}.os.name`));
  else if (name === "linux") validateLinux(errors, path, spec);
  else if (name === "windows") validateWindows(errors, path, spec);
  else errors.push(...optionalOneOf(`${path}.os`, name, ["linux", "windows"]));
}

function validateLinux(errors: FieldErrors, path: string, spec: PodSpec): void {
  const refused = "windows options cannot be set for a linux pod";
  const contexts = [{ container: spec, path }, ...containersOf(path, spec)];
  for (const { container, path: at } of contexts) {
    if (!container.securityContext?.windowsOptions) continue;
    errors.push(forbiddenField(`${at}.securityContext.windowsOptions`, refused));
  }
}

const notForWindows = "cannot be set for a windows pod";

/** Fields of the Pod's security context; `undefined` stands where Kubernetes looks at host namespaces. */
const podFields = [
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "sysctls",
] as const satisfies readonly (keyof PodSecurityContext)[];
const podFieldsAfter = [
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
  "seLinuxChangePolicy",
] as const satisfies readonly (keyof PodSecurityContext)[];
const containerFields = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
] as const satisfies readonly (keyof SecurityContext)[];

function validateWindows(errors: FieldErrors, path: string, spec: PodSpec): void {
  const context: PodSecurityContext = spec.securityContext ?? {};
  const refuse = (field: string): void => {
    errors.push(forbiddenField(`${path}.${field}`, notForWindows));
  };
  const refuseIn = (fields: readonly (keyof PodSecurityContext)[]): void => {
    for (const field of fields) {
      if (!isSet(field, context[field])) continue;
      refuse(`securityContext.${field}`);
    }
  };
  refuseIn(["appArmorProfile", "seLinuxOptions"]);
  if (spec.hostUsers !== undefined) refuse("hostUsers");
  if (spec.hostPID) refuse("hostPID");
  if (spec.hostIPC) refuse("hostIPC");
  refuseIn(podFields);
  if (spec.shareProcessNamespace !== undefined) refuse("shareProcessNamespace");
  refuseIn(podFieldsAfter);
  for (const { container, path: at } of containersOf(path, spec)) {
    for (const field of containerFields) {
      if (container.securityContext?.[field] === undefined) continue;
      errors.push(forbiddenField(`${at}.securityContext.${field}`, notForWindows));
    }
  }
}

/** Empty lists are set, but for sysctls, which are counted. */
function isSet(field: keyof PodSecurityContext, value: unknown): boolean {
  if (field === "sysctls") return Array.isArray(value) && value.length > 0;
  return value !== undefined;
}

/** Containers that are processes of the host: all of a Pod's, and on the host's network. `path` is the spec's. */
export function validateHostProcess(errors: FieldErrors, path: string, spec: PodSpec): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = containersOf(path, spec);
  let count = 0;
  for (const { container, path: at } of containers) {
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const message = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      const field = `${at}.securityContext.windowsOptions.hostProcess`;
      errors.push(invalidValue(field, own, message));
    }
    if (own ?? ofPod) count += 1;
  }
  if (count === 0) return;
  if (count !== containers.length) {
    const message =
      "If pod contains any hostProcess containers then all containers must be HostProcess containers";
    errors.push(invalidValue(path, "", message));
  }
  if (!spec.hostNetwork) {
    const message = "hostNetwork must be true if pod contains any hostProcess containers";
    errors.push(invalidValue(`${path}.hostNetwork`, false, message));
  }
}
