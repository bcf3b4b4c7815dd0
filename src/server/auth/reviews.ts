/** The review kinds: questions about who may do what, and who one is, answered and never stored. */
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  TokenReview,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { badRequest, invalid } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { UserInfo } from "../message.ts";
import { serviceAccountUser, type AuthenticatorOptions } from "./authenticate.ts";
import type { AccessAttributes } from "./authorizer.ts";
import type { RbacAuthorizer } from "./rbac.ts";

export interface ReviewContext {
  readonly host: Host;
  readonly rbac: RbacAuthorizer;
  readonly tokens: AuthenticatorOptions;
  readonly user: UserInfo;
  readonly namespace: string;
}

export const reviewKinds: ReadonlySet<string> = new Set([
  "SelfSubjectAccessReview",
  "SubjectAccessReview",
  "LocalSubjectAccessReview",
  "SelfSubjectRulesReview",
  "SelfSubjectReview",
  "TokenReview",
]);

/** The review with its status. Throws 422 for a question that is none. */
export async function answerReview(
  context: ReviewContext,
  review: KubeObject,
): Promise<KubeObject> {
  const metadata = {
    ...review.metadata,
    creationTimestamp: rfc3339(context.host.clock.nowMs()),
  };
  return { ...review, metadata, status: await statusOf(context, review) } as KubeObject;
}

async function statusOf(context: ReviewContext, review: KubeObject): Promise<unknown> {
  switch (review.kind) {
    case "SelfSubjectAccessReview":
      return access(context, review as SelfSubjectAccessReview, context.user);
    case "LocalSubjectAccessReview":
    case "SubjectAccessReview":
      return subjectAccess(context, review as SubjectAccessReview | LocalSubjectAccessReview);
    case "SelfSubjectRulesReview":
      return rules(context, review as SelfSubjectRulesReview);
    case "SelfSubjectReview":
      return { userInfo: userInfoOf(context.user) };
    case "TokenReview":
      return tokenStatus(context, review as TokenReview);
    default:
      throw badRequest(`${review.kind} is not a review`);
  }
}

function userInfoOf(user: UserInfo): object {
  return {
    username: user.name,
    ...(user.uid ? { uid: user.uid } : {}),
    groups: user.groups,
    ...(user.extra ? { extra: user.extra } : {}),
  };
}

type AccessReview = SelfSubjectAccessReview | SubjectAccessReview | LocalSubjectAccessReview;

function access(context: ReviewContext, review: AccessReview, user: UserInfo): object {
  const { resourceAttributes: resource, nonResourceAttributes: path } = review.spec;
  if ((resource === undefined) === (path === undefined)) {
    throw invalid({ group: "authorization.k8s.io", kind: review.kind }, "", [
      {
        type: "FieldValueInvalid",
        field: "spec.resourceAttributes",
        message:
          "Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified",
      },
    ]);
  }
  const attributes: AccessAttributes = resource
    ? {
        kind: "resource",
        verb: resource.verb ?? "",
        group: resource.group ?? "",
        version: resource.version ?? "",
        resource: resource.resource ?? "",
        subresource: resource.subresource ?? "",
        namespace: resource.namespace ?? "",
        name: resource.name ?? "",
      }
    : { kind: "path", verb: path?.verb ?? "", path: path?.path ?? "" };
  const { allowed, reason } = context.rbac.authorize(user, attributes);
  return { allowed, ...(reason === "" ? {} : { reason }) };
}

function subjectAccess(
  context: ReviewContext,
  review: SubjectAccessReview | LocalSubjectAccessReview,
): object {
  const { user = "", groups = [], uid, extra } = review.spec;
  if (user === "" && groups.length === 0) {
    throw invalid({ group: "authorization.k8s.io", kind: review.kind }, "", [
      {
        type: "FieldValueInvalid",
        field: "spec.user",
        message: "Invalid value: at least one of user or group must be specified",
      },
    ]);
  }
  if (
    review.kind === "LocalSubjectAccessReview" &&
    review.spec.resourceAttributes?.namespace !== context.namespace
  ) {
    throw badRequest(
      "spec.resourceAttributes.namespace must match namespace: ".concat(context.namespace),
    );
  }
  return access(context, review, {
    name: user,
    groups,
    ...(uid ? { uid } : {}),
    ...(extra ? { extra: extra } : {}),
  });
}

function rules(context: ReviewContext, review: SelfSubjectRulesReview): object {
  const namespace = review.spec.namespace ?? "";
  if (namespace === "") throw badRequest("no namespace on request");
  const all = context.rbac.rulesFor(context.user, namespace);
  return {
    resourceRules: all
      .filter((rule) => rule.resources)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames ? { resourceNames } : {}),
      })),
    nonResourceRules: all
      .filter((rule) => rule.nonResourceURLs)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

async function tokenStatus({ tokens }: ReviewContext, review: TokenReview): Promise<object> {
  const { token, audiences = [] } = review.spec;
  if (!token) throw badRequest("token is required for TokenReview in authentication");
  const wanted = audiences.length > 0 ? audiences : [tokens.audience];
  const user = await serviceAccountUser(token, tokens, wanted);
  if (!user) return { user: {}, error: "invalid bearer token" };
  return { authenticated: true, user: userInfoOf(user), audiences: wanted };
}
