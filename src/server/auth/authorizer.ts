/** What an authorizer is asked and answers (apiserver, pkg/authorization/authorizer). */
import type { UserInfo } from "../message.ts";

export interface ResourceAttributes {
  readonly kind: "resource";
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface PathAttributes {
  readonly kind: "path";
  readonly verb: string;
  readonly path: string;
}

export type AccessAttributes = ResourceAttributes | PathAttributes;

export interface Decision {
  readonly allowed: boolean;
  /** Why; empty when there is nothing to say. */
  readonly reason: string;
}

export interface Authorizer {
  authorize(user: UserInfo, attributes: AccessAttributes): Decision;
}

/** The sentence of a 403 (apiserver, pkg/endpoints/handlers/responsewriters): who may not do what, and where. */
export function denialMessage(
  user: UserInfo,
  attributes: AccessAttributes,
  reason: string,
): string {
  const tail = reason === "" ? "" : `: ${reason}`;
  if (attributes.kind === "path") {
    return `User "${user.name}" cannot ${attributes.verb} path "${attributes.path}"${tail}`;
  }
  const { verb, resource, subresource, group, namespace } = attributes;
  const what = subresource === "" ? resource : `${resource}/${subresource}`;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return `User "${user.name}" cannot ${verb} resource "${what}" in API group "${group}" ${where}${tail}`;
}
