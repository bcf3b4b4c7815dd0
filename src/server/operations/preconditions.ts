/** What a write may expect of the object that is stored, and how Kubernetes says that it is another one (apiserver, pkg/storage/errors.go). */
import type { KubeObject } from "../../api/object.ts";
import { conflict, type StatusError } from "../../api/status.ts";
import type { Target } from "../core.ts";

/** Where kube-apiserver keeps what its clients call otherwise (kubeapiserver, default_storage_factory_builder.go). */
const storedAs: Readonly<Record<string, string>> = {
  nodes: "minions",
  replicationcontrollers: "controllers",
  services: "services/specs",
  endpoints: "services/endpoints",
  ingresses: "ingress",
};
/** Of the built-in groups, those whose own server keeps them under their name. */
const groupsInKeys = new Set(["apiextensions.k8s.io", "apiregistration.k8s.io"]);

/** The key of an object in etcd: clients see it in errors. */
function storageKey({ definition, namespace, name }: Target): string {
  const { custom, group, resource, namespaced } = definition;
  const isForeign = custom !== undefined || groupsInKeys.has(group);
  const kept = isForeign ? `${group}/${resource}` : (storedAs[resource] ?? resource);
  return `/registry/${kept}/${namespaced ? `${namespace}/` : ""}${name}`;
}

/** 409 for a write that named another uid or revision than the stored object has. */
export function preconditionFailed(
  target: Target,
  field: "UID" | "ResourceVersion",
  { wanted, found }: { readonly wanted: string; readonly found: string },
): StatusError {
  const why = `Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${found}`;
  return conflict(
    target.definition,
    target.name,
    `StorageError: invalid object, Code: 4, Key: ${storageKey(target)}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

/** A PUT that names a uid is of that object alone, and of none that is gone; what a patch makes of one is for validation to refuse. */
export function checkUid(target: Target, wanted: KubeObject, stored: KubeObject | undefined): void {
  const { uid } = wanted.metadata;
  const found = stored?.metadata.uid ?? "";
  if (uid && uid !== found) throw preconditionFailed(target, "UID", { wanted: uid, found });
}

/** The same of a patched Scale, which no validation looks at. Source: kubernetes, pkg/registry/apps/deployment/storage. */
export function checkScaleUid(target: Target, scale: KubeObject, stored: KubeObject): void {
  const { uid } = scale.metadata;
  if (!uid || uid === stored.metadata.uid) return;
  const { group, resource } = target.definition;
  throw conflict(
    { group, resource: `${resource}/scale` },
    target.name,
    `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.metadata.uid}`,
  );
}
