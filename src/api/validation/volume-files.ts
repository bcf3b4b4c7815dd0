/** Files that volumes are made of: keys of Secrets and ConfigMaps, and fields of the Pod. */
import type { DownwardAPIVolumeFile, KeyToPath } from "../generated/types.ts";
import { validateFieldRef, validateResourceFieldRef } from "./env.ts";
import { invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { fileMode, localNonReservedPath } from "./paths.ts";

export function validateItems(
  errors: FieldErrors,
  path: string,
  items: readonly KeyToPath[] | undefined,
): void {
  for (const [index, item] of (items ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (!item.key) errors.push(required(`${at}.key`));
    if (!item.path) errors.push(required(`${at}.path`));
    errors.push(...localNonReservedPath(`${at}.path`, item.path ?? ""));
    errors.push(...fileMode(`${at}.mode`, item.mode));
  }
}

const downwardPaths = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

/** `path` is the volume source's own: Kubernetes does not number the files. */
export function validateDownwardFile(
  errors: FieldErrors,
  path: string,
  file: DownwardAPIVolumeFile,
): void {
  if (!file.path) errors.push(required(`${path}.path`));
  errors.push(...localNonReservedPath(`${path}.path`, file.path ?? ""));
  if (file.fieldRef) {
    validateFieldRef(errors, `${path}.fieldRef`, {
      selector: file.fieldRef,
      supported: downwardPaths,
    });
    if (file.resourceFieldRef) {
      errors.push(
        invalidValue(
          path,
          "resource",
          "fieldRef and resourceFieldRef can not be specified simultaneously",
        ),
      );
    }
  } else if (file.resourceFieldRef) {
    validateResourceFieldRef(errors, `${path}.resourceFieldRef`, {
      selector: file.resourceFieldRef,
      volume: true,
    });
  } else errors.push(required(path, "one of fieldRef and resourceFieldRef is required"));
  errors.push(...fileMode(`${path}.mode`, file.mode));
}
