/** Security contexts of Pods and containers. Source: validatePodSpecSecurityContext and ValidateSecurityContext. */
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import {
  duplicate,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { rangeMessage } from "./names.ts";
import { int32Max, optionalOneOf } from "./numbers.ts";
import { localDescendingPath } from "./paths.ts";
import { validateWindowsOptions } from "./windows-options.ts";
import type { Int64 } from "../json.ts";

const sysctlName = "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const sysctlRegex = new RegExp(`^${sysctlName}$`);
const profileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];

/** A user or group: an int32 that is not negative. */
export function validId(field: string, id: Int64 | undefined): readonly FieldError[] {
  if (id === undefined || (id >= 0 && id <= int32Max)) return [];
  return [invalidValue(field, id, rangeMessage(0, int32Max))];
}

/** `path` is the spec's: host namespaces, which matter here, are its own fields. */
export function validatePodSecurityContext(errors: FieldErrors, path: string, spec: PodSpec): void {
  const context = spec.securityContext;
  if (!context) return;
  const at = `${path}.securityContext`;
  errors.push(...validId(`${at}.fsGroup`, context.fsGroup));
  errors.push(...validId(`${at}.runAsUser`, context.runAsUser));
  errors.push(...validId(`${at}.runAsGroup`, context.runAsGroup));
  for (const [index, group] of (context.supplementalGroups ?? []).entries()) {
    errors.push(...validId(`${at}.supplementalGroups[${index}]`, group));
  }
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(
      invalidValue(
        `${at}.shareProcessNamespace`,
        true,
        "ShareProcessNamespace and HostPID cannot both be enabled",
      ),
    );
  }
  if (context.sysctls) validateSysctls(errors, `${at}.sysctls`, { context, spec });
  errors.push(
    ...optionalOneOf(`${at}.fsGroupChangePolicy`, context.fsGroupChangePolicy, [
      "Always",
      "OnRootMismatch",
    ]),
  );
  validateSeccomp(errors, `${at}.seccompProfile`, context.seccompProfile);
  validateWindowsOptions(errors, `${at}.windowsOptions`, context.windowsOptions);
  validateAppArmor(errors, `${at}.appArmorProfile`, context.appArmorProfile);
  errors.push(
    ...optionalOneOf(`${at}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, [
      "Merge",
      "Strict",
    ]),
    // Another one takes SELinuxMount, which is off in 1.36.
    ...optionalOneOf(`${at}.seLinuxChangePolicy`, context.seLinuxChangePolicy, ["Recursive"]),
  );
}

function validateSysctls(
  errors: FieldErrors,
  path: string,
  { context, spec }: { readonly context: PodSecurityContext; readonly spec: PodSpec },
): void {
  const seen = new Set<string>();
  for (const [index, { name }] of (context.sysctls ?? []).entries()) {
    const at = `${path}[${index}].name`;
    if (!name) errors.push(required(at));
    else if (name.length > 253 || !sysctlRegex.test(name)) {
      errors.push(
        invalidValue(at, name, `must have at most 253 characters and match regex ^${sysctlName}$`),
      );
    } else if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    const dotted = (name ?? "").replaceAll("/", ".");
    if (spec.hostNetwork && dotted.startsWith("net.")) {
      errors.push(invalidValue(at, name, "may not be specified when 'hostNetwork' is true"));
    } else if (spec.hostIPC && /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/.test(dotted)) {
      errors.push(invalidValue(at, name, "may not be specified when 'hostIPC' is true"));
    }
  }
}

function validateSeccomp(
  errors: FieldErrors,
  path: string,
  profile: SeccompProfile | undefined,
): void {
  if (!profile) return;
  if (!profile.type) {
    errors.push(required(`${path}.type`, "type is required when seccompProfile is set"));
  } else if (!profileTypes.includes(profile.type)) {
    errors.push(notSupported(`${path}.type`, profile.type, profileTypes));
  }
  const at = `${path}.localhostProfile`;
  if (profile.type !== "Localhost") {
    if (profile.localhostProfile !== undefined) {
      const shown = goValue("core.SeccompProfile", profile);
      errors.push(invalidValue(at, shown, "can only be set when seccomp type is Localhost"));
    }
  } else if (profile.localhostProfile === undefined) {
    errors.push(required(at, "must be set when seccomp type is Localhost"));
  } else errors.push(...localDescendingPath(at, profile.localhostProfile));
}

export function validateAppArmor(
  errors: FieldErrors,
  path: string,
  profile: AppArmorProfile | undefined,
): void {
  if (!profile) return;
  const at = `${path}.localhostProfile`;
  const local = profile.localhostProfile;
  if (profile.type === "Localhost") {
    const missing = "must be set when AppArmor type is Localhost";
    if (local === undefined) errors.push(required(at, missing));
    else {
      const trimmed = local.trim();
      if (trimmed !== local) {
        errors.push(invalidValue(at, local, "must not be padded with whitespace"));
      } else if (trimmed === "") errors.push(required(at, missing));
      if (local.length > 4095) errors.push(tooLong(at, 4095));
    }
  } else if (!profile.type) {
    errors.push(required(`${path}.type`, "type is required when appArmorProfile is set"));
  } else if (!profileTypes.includes(profile.type)) {
    errors.push(notSupported(`${path}.type`, profile.type, profileTypes));
  } else if (local !== undefined) {
    errors.push(invalidValue(at, local, "can only be set when AppArmor type is Localhost"));
  }
}

/** `hostUsers`: the Pod shares the host's user namespace, as it does unless it says otherwise. */
export function validateSecurityContext(
  errors: FieldErrors,
  path: string,
  { context, hostUsers }: { readonly context: SecurityContext; readonly hostUsers: boolean },
): void {
  errors.push(...validId(`${path}.runAsUser`, context.runAsUser));
  errors.push(...validId(`${path}.runAsGroup`, context.runAsGroup));
  if (context.procMount !== undefined) {
    errors.push(...optionalOneOf(`${path}.procMount`, context.procMount, ["Default", "Unmasked"]));
    if (hostUsers && context.procMount === "Unmasked") {
      errors.push(
        invalidValue(
          `${path}.procMount`,
          context.procMount,
          "`hostUsers` must be false to use `Unmasked`",
        ),
      );
    }
  }
  validateSeccomp(errors, `${path}.seccompProfile`, context.seccompProfile);
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged) {
      errors.push(
        invalidValue(
          path,
          goValue("core.SecurityContext", context),
          "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
        ),
      );
    }
    for (const capability of context.capabilities?.add ?? []) {
      if (capability !== "CAP_SYS_ADMIN") continue;
      errors.push(
        invalidValue(
          path,
          goValue("core.SecurityContext", context),
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
        ),
      );
    }
  }
  validateWindowsOptions(errors, `${path}.windowsOptions`, context.windowsOptions);
  validateAppArmor(errors, `${path}.appArmorProfile`, context.appArmorProfile);
}
