/** File paths inside volumes. Source: validateLocalDescendingPath and its neighbours in pkg/apis/core/validation. */
import type { FieldError } from "../status.ts";
import { invalidValue } from "./field-errors.ts";

/** No `..` among its elements. */
export function noBacksteps(field: string, path: string): readonly FieldError[] {
  if (!path.includes("..") || !path.split("/").includes("..")) return [];
  return [invalidValue(field, path, "must not contain '..'")];
}

/** Relative, and no `..` among its elements. */
export function localDescendingPath(field: string, path: string): readonly FieldError[] {
  const backsteps = noBacksteps(field, path);
  if (!path.startsWith("/")) return backsteps;
  return [invalidValue(field, path, "must be a relative path"), ...backsteps];
}

/** Relative, no `..` among its elements, and not beginning with `..` either. */
export function localNonReservedPath(field: string, path: string): readonly FieldError[] {
  const errors = localDescendingPath(field, path);
  if (!path.startsWith("..") || path.startsWith("../")) return errors;
  return [...errors, invalidValue(field, path, "must not start with '..'")];
}

/** Permission bits of a file. */
export function fileMode(field: string, mode: number | undefined): readonly FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalidValue(field, mode, "must be a number between 0 and 0777 (octal), both inclusive")];
}
