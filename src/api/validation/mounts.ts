/** Volume mounts and block devices of containers. Source: ValidateVolumeMounts and ValidateVolumeDevices. */
import type { Container, VolumeMount } from "../generated/types.ts";
import {
  forbiddenField,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { optionalOneOf } from "./numbers.ts";
import { localDescendingPath } from "./paths.ts";
import type { VolumesByName } from "./volumes.ts";

interface MountContext {
  readonly container: Pick<Container, "volumeMounts" | "volumeDevices" | "securityContext">;
  readonly volumes: VolumesByName;
}

/** `path` is the container's. */
export function validateMounts(errors: FieldErrors, path: string, context: MountContext): void {
  const { container, volumes } = context;
  const devices = lastByName(container.volumeDevices, "devicePath");
  const taken = new Set<string>();
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${path}.volumeMounts[${index}]`;
    const name = mount.name ?? "";
    const mountPath = mount.mountPath ?? "";
    if (name === "") errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFoundValue(`${at}.name`, name));
    if (!mountPath) errors.push(required(`${at}.mountPath`));
    if (taken.has(mountPath)) {
      errors.push(invalidValue(`${at}.mountPath`, mountPath, "must be unique"));
    }
    taken.add(mountPath);
    if (devices.has(name)) {
      errors.push(invalidValue(`${at}.name`, name, "must not already exist in volumeDevices"));
    }
    if ([...devices.values()].includes(mountPath)) {
      errors.push(
        invalidValue(
          `${at}.mountPath`,
          mountPath,
          "must not already exist as a path in volumeDevices",
        ),
      );
    }
    validateMountOptions(errors, path, { mount, index, container });
  }
}

/** Where each volume is, by its name: of several, Kubernetes sees the last. */
function lastByName<K extends string>(
  list: readonly ({ readonly name: string } & { readonly [key in K]: string })[] | undefined,
  field: K,
): ReadonlyMap<string, string> {
  return new Map((list ?? []).map((entry) => [entry.name ?? "", entry[field] ?? ""]));
}

/** Kubernetes gives these errors the list's path, without the index. */
function validateMountOptions(
  errors: FieldErrors,
  path: string,
  context: {
    readonly mount: VolumeMount;
    readonly index: number;
    readonly container: MountContext["container"];
  },
): void {
  const { mount, index, container } = context;
  const list = `${path}.volumeMounts`;
  if (mount.subPath) errors.push(...localDescendingPath(`${list}.subPath`, mount.subPath));
  if (mount.subPathExpr) {
    if (mount.subPath) {
      errors.push(
        invalidValue(
          `${list}[${index}].subPathExpr`,
          mount.subPathExpr,
          "subPathExpr and subPath are mutually exclusive",
        ),
      );
    }
    errors.push(...localDescendingPath(`${list}.subPathExpr`, mount.subPathExpr));
  }
  const propagation = mount.mountPropagation;
  errors.push(
    ...optionalOneOf(`${list}.mountPropagation`, propagation, [
      "Bidirectional",
      "HostToContainer",
      "None",
    ]),
  );
  if (propagation === "Bidirectional" && !container.securityContext?.privileged) {
    errors.push(
      forbiddenField(
        `${list}.mountPropagation`,
        "Bidirectional mount propagation is available only to privileged containers",
      ),
    );
  }
  validateRecursiveReadOnly(errors, `${list}.recursiveReadOnly`, mount);
}

function validateRecursiveReadOnly(errors: FieldErrors, path: string, mount: VolumeMount): void {
  const mode = mount.recursiveReadOnly;
  if (mode === undefined || mode === "Disabled") return;
  if (mode !== "Enabled" && mode !== "IfPossible") {
    errors.push(notSupported(path, mode, ["Disabled", "Enabled", "IfPossible"]));
    return;
  }
  if (!mount.readOnly) {
    errors.push(forbiddenField(path, "may only be specified when readOnly is true"));
  }
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== "None") {
    errors.push(
      forbiddenField(path, "may only be specified when mountPropagation is None or not specified"),
    );
  }
}

/** `path` is the container's. */
export function validateDevices(errors: FieldErrors, path: string, context: MountContext): void {
  const { container, volumes } = context;
  const mounts = lastByName(container.volumeMounts, "mountPath");
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [index, device] of (container.volumeDevices ?? []).entries()) {
    const at = `${path}.volumeDevices[${index}]`;
    const name = device.name ?? "";
    const devicePath = device.devicePath ?? "";
    if (!name) errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalidValue(`${at}.name`, name, "must be unique"));
    const volume = volumes.get(name);
    if (!volume) errors.push(notFoundValue(`${at}.name`, name));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      errors.push(
        invalidValue(
          `${at}.name`,
          name,
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
        ),
      );
    }
    if (!devicePath) errors.push(required(`${at}.devicePath`));
    if (paths.has(devicePath)) {
      errors.push(invalidValue(`${at}.devicePath`, devicePath, "must be unique"));
    }
    if (devicePath.split("/").includes("..")) {
      errors.push(invalidValue(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    } else paths.add(devicePath);
    if (mounts.has(name)) {
      errors.push(invalidValue(`${at}.name`, name, "must not already exist in volumeMounts"));
    }
    if ([...mounts.values()].includes(devicePath)) {
      errors.push(
        invalidValue(
          `${at}.devicePath`,
          devicePath,
          "must not already exist as a path in volumeMounts",
        ),
      );
    }
    if (name) names.add(name);
  }
}
