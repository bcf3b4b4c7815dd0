/**
 * What kubelets may do (plugin/pkg/auth/authorizer/node/node_authorizer.go): read what the Pods of their node need, look after what
 * is their node's own, and otherwise what all nodes may. Whatever it does not allow, another authorizer may.
 */
import type { PolicyRule } from "../../../api/generated/types.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import type { Store } from "../../../store/store.ts";
import { nodeRules } from "../../bootstrap/roles.ts";
import type { AccessAttributes, Decision, ResourceAttributes } from "../authorizer.ts";
import { ruleAllows } from "../rbac.ts";
import { NodeGraph, type RelatedResource } from "./graph.ts";

const allowed: Decision = { allowed: true, reason: "" };
const leaseNamespace = "kube-node-lease";

function noOpinion(reason = ""): Decision {
  return { allowed: false, reason };
}

const reads = ["get", "list", "watch"];
const ownVerbs = ["get", "create", "update", "patch", "delete"];

export class NodeAuthorizer {
  readonly #graph: NodeGraph;
  #rules: readonly PolicyRule[] | undefined;

  constructor(store: Store) {
    this.#graph = new NodeGraph(store);
  }

  stop(): void {
    this.#graph.stop();
  }

  /** `node`: whom nodeIdentity says that the user is. */
  authorize(node: string, userName: string, attributes: AccessAttributes): Decision {
    if (node === "") return noOpinion(`unknown node for user ${quote(userName)}`);
    if (attributes.kind === "resource") {
      const decide = deciders[groupResourceOf(attributes)];
      if (decide) return decide(node, attributes, this.#graph);
    }
    this.#rules ??= nodeRules();
    return this.#rules.some((rule) => ruleAllows(rule, attributes)) ? allowed : noOpinion();
  }
}

function groupResourceOf({ group, resource }: ResourceAttributes): string {
  return group === "" ? resource : `${resource}.${group}`;
}

type Decide = (node: string, attributes: ResourceAttributes, graph: NodeGraph) => Decision;

/** What is not the same for all nodes. */
const deciders: Readonly<Record<string, Decide>> = Object.assign(Object.create(null), {
  secrets: readOf("secrets"),
  configmaps: readOf("configmaps"),
  persistentvolumeclaims: (node, attributes, graph) =>
    attributes.subresource === "status"
      ? claimStatus(node, attributes, graph)
      : getOf("persistentvolumeclaims")(node, attributes, graph),
  persistentvolumes: getOf("persistentvolumes"),
  "resourceclaims.resource.k8s.io": getOf("resourceclaims.resource.k8s.io"),
  "volumeattachments.storage.k8s.io": getOf("volumeattachments.storage.k8s.io"),
  serviceaccounts: (node, attributes, graph) =>
    attributes.verb === "get" && attributes.subresource === ""
      ? readOf("serviceaccounts")(node, attributes, graph)
      : token(node, attributes, graph),
  "leases.coordination.k8s.io": lease,
  "csinodes.storage.k8s.io": csiNode,
  "resourceslices.resource.k8s.io": slice,
  nodes: ownNode,
  pods,
} satisfies Record<string, Decide>);

/** The object itself, as far as the node's Pods lead to it. */
function related(
  node: string,
  { namespace, name }: ResourceAttributes,
  { graph, resource }: { readonly graph: NodeGraph; readonly resource: RelatedResource },
): Decision {
  if (name === "") return noOpinion("No Object name found");
  if (graph.reaches(node, { resource, namespace, name })) return allowed;
  return noOpinion(`no relationship found between node '${node}' and this object`);
}

function getOf(resource: RelatedResource): Decide {
  return (node, attributes, graph) => {
    const { verb, subresource } = attributes;
    if (verb !== "get") return noOpinion("can only get individual resources of this type");
    if (subresource !== "") return noOpinion("cannot get subresource");
    return related(node, attributes, { graph, resource });
  };
}

/** Lists and watches of one object count as reading it. */
function readOf(resource: RelatedResource): Decide {
  return (node, attributes, graph) => {
    const { verb, subresource, namespace } = attributes;
    if (!reads.includes(verb)) return noOpinion("can only read resources of this type");
    if (subresource !== "") return noOpinion("cannot read subresource");
    if (namespace === "") return noOpinion("can only read namespaced object of this type");
    return related(node, attributes, { graph, resource });
  };
}

function claimStatus(node: string, attributes: ResourceAttributes, graph: NodeGraph): Decision {
  if (attributes.verb !== "update" && attributes.verb !== "patch") {
    return noOpinion("can only get/update/patch this type");
  }
  return related(node, attributes, { graph, resource: "persistentvolumeclaims" });
}

function token(node: string, attributes: ResourceAttributes, graph: NodeGraph): Decision {
  const { verb, name, subresource } = attributes;
  if (verb !== "create" || name === "") {
    return noOpinion("can only create tokens for individual service accounts");
  }
  if (subresource !== "token") {
    return noOpinion("can only create token subresource of serviceaccount");
  }
  return related(node, attributes, { graph, resource: "serviceaccounts" });
}

/** The name of what is to be created is not known yet: admission looks at it. */
function lease(node: string, { verb, namespace, name }: ResourceAttributes): Decision {
  if (!ownVerbs.includes(verb)) {
    return noOpinion("can only get, create, update, patch, or delete a node lease");
  }
  if (namespace !== leaseNamespace) {
    return noOpinion(`can only access leases in the ${quote(leaseNamespace)} system namespace`);
  }
  if (verb === "create" || name === node) return allowed;
  return noOpinion("can only access node lease with the same name as the requesting node");
}

function csiNode(node: string, { verb, subresource, name }: ResourceAttributes): Decision {
  if (!ownVerbs.includes(verb)) {
    return noOpinion("can only get, create, update, patch, or delete a CSINode");
  }
  if (subresource !== "") return noOpinion("cannot authorize CSINode subresources");
  if (verb === "create" || name === node) return allowed;
  return noOpinion("can only access CSINode with the same name as the requesting node");
}

function slice(node: string, attributes: ResourceAttributes, graph: NodeGraph): Decision {
  if (attributes.subresource !== "")
    return noOpinion("cannot authorize ResourceSlice subresources");
  switch (attributes.verb) {
    case "create":
      return allowed;
    case "get":
    case "update":
    case "patch":
    case "delete":
      return related(node, attributes, { graph, resource: "resourceslices.resource.k8s.io" });
    case "watch":
    case "list":
    case "deletecollection":
      if (selects(attributes, node)) return allowed;
      return noOpinion(
        "can only list/watch/deletecollection resourceslices with nodeName field selector",
      );
    default:
      return noOpinion(
        "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection",
      );
  }
}

/** A node may ask for its Node before there is one, hence by the name alone. */
function ownNode(node: string, { verb, subresource, name }: ResourceAttributes): Decision {
  const changes = verb === "update" || verb === "patch";
  if (subresource === "status") return changes ? allowed : noOpinion();
  if (subresource !== "") return noOpinion();
  if (changes || verb === "create") return allowed;
  if (!reads.includes(verb)) return noOpinion();
  if (name === node) return allowed;
  return noOpinion(
    name === ""
      ? `node '${node}' cannot read all nodes, only its own Node object`
      : `node '${node}' cannot read '${name}', only its own Node object`,
  );
}

function pods(node: string, attributes: ResourceAttributes, graph: NodeGraph): Decision {
  const { verb, subresource, name } = attributes;
  switch (`${verb} ${subresource}`) {
    case "get ":
      return getOf("pods")(node, attributes, graph);
    case "list ":
    case "watch ":
      if (selects(attributes, node)) return allowed;
      if (name !== "") return related(node, attributes, { graph, resource: "pods" });
      return noOpinion("can only list/watch pods with spec.nodeName field selector");
    case "create ":
    case "delete ":
    case "update status":
    case "patch status":
    case "create eviction":
      // Admission sees to it that they are Pods of the node.
      return allowed;
    default:
      return noOpinion();
  }
}

function selects({ fields = [] }: ResourceAttributes, node: string): boolean {
  return fields.some(
    ({ field, operator, value }) => field === "spec.nodeName" && operator === "=" && value === node,
  );
}
