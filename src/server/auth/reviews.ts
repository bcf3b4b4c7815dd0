/** The review kinds: questions that are answered and never stored. What they ask is answered beside this file. */
import type {
  LocalSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  TokenReview,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { badRequest } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { UserInfo } from "../message.ts";
import { answerAccess, answerRules } from "./access-reviews.ts";
import type { ClusterAuthorizer } from "./cluster-authorizer.ts";
import { authenticateToken, type TokenAuthenticatorOptions } from "./token-authenticator.ts";

export interface ReviewContext {
  readonly host: Host;
  readonly authorizer: ClusterAuthorizer;
  readonly tokens: TokenAuthenticatorOptions;
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
  const status = await statusOf(context, withSpec(review));
  // Only the review of oneself says when it was made.
  const { creationTimestamp: _none, ...own } = review.metadata;
  const stamped = { creationTimestamp: rfc3339(context.host.clock.nowMs()) };
  const metadata = review.kind === "SelfSubjectReview" ? stamped : own;
  return { ...review, metadata, status } as KubeObject;
}

/** What is posted without a spec asks nothing, and is told so. */
function withSpec(review: KubeObject): KubeObject {
  return (review as { readonly spec?: object }).spec
    ? review
    : ({ ...review, spec: {} } as KubeObject);
}

async function statusOf(context: ReviewContext, review: KubeObject): Promise<unknown> {
  switch (review.kind) {
    case "SelfSubjectAccessReview":
    case "LocalSubjectAccessReview":
    case "SubjectAccessReview":
      return answerAccess(context, review as SubjectAccessReview | LocalSubjectAccessReview);
    case "SelfSubjectRulesReview":
      return answerRules(context, review as SelfSubjectRulesReview);
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
    ...(user.extra && Object.keys(user.extra).length > 0 ? { extra: user.extra } : {}),
  };
}

async function tokenStatus({ tokens }: ReviewContext, review: TokenReview): Promise<object> {
  const { token, audiences = [] } = review.spec;
  if (!token) throw badRequest("token is required for TokenReview in authentication");
  const wanted = audiences.length > 0 ? audiences : [tokens.audience];
  const result = await authenticateToken(token, tokens, wanted);
  if (!result.ok) return { user: {}, error: result.error };
  return { authenticated: true, user: userInfoOf(result.user), audiences: result.audiences };
}
