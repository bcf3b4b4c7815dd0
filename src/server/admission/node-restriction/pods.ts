/** What kubelets may do to Pods: make and remove mirrors of what they run by themselves, report on their own Pods, evict them. */
import type { Node, OwnerReference, Pod, Volume } from "../../../api/generated/types.ts";
import { notFound } from "../../../api/status.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import { same } from "../../../api/validation/same.ts";
import type { Store } from "../../../store/store.ts";
import { configMapsOfPod, secretsOfPod } from "../../auth/node/references.ts";
import type { NodeRequest } from "./plugin.ts";

const mirrorAnnotation = "kubernetes.io/config.mirror";

export function checkPod(asked: NodeRequest): void {
  const { request, node, previous, object } = asked;
  switch (request.operation) {
    case "CREATE":
      return checkMirror(asked, object as Pod);
    case "DELETE":
      if ((previous as Pod | undefined)?.spec?.nodeName === node) return;
      throw asked.refuse(
        `node ${quote(node)} can only delete pods with spec.nodeName set to itself`,
      );
    default:
      throw asked.refuse(
        `unexpected operation ${quote(request.operation)}, node ${quote(node)} can only create and delete mirror pods`,
      );
  }
}

function checkMirror(asked: NodeRequest, pod: Pod): void {
  const node = quote(asked.node);
  if (pod.metadata.annotations?.[mirrorAnnotation] === undefined) {
    throw asked.refuse(
      `pod does not have ${quote(mirrorAnnotation)} annotation, node ${node} can only create mirror pods`,
    );
  }
  if (pod.spec?.nodeName !== asked.node) {
    throw asked.refuse(`node ${node} can only create pods with spec.nodeName set to itself`);
  }
  checkOwner(asked, pod.metadata.ownerReferences ?? []);
  const { reference, error } = apiReference(pod);
  if (error) throw asked.refuse(`error checking mirror pod for API references: ${error}`);
  if (reference) throw asked.refuse(`node ${node} can not create pods that reference ${reference}`);
}

/** A mirror belongs to its Node, and goes with it. */
function checkOwner(asked: NodeRequest, owners: readonly OwnerReference[]): void {
  const node = quote(asked.node);
  const [owner] = owners;
  if (owners.length > 1) {
    throw asked.refuse(
      `node ${node} can only create pods with a single owner reference set to itself`,
    );
  }
  if (owner?.apiVersion !== "v1" || owner.kind !== "Node" || owner.name !== asked.node) {
    throw asked.refuse(`node ${node} can only create pods with an owner reference set to itself`);
  }
  if (owner.controller !== true) {
    throw asked.refuse(
      `node ${node} can only create pods with a controller owner reference set to itself`,
    );
  }
  if (owner.blockOwnerDeletion) {
    throw asked.refuse(`node ${node} must not set blockOwnerDeletion on an owner reference`);
  }
  const key = { resource: "nodes", namespace: "", name: asked.node };
  const found = asked.store.head(key)?.object as Node | undefined;
  if (!found) throw notFound({ group: "", resource: "node" }, asked.node);
  const { uid } = found.metadata;
  if (owner.uid !== uid) {
    throw asked.refuse(`node ${asked.node} UID mismatch: expected ${owner.uid} got ${uid}`);
  }
}

interface ApiReference {
  readonly reference?: string;
  readonly error?: string;
}

/** The first thing of the API that a Pod names: a kubelet must not open it to itself (pkg/api/pod, HasAPIObjectReference). */
function apiReference(pod: Pod): ApiReference {
  const { spec } = pod;
  if (spec?.serviceAccountName) return { reference: "serviceaccounts" };
  if (secretsOfPod(pod).length > 0) return { reference: "secrets" };
  if (configMapsOfPod(pod).length > 0) return { reference: "configmaps" };
  if (spec?.resourceClaims?.length) return { reference: "resourceclaims" };
  for (const volume of spec?.volumes ?? []) {
    const found = volumeReference(volume);
    if (found) return found;
  }
  return {};
}

const volumeReferences: Readonly<Partial<Record<keyof Volume, string>>> = {
  configMap: "configmaps (via configmap volumes)",
  secret: "secrets (via secret volumes)",
  csi: "csidrivers (via CSI volumes)",
  glusterfs: "endpoints (via glusterFS volumes)",
  persistentVolumeClaim: "persistentvolumeclaims",
  ephemeral: "persistentvolumeclaims (via ephemeral volumes)",
  azureFile: "secrets (via azureFile volumes)",
};

const projectedReferences: Readonly<Record<string, string | undefined>> = {
  configMap: "configmaps (via projected volumes)",
  secret: "secrets (via projected volumes)",
  serviceAccountToken: "serviceaccounts (via projected volumes)",
  clusterTrustBundle: "clustertrustbundles",
  podCertificate: "podcertificates",
  downwardAPI: undefined,
};

function volumeReference(volume: Volume): ApiReference | undefined {
  const { name, projected, ...source } = volume;
  const kinds = Object.keys(source) as (keyof Volume)[];
  for (const [kind, reference] of Object.entries(volumeReferences)) {
    if (kinds.includes(kind as keyof Volume)) return { reference };
  }
  if (!projected) {
    if (kinds.length > 0) return undefined;
    return { error: `unknown volume type for volume  ${quote(name)}` };
  }
  for (const part of projected.sources ?? []) {
    const [kind = ""] = Object.keys(part);
    if (!Object.hasOwn(projectedReferences, kind)) {
      return { error: `unknown source for projected volume ${quote(name)}` };
    }
    const reference = projectedReferences[kind];
    if (reference) return { reference };
  }
  return undefined;
}

export function checkPodStatus(asked: NodeRequest): void {
  const { request, node } = asked;
  if (request.operation !== "UPDATE") {
    throw asked.refuse(`unexpected operation ${quote(request.operation)}`);
  }
  const before = asked.previous as Pod | undefined;
  const after = asked.object as Pod;
  if (before?.spec?.nodeName !== node) {
    throw asked.refuse(
      `node ${quote(node)} can only update pod status for pods with spec.nodeName set to itself`,
    );
  }
  if (!same(before.metadata.labels ?? {}, after.metadata.labels ?? {})) {
    throw asked.refuse(`node ${quote(node)} cannot update labels through pod status`);
  }
  const [old = {}, next = {}] = [before.status, after.status];
  if (!same(old.resourceClaimStatuses ?? [], next.resourceClaimStatuses ?? [])) {
    throw asked.refuse(`node ${quote(node)} cannot update resource claim statues`);
  }
  if (!same(old.extendedResourceClaimStatus, next.extendedResourceClaimStatus)) {
    throw asked.refuse(`node ${quote(node)} cannot update extended resource claim status`);
  }
}

export function checkEviction(asked: NodeRequest): void {
  const { request, node, name } = asked;
  if (request.operation !== "CREATE") {
    throw asked.refuse(`unexpected operation ${request.operation}`);
  }
  if (name === "") throw asked.refuse("could not determine pod from request data");
  const pod = foundPod(asked.store, request.target.namespace, name);
  if (pod.spec?.nodeName === node) return;
  throw asked.refuse(`node ${node} can only evict pods with spec.nodeName set to itself`);
}

/** Throws 404 as informers' listers word it: they name the resource in the singular. */
export function foundPod(store: Store, namespace: string, name: string): Pod {
  const entry = store.head({ resource: "pods", namespace, name });
  if (!entry) throw notFound({ group: "", resource: "pod" }, name);
  return entry.object as Pod;
}
