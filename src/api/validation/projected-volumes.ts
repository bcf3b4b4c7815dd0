/**
 * The sources of projected volumes; those that are off by default were dropped before (strategy/disabled-fields.ts). Source: validateProjectionSources in pkg/apis/core/validation.
 */
import type { ProjectedVolumeSource, VolumeProjection } from "../generated/types.ts";
import { forbiddenField, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { localNonReservedPath } from "./paths.ts";
import { validateDownwardFile, validateItems } from "./volume-files.ts";

/** 2^32 seconds. */
const tokenSecondsMax = 4294967296;
const tokenSecondsMin = 600;

export function validateProjection(
  errors: FieldErrors,
  path: string,
  source: ProjectedVolumeSource,
): void {
  const taken = new Set<string>();
  const take = (file: string | undefined, value: string): void => {
    if (!file) return;
    if (taken.has(file)) errors.push(invalidValue(path, value, "conflicting duplicate paths"));
    taken.add(file);
  };
  for (const [index, projection] of (source.sources ?? []).entries()) {
    const at = `${path}.sources[${index}]`;
    for (const kind of ["secret", "configMap"] as const) {
      const items = projection[kind];
      if (!items) continue;
      if (!items.name) errors.push(required(`${at}.${kind}.name`));
      validateItems(errors, `${at}.${kind}.items`, items.items);
      for (const item of items.items ?? []) take(item.path, items.name ?? "");
    }
    for (const file of projection.downwardAPI?.items ?? []) {
      validateDownwardFile(errors, `${at}.downwardAPI`, file);
      take(file.path, file.path);
    }
    validateToken(errors, path, { projection, at });
    if (Object.values(projection).filter(Boolean).length > 1) {
      errors.push(forbiddenField(at, "may not specify more than 1 volume type per source"));
    }
  }
}

function validateToken(
  errors: FieldErrors,
  path: string,
  context: { readonly projection: VolumeProjection; readonly at: string },
): void {
  const token = context.projection.serviceAccountToken;
  if (!token) return;
  const at = `${context.at}.serviceAccountToken.expirationSeconds`;
  const seconds = token.expirationSeconds ?? 0;
  if (seconds < tokenSecondsMin) {
    errors.push(invalidValue(at, seconds, "may not specify a duration less than 10 minutes"));
  }
  if (seconds > tokenSecondsMax) {
    errors.push(invalidValue(at, seconds, "may not specify a duration larger than 2^32 seconds"));
  }
  if (!token.path) errors.push(required(`${path}.path`));
  else errors.push(...localNonReservedPath(`${path}.path`, token.path));
}
