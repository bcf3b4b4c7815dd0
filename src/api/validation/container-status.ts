/** Parts of the statuses of containers: their users, and how the devices fare that they were given. Source: pkg/apis/core/validation. */
import type { Container, ContainerStatus, PodSpec, PodStatus } from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { utf8Length } from "../utf8.ts";
import { optionalOneOf } from "./numbers.ts";
import { validId } from "./security-context.ts";

const lists = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"] as const;
const healthValues = ["Healthy", "Unhealthy", "Unknown"];
/** Of a device's health, in bytes. */
const messageBytesMax = 1024;

export function validateContainerStatuses(
  errors: FieldErrors,
  status: PodStatus,
  spec: PodSpec,
): void {
  for (const list of lists) {
    for (const [index, { user }] of (status[list] ?? []).entries()) {
      if (user?.linux) {
        validateLinuxUser(errors, `status.${list}[${index}].user.linux`, {
          user: user.linux,
          windows: spec.os?.name === "windows",
        });
      }
    }
  }
  for (const [list, containers] of [
    ["containerStatuses", spec.containers],
    ["initContainerStatuses", spec.initContainers],
  ] as const) {
    for (const [index, entry] of (status[list] ?? []).entries()) {
      const container = containers?.find(({ name }) => name === entry.name);
      validateDevices(errors, `status.${list}[${index}].allocatedResourcesStatus`, {
        entry,
        container,
      });
    }
  }
  for (const [index, entry] of (status.ephemeralContainerStatuses ?? []).entries()) {
    if (!entry.allocatedResourcesStatus?.length) continue;
    const at = `status.ephemeralContainerStatuses[${index}].allocatedResourcesStatus`;
    errors.push(forbiddenField(at, "must not be specified in container status"));
  }
}

type LinuxUser = NonNullable<NonNullable<ContainerStatus["user"]>["linux"]>;

function validateLinuxUser(
  errors: FieldErrors,
  path: string,
  { user, windows }: { readonly user: LinuxUser; readonly windows: boolean },
): void {
  if (windows) {
    errors.push(forbiddenField(path, "cannot be set for a windows pod"));
    return;
  }
  errors.push(...validId(`${path}.uid`, user.uid), ...validId(`${path}.gid`, user.gid));
  for (const [index, group] of (user.supplementalGroups ?? []).entries()) {
    errors.push(...validId(`${path}.supplementalGroups[${index}]`, group));
  }
}

function validateDevices(
  errors: FieldErrors,
  path: string,
  context: { readonly entry: ContainerStatus; readonly container: Container | undefined },
): void {
  const { entry, container } = context;
  for (const [index, { name, resources }] of (entry.allocatedResourcesStatus ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (container && !isGiven(container, name)) {
      const message = name.startsWith("claim:")
        ? "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
        : "must match one of the container's resource requests";
      errors.push(invalidValue(`${at}.name`, name, message));
    }
    const seen = new Set<string>();
    for (const [position, { health, message, resourceID }] of (resources ?? []).entries()) {
      const field = `${at}.resources[${position}]`;
      errors.push(...optionalOneOf(`${field}.health`, health ?? "", healthValues));
      if (message === "") {
        errors.push(required(`${field}.message`, "must be non-empty if specified"));
      } else if (message !== undefined && utf8Length(message) > messageBytesMax) {
        errors.push(tooLong(`${field}.message`, messageBytesMax));
      }
      if (seen.has(resourceID)) errors.push(duplicate(`${field}.resourceID`, resourceID));
      seen.add(resourceID);
    }
  }
}

function isGiven({ resources }: Container, name: string): boolean {
  if (!name.startsWith("claim:")) return resources?.requests?.[name] !== undefined;
  return (resources?.claims ?? []).some(
    (claim) => name === `claim:${claim.name}${claim.request ? `/${claim.request}` : ""}`,
  );
}
