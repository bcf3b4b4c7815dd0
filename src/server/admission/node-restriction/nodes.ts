/** What kubelets may do to Nodes: register and describe their own, but not say which workloads come to it. */
import type { Node } from "../../../api/generated/types.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import { same } from "../../../api/validation/same.ts";
import type { NodeRequest } from "./plugin.ts";

const restricted = "node-restriction.kubernetes.io";
const kubernetesDomains = ["kubernetes.io", "k8s.io"];

/** The labels of Kubernetes' own domains that kubelets set (kubelet, pkg/apis/well_known_labels.go). */
const kubeletLabels: ReadonlySet<string> = new Set([
  "kubernetes.io/hostname",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
  "beta.kubernetes.io/instance-type",
  "node.kubernetes.io/instance-type",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
]);
const kubeletDomains = ["kubelet.kubernetes.io", "node.kubernetes.io"];

export function checkNode(asked: NodeRequest): void {
  const { request, node, name, object, previous } = asked;
  if (name !== node) {
    throw asked.refuse(`node ${quote(node)} is not allowed to modify node ${quote(name)}`);
  }
  if (request.operation === "CREATE") checkCreated(asked, object as Node);
  if (request.operation === "UPDATE") checkUpdated(asked, object as Node, previous as Node);
}

function checkCreated(asked: NodeRequest, node: Node): void {
  const who = quote(asked.node);
  if (node.spec?.configSource) {
    throw asked.refuse(`node ${who} is not allowed to create pods with a non-nil configSource`);
  }
  const labels = forbidden(modifiedLabels(node.metadata.labels, undefined));
  if (labels.length === 0) return;
  throw asked.refuse(
    `node ${who} is not allowed to set the following labels: ${labels.join(", ")}`,
  );
}

function checkUpdated(asked: NodeRequest, after: Node, before: Node): void {
  const who = quote(asked.node);
  const source = after.spec?.configSource;
  if (source && !same(source, before.spec?.configSource)) {
    throw asked.refuse(
      `node ${who} is not allowed to update configSource to a new non-nil configSource`,
    );
  }
  if (!same(after.spec?.taints ?? [], before.spec?.taints ?? [])) {
    throw asked.refuse(`node ${who} is not allowed to modify taints`);
  }
  if (!same(after.metadata.ownerReferences ?? [], before.metadata.ownerReferences ?? [])) {
    throw asked.refuse(`node ${who} is not allowed to modify ownerReferences`);
  }
  const labels = forbidden(modifiedLabels(after.metadata.labels, before.metadata.labels));
  if (labels.length === 0) return;
  throw asked.refuse(`is not allowed to modify labels: ${labels.join(", ")}`);
}

type Labels = Readonly<Record<string, string>> | undefined;

/** The keys under which two sets of labels differ, in order. */
export function modifiedLabels(a: Labels, b: Labels): readonly string[] {
  if (a === b) return [];
  const [left, right] = [new Map(Object.entries(a ?? {})), new Map(Object.entries(b ?? {}))];
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].filter((key) => left.get(key) !== right.get(key)).sort();
}

function forbidden(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => {
    const slash = key.indexOf("/");
    const domain = slash === -1 ? "" : key.slice(0, slash);
    if (isWithin(domain, [restricted])) return true;
    if (!isWithin(domain, kubernetesDomains)) return false;
    return !kubeletLabels.has(key) && !isWithin(domain, kubeletDomains);
  });
}

function isWithin(domain: string, domains: readonly string[]): boolean {
  return domains.some((each) => domain === each || domain.endsWith(`.${each}`));
}
