/**
 * Plugin NodeRestriction (plugin/pkg/admission/noderestriction): what the Node authorizer allows kubelets in general is held here to
 * what is their own node's. It looks at what is asked for, before anything else changes it, and at what is to be deleted. The
 * kubelets of this process are let pass, as authorizers let them: who runs the cluster may give its nodes any label.
 */
import type { KubeObject, Stored } from "../../../api/object.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import type { Store } from "../../../store/store.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import { isComponent } from "../../auth/component-users.ts";
import { nodeIdentity } from "../../auth/node/node-identity.ts";
import type { Soon } from "../../custom-resources/versions.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../chain.ts";
import { refused } from "../refusal.ts";
import { checkSigningRequest } from "./certificates.ts";
import { checkNode } from "./nodes.ts";
import { checkClaim, checkCsiNode, checkLease, checkSlice } from "./owned-objects.ts";
import { checkEviction, checkPod, checkPodStatus } from "./pods.ts";
import { checkToken } from "./tokens.ts";

/** A request of a kubelet's. */
export interface NodeRequest {
  readonly request: AdmissionRequest;
  /** The kubelet's node. */
  readonly node: string;
  /** The object's name, as far as the request tells. */
  readonly name: string;
  readonly object: KubeObject | undefined;
  readonly previous: Stored<KubeObject> | undefined;
  readonly store: Store;
  readonly authorizer: Authorizer;
  /** The refusal to throw. */
  refuse(why: string): Error;
}

type Check = (asked: NodeRequest) => Soon<void>;

const checks: Readonly<Record<string, Check>> = Object.assign(Object.create(null), {
  pods: checkPods,
  nodes: checkNode,
  persistentvolumeclaims: checkClaim,
  serviceaccounts: checkToken,
  "leases.coordination.k8s.io": checkLease,
  "csinodes.storage.k8s.io": checkCsiNode,
  "resourceslices.resource.k8s.io": checkSlice,
  "certificatesigningrequests.certificates.k8s.io": checkSigningRequest,
} satisfies Record<string, Check>);

function checkPods(asked: NodeRequest): Soon<void> {
  const { subresource } = asked.request.target;
  switch (subresource) {
    case "":
      return checkPod(asked);
    case "status":
      return checkPodStatus(asked);
    case "eviction":
      return checkEviction(asked);
    default:
      throw asked.refuse(
        `unexpected pod subresource ${quote(subresource)}, only 'status' and 'eviction' are allowed`,
      );
  }
}

export function nodeRestriction(store: Store, authorizer: Authorizer): AdmissionPlugin {
  const check = (request: AdmissionRequest): Soon<void> => {
    const { user } = request.context;
    const node = nodeIdentity(user);
    if (node === undefined || isComponent(user)) return undefined;
    if (node === "") {
      throw refused(request, `could not determine node from user ${quote(user.name)}`);
    }
    const { target, object, previous } = request;
    const { group, resource } = target.definition;
    return checks[group === "" ? resource : `${resource}.${group}`]?.({
      request,
      node,
      name: target.name || (object?.metadata.name ?? ""),
      object,
      previous,
      store,
      authorizer,
      refuse: (why) => refused(request, why),
    });
  };
  return {
    name: "NodeRestriction",
    mutate(request) {
      const done = check(request);
      return done instanceof Promise ? done.then(() => request.object) : request.object;
    },
    validate(request) {
      return request.operation === "DELETE" ? check(request) : undefined;
    },
  };
}
