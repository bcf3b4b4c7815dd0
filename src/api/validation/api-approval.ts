/** The annotation that definitions in Kubernetes' own groups need (apiextensions-apiserver, pkg/apihelpers; KEP-2337). */
import type { CustomResourceDefinition } from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import { invalidValue, required } from "./field-errors.ts";

export const approvalAnnotation = "api-approved.kubernetes.io";

export interface Approval {
  readonly state: "approved" | "bypassed" | "missing" | "invalid";
  /** In Kubernetes' words. */
  readonly reason: string;
}

export function isProtectedGroup(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}

export function approvalOf(annotations: Readonly<Record<string, string>> | undefined): Approval {
  const value = annotations?.[approvalAnnotation] ?? "";
  const needed = `protected groups must have approval annotation "${approvalAnnotation}"`;
  const see = "see https://github.com/kubernetes/enhancements/pull/1111";
  if (value === "") return { state: "missing", reason: `${needed}, ${see}` };
  if (value.startsWith("unapproved")) {
    return { state: "bypassed", reason: `not approved: ${JSON.stringify(value)}` };
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/\s]+/.test(value)) {
    return { state: "approved", reason: `approved in ${value}` };
  }
  const reason = `${needed} with either a URL or a reason starting with "unapproved", ${see}`;
  return { state: "invalid", reason };
}

/** An approval that has not changed is never refused: old definitions stay as they are. */
export function apiApprovalErrors(
  next: CustomResourceDefinition,
  previous: CustomResourceDefinition | undefined,
): readonly FieldError[] {
  if (!isProtectedGroup(next.spec?.group ?? "")) return [];
  const { state, reason } = approvalOf(next.metadata.annotations);
  if (previous && approvalOf(previous.metadata.annotations).state === state) return [];
  const path = `metadata.annotations[${approvalAnnotation}]`;
  if (state === "missing") return [required(path, reason)];
  if (state !== "invalid") return [];
  return [invalidValue(path, next.metadata.annotations?.[approvalAnnotation], reason)];
}
