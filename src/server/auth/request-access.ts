/** Whether a request may go on: what the authorizers say, as the 403 that a client sees. */
import { forbidden } from "../../api/status.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo, ResourceRequestInfo } from "../request-info.ts";
import { refusal, type AccessAttributes } from "./authorizer.ts";
import type { ClusterAuthorizer } from "./cluster-authorizer.ts";
import { mayDoAnything } from "./rbac.ts";

/** Who was found to be allowed a request the last time: right for as long as the same rules are in force. */
export interface AccessMemory {
  allowedTo: UserInfo | undefined;
  allowedBy: object | undefined;
}

/** Throws 403 unless the user may do what the request asks. `annotations` take the decision, where requests are audited. */
export function authorizeRequest(
  authorizer: ClusterAuthorizer,
  user: UserInfo,
  {
    info,
    ...more
  }: {
    readonly info: RequestInfo;
    readonly annotations?: Map<string, string> | undefined;
    readonly memory?: AccessMemory;
  },
): void {
  const { annotations, memory } = more;
  // Asked before anything is made for the question: whoever may do everything need not say what.
  authorizer.attempts.allowed += 1;
  if (!annotations && mayDoAnything(user)) return;
  const inForce = memory && authorizer.inForceFor(user);
  if (inForce && !annotations && memory.allowedTo === user && memory.allowedBy === inForce) return;
  const attributes: AccessAttributes = info.isResource
    ? { kind: "resource", ...info }
    : { kind: "path", verb: info.verb, path: info.path };
  const { allowed, reason } = authorizer.authorize(user, attributes);
  annotations?.set("authorization.k8s.io/decision", allowed ? "allow" : "forbid");
  annotations?.set("authorization.k8s.io/reason", reason);
  if (allowed) {
    if (inForce) {
      memory.allowedTo = user;
      memory.allowedBy = inForce;
    }
    return;
  }
  authorizer.attempts.allowed -= 1;
  authorizer.attempts.refused += 1;
  throw refusal(user, attributes, reason);
}

/** As kube-apiserver words it for exec, attach and portforward: the reason alone, which RBAC gives none of. */
export function requireCreate(
  authorizer: ClusterAuthorizer,
  user: UserInfo,
  info: ResourceRequestInfo,
): void {
  const { allowed, reason } = authorizer.authorize(user, {
    kind: "resource",
    ...info,
    verb: "create",
  });
  if (!allowed) throw forbidden({ group: info.group, resource: info.resource }, info.name, reason);
}
