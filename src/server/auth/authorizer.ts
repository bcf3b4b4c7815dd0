/** What an authorizer is asked and answers (apiserver, pkg/authorization/authorizer). */
import type { FieldRequirement } from "../../api/field-selector.ts";
import { forbidden, forbiddenPath, StatusError } from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
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
  /** What the field selector of a list, watch or deletecollection asks for. */
  readonly fields?: readonly FieldRequirement[] | undefined;
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

/** A 403 of the authorizers. Unlike one of admission, it tells browsers not to guess what it is. */
export class AccessRefusedError extends StatusError {}

/** The 403 itself. */
export function refusal(
  user: UserInfo,
  attributes: AccessAttributes,
  reason: string,
): AccessRefusedError {
  const message = denialMessage(user, attributes, reason);
  const { status } =
    attributes.kind === "path"
      ? forbiddenPath(message)
      : forbidden(attributes, attributes.name, message);
  return new AccessRefusedError(status);
}

/** The sentence of a 403 (apiserver, pkg/endpoints/handlers/responsewriters): who may not do what, and where. */
export function denialMessage(
  user: UserInfo,
  attributes: AccessAttributes,
  reason: string,
): string {
  const tail = reason === "" ? "" : `: ${reason}`;
  return `${sanitized(denial(user, attributes))}${tail}`;
}

function denial(user: UserInfo, attributes: AccessAttributes): string {
  const who = quote(user.name);
  if (attributes.kind === "path") {
    return `User ${who} cannot ${attributes.verb} path ${quote(attributes.path)}`;
  }
  const { verb, resource, subresource, group, namespace } = attributes;
  const what = subresource === "" ? resource : `${resource}/${subresource}`;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace ${quote(namespace)}`;
  return `User ${who} cannot ${verb} resource ${quote(what)} in API group ${quote(group)} ${where}`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The message may end up in a browser. */
function sanitized(text: string): string {
  return text.replace(/[&<>]/g, (char) => entities[char] ?? char);
}
