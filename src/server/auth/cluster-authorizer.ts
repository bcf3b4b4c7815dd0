/**
 * Who decides in this cluster, as in one of kubeadm's: members of system:masters may do anything, then the Node authorizer is asked,
 * then RBAC (pkg/kubeapiserver/authorizer; apiserver, pkg/authorization/union).
 */
import type { Store } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { AccessAttributes, Authorizer, Decision } from "./authorizer.ts";
import { NodeAuthorizer } from "./node/node-authorizer.ts";
import { nodeIdentity } from "./node/node-identity.ts";
import { mayDoAnything, RbacAuthorizer, type HeldRules } from "./rbac.ts";

/** `incomplete`: an authorizer cannot tell what it would allow. */
export interface ListedRules extends HeldRules {
  readonly incomplete: boolean;
}

export class ClusterAuthorizer implements Authorizer {
  readonly rbac: RbacAuthorizer;
  /** What has become of requests. */
  readonly attempts = { allowed: 0, refused: 0 };
  readonly #node: NodeAuthorizer;

  constructor(store: Store) {
    this.rbac = new RbacAuthorizer(store);
    this.#node = new NodeAuthorizer(store);
  }

  authorize(user: UserInfo, attributes: AccessAttributes): Decision {
    const node = nodeIdentity(user);
    if (node === undefined || mayDoAnything(user)) return this.rbac.authorize(user, attributes);
    const first = this.#node.authorize(node, user.name, attributes);
    if (first.allowed) return first;
    const second = this.rbac.authorize(user, attributes);
    if (second.allowed) return second;
    const reasons = [first.reason, second.reason].filter((reason) => reason !== "");
    return { allowed: false, reason: reasons.join("\n") };
  }

  /** What SelfSubjectRulesReview lists. */
  rulesFor(user: UserInfo, namespace: string): ListedRules {
    const { rules, errors } = this.rbac.rulesFor(user, namespace);
    if (nodeIdentity(user) === undefined) return { rules, errors, incomplete: false };
    const unable = "node authorizer does not support user rule resolution";
    return { rules, errors: [unable, ...errors], incomplete: true };
  }

  /**
   * Stands for everything that decisions about a user follow from: while it is the same, so are they. Undefined for
   * nodes: what they may do changes with every Pod.
   */
  inForceFor(user: UserInfo): object | undefined {
    return nodeIdentity(user) === undefined ? this.rbac.inForce : undefined;
  }

  stop(): void {
    this.#node.stop();
  }
}
