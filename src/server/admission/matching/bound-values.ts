/** What the variables of admission's expressions mean in one request. Source: apiserver's pkg/admission/plugin/cel/activation.go. */
import { fromJson } from "../../../api/cel/json-value.ts";
import {
  AuthorizerValue,
  ResourceCheckValue,
  type Authorize,
} from "../../../api/cel/library/authorizer.ts";
import type { CelValue } from "../../../api/cel/values.ts";
import type { JsonObject, JsonValue } from "../../../api/json.ts";
import type { KubeObject } from "../../../api/object.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { UserInfo } from "../../message.ts";
import { fieldsOf } from "../../request-info.ts";
import type { VersionedRequest } from "./versioned-request.ts";

export interface BoundInputs {
  readonly versioned: VersionedRequest;
  /** Undefined: no `params` at all; null: none was found. */
  readonly params?: KubeObject | null | undefined;
  readonly namespace: KubeObject | undefined;
  readonly authorizer: Authorizer | undefined;
}

/** Undefined for a variable that there is not. */
export function boundValue(inputs: BoundInputs, name: string): CelValue | undefined {
  const { versioned, params, namespace, authorizer } = inputs;
  switch (name) {
    case "object":
      return valueOf(versioned.object);
    case "oldObject":
      return valueOf(versioned.oldObject);
    case "request":
      return fromJson(versioned.attributes);
    case "params":
      return valueOf(params ?? undefined);
    case "namespaceObject":
      return valueOf(namespace && shownNamespace(namespace));
    case "authorizer":
      return authorizer && new AuthorizerValue(asking(authorizer, versioned));
    case "authorizer.requestResource":
      return authorizer && requestResource(authorizer, versioned);
    default:
      return undefined;
  }
}

function valueOf(object: KubeObject | JsonObject | undefined): CelValue {
  return object === undefined ? null : fromJson(object as unknown as JsonValue);
}

/** Of a namespace, expressions see no managed fields and no owner references. */
function shownNamespace(namespace: KubeObject): JsonObject {
  const { managedFields: _fields, ownerReferences: _owners, ...metadata } = namespace.metadata;
  const { kind: _kind, apiVersion: _version, ...rest } = namespace;
  return { ...rest, metadata };
}

function asking(authorizer: Authorizer, { request }: VersionedRequest): Authorize {
  return (subject, question) => {
    const { serviceAccount } = subject;
    const user: UserInfo = serviceAccount
      ? {
          name: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
          groups: [
            "system:serviceaccounts",
            `system:serviceaccounts:${serviceAccount.namespace}`,
            "system:authenticated",
          ],
        }
      : request.context.user;
    const { allowed, reason } = authorizer.authorize(
      user,
      question.kind === "path"
        ? question
        : { version: "*", ...question, fields: fieldsOf(question.fieldSelector) },
    );
    return { allowed, reason };
  };
}

function requestResource(authorizer: Authorizer, versioned: VersionedRequest): CelValue {
  const { target } = versioned.request;
  const { group, resource } = target.definition;
  return new ResourceCheckValue(new AuthorizerValue(asking(authorizer, versioned)), {
    group,
    resource,
    subresource: target.subresource,
    namespace: target.namespace,
    name: String(versioned.attributes["name"] ?? ""),
  });
}
