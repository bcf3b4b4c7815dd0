/** The annotation that definitions in Kubernetes' own groups need (apiextensions-apiserver, pkg/apihelpers; KEP-2337). */

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
