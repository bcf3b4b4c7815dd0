/**
 * Plugins StorageObjectInUseProtection and PersistentVolumeClaimResize: what is in use stays until it no longer is, and only
 * what can grow may be asked to (plugin/pkg/admission/storage).
 */
import type { PersistentVolumeClaim, StorageClass } from "../../api/generated/types.ts";
import { amountsOf } from "../../api/quota/amounts.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";
import { refused } from "./refusal.ts";

const finalizers: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: "kubernetes.io/pvc-protection",
  PersistentVolume: "kubernetes.io/pv-protection",
  VolumeAttributesClass: "kubernetes.io/vac-protection",
};

export function storageProtection(): AdmissionPlugin {
  return {
    name: "StorageObjectInUseProtection",
    mutate({ operation, target, object }) {
      const { kind, group } = target.definition;
      const finalizer = finalizers[kind];
      if (!finalizer || (group !== "" && group !== "storage.k8s.io")) return object;
      if (operation !== "CREATE" || target.subresource !== "") return object;
      const own = object.metadata.finalizers ?? [];
      if (own.includes(finalizer)) return object;
      return { ...object, metadata: { ...object.metadata, finalizers: [...own, finalizer] } };
    },
  };
}

export function claimResize(store: Store): AdmissionPlugin {
  return {
    name: "PersistentVolumeClaimResize",
    validate(request) {
      const { operation, target, object, previous } = request;
      const { kind, group } = target.definition;
      if (kind !== "PersistentVolumeClaim" || group !== "" || target.subresource !== "") return;
      if (operation !== "UPDATE") return;
      const [next, before] = [object, previous] as unknown as PersistentVolumeClaim[];
      if (!next || !before || storageOf(next) <= storageOf(before)) return;
      if (before.status?.phase !== "Bound") {
        throw refused(request, "Only bound persistent volume claims can be expanded");
      }
      if (allowsExpansion(store, before)) return;
      throw refused(
        request,
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
      );
    },
  };
}

function storageOf({ spec }: PersistentVolumeClaim): bigint {
  return amountsOf(spec?.resources?.requests).get("storage")?.nanos ?? 0n;
}

function allowsExpansion(store: Store, claim: PersistentVolumeClaim): boolean {
  const name =
    claim.metadata.annotations?.["volume.beta.kubernetes.io/storage-class"] ??
    claim.spec?.storageClassName ??
    "";
  if (name === "") return false;
  const entry = store.head({ resource: "storageclasses.storage.k8s.io", namespace: "", name });
  return (entry?.object as StorageClass | undefined)?.allowVolumeExpansion === true;
}
