/** The access reviews of authorization.k8s.io: questions about who may do what (pkg/registry/authorization, pkg/apis/authorization/validation). */
import type {
  LocalSubjectAccessReview,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
} from "../../api/generated/types.ts";
import { badRequest, invalid, type FieldError } from "../../api/status.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from "../../api/validation/field-errors.ts";
import type { UserInfo } from "../message.ts";
import type { AccessAttributes } from "./authorizer.ts";
import type { ClusterAuthorizer } from "./cluster-authorizer.ts";
import { aggregate } from "./rbac.ts";
import { askedFields, selectorFaults } from "./review-selectors.ts";

export type AccessReview = SelfSubjectAccessReview | SubjectAccessReview | LocalSubjectAccessReview;

/** Whom an access review asks about, and where it was posted. */
export interface AccessQuestion {
  readonly authorizer: ClusterAuthorizer;
  /** Who asks. */
  readonly user: UserInfo;
  readonly namespace: string;
}

/** The status of a review. Throws 422 for a question that is none, 400 for one of another namespace. */
export function answerAccess(question: AccessQuestion, posted: AccessReview): object {
  const review = withNamespace(posted, question.namespace);
  const errors = reviewErrors(review);
  if (errors.length > 0) {
    throw invalid({ group: "authorization.k8s.io", kind: review.kind }, "", errors);
  }
  if (
    review.kind === "LocalSubjectAccessReview" &&
    review.metadata.namespace !== question.namespace
  ) {
    throw badRequest(
      `spec.resourceAttributes.namespace must match namespace: ${question.namespace}`,
    );
  }
  const { allowed, reason } = question.authorizer.authorize(
    subjectOf(question, review),
    attributesOf(review),
  );
  const evaluationError = selectorFaults(review.spec.resourceAttributes).join("; ");
  return {
    allowed,
    ...(reason === "" ? {} : { reason }),
    ...(evaluationError === "" ? {} : { evaluationError }),
  };
}

/** What is posted to a namespace is of that namespace, whether it says so or not. */
function withNamespace(review: AccessReview, namespace: string): AccessReview {
  if (review.kind !== "LocalSubjectAccessReview" || review.metadata.namespace) return review;
  return { ...review, metadata: { ...review.metadata, namespace } };
}

function subjectOf({ user }: AccessQuestion, review: AccessReview): UserInfo {
  if (review.kind === "SelfSubjectAccessReview") return user;
  const { user: name = "", groups = [], uid, extra } = (review as SubjectAccessReview).spec;
  return { name, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) };
}

function attributesOf({ spec }: AccessReview): AccessAttributes {
  const { resourceAttributes: asked, nonResourceAttributes: path } = spec;
  if (!asked) return { kind: "path", verb: path?.verb ?? "", path: path?.path ?? "" };
  const { verb = "", group = "", version = "*", resource = "", subresource = "" } = asked;
  const { namespace = "", name = "" } = asked;
  const fields = askedFields(asked).requirements;
  return { kind: "resource", verb, group, version, resource, subresource, namespace, name, fields };
}

function reviewErrors(review: AccessReview): readonly FieldError[] {
  const { resourceAttributes: resource, nonResourceAttributes: path } = review.spec;
  const errors: FieldError[] = [];
  if (resource && path) {
    const detail = "cannot be specified in combination with resourceAttributes";
    errors.push(invalidValue("spec.nonResourceAttributes", path, detail));
  }
  if (!resource && !path) {
    const detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
    errors.push(invalidValue("spec.resourceAttributes", undefined, detail));
  }
  if (review.kind !== "SelfSubjectAccessReview") {
    const { user = "", groups = [] } = (review as SubjectAccessReview).spec;
    if (user === "" && groups.length === 0) {
      const detail = "at least one of user or group must be specified";
      errors.push(invalidValue("spec.user", user, detail));
    }
  }
  if (resource) errors.push(...attributeErrors(resource));
  return [...errors, ...metadataErrors(review)];
}

/** Where Kubernetes allows nothing, or the namespace alone. */
function metadataErrors(review: AccessReview): readonly FieldError[] {
  const local = review.kind === "LocalSubjectAccessReview";
  const { managedFields: _managed, namespace, creationTimestamp: _none, ...rest } = review.metadata;
  const errors: FieldError[] = [];
  if (Object.keys(rest).length > 0 || (!local && namespace)) {
    const detail = local ? "must be empty except for namespace" : "must be empty";
    errors.push(invalidValue("metadata", review.metadata, detail));
  }
  if (!local) return errors;
  const { resourceAttributes: resource, nonResourceAttributes: path } = review.spec;
  if (resource && (resource.namespace ?? "") !== (namespace ?? "")) {
    const detail = "must match metadata.namespace";
    errors.push(
      invalidValue("spec.resourceAttributes.namespace", resource.namespace ?? "", detail),
    );
  }
  if (path) {
    const detail = "disallowed on this kind of request";
    errors.push(invalidValue("spec.nonResourceAttributes", path, detail));
  }
  return errors;
}

interface SelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

function attributeErrors(resource: ResourceAttributes): readonly FieldError[] {
  return (["fieldSelector", "labelSelector"] as const).flatMap((field) => {
    const selector = resource[field] as SelectorAttributes | undefined;
    return selector ? selectorErrors(`spec.resourceAttributes.${field}`, selector) : [];
  });
}

function selectorErrors(path: string, selector: SelectorAttributes): readonly FieldError[] {
  const { rawSelector, requirements = [] } = selector;
  const errors: FieldError[] = [];
  if (rawSelector && requirements.length > 0) {
    const detail = "may not specified at the same time as requirements";
    errors.push(invalidValue(`${path}.rawSelector`, rawSelector, detail));
  }
  if (!rawSelector && requirements.length === 0) {
    const detail =
      "when " + path.split(".").at(-1) + " is specified, requirements or rawSelector is required";
    errors.push(required(`${path}.requirements`, detail));
  }
  for (const [index, { key = "", operator = "", values = [] }] of requirements.entries()) {
    const at = `${path}.requirements[${index}]`;
    if (key === "") errors.push(required(`${at}.key`, "must be specified"));
    if (operator === "In" || operator === "NotIn") {
      if (values.length === 0) {
        const detail = "must be specified when `operator` is 'In' or 'NotIn'";
        errors.push(required(`${at}.values`, detail));
      }
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (values.length > 0) {
        const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
        errors.push(forbiddenField(`${at}.values`, detail));
      }
    } else {
      const known = ["DoesNotExist", "Exists", "In", "NotIn"];
      errors.push(notSupported(`${at}.operator`, operator, known));
    }
  }
  return errors;
}

/** The rules that hold for whoever asks, in the namespace that he names. */
export function answerRules(
  { authorizer, user }: AccessQuestion,
  review: SelfSubjectRulesReview,
): object {
  const namespace = review.spec.namespace ?? "";
  if (namespace === "") throw badRequest("no namespace on request");
  const { rules, errors, incomplete } = authorizer.rulesFor(user, namespace);
  return {
    resourceRules: rules
      .filter((rule) => rule.resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete,
    ...(errors.length > 0 ? { evaluationError: aggregate(errors) } : {}),
  };
}
