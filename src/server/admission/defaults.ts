/** DefaultStorageClass and DefaultIngressClass: claims and ingresses that name no class get the one marked as default. */
import type {
  Ingress,
  IngressClass,
  PersistentVolumeClaim,
  StorageClass,
} from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";

export function defaultStorageClass(store: Store): AdmissionPlugin {
  return {
    name: "DefaultStorageClass",
    mutate({ operation, target, object }) {
      if (operation !== "CREATE" || target.subresource !== "") return object;
      if (object.kind !== "PersistentVolumeClaim") return object;
      return withStorageClass(store, object as PersistentVolumeClaim);
    },
  };
}

export function defaultIngressClass(store: Store): AdmissionPlugin {
  return {
    name: "DefaultIngressClass",
    mutate({ operation, target, object }) {
      if (operation !== "CREATE" || target.subresource !== "") return object;
      return object.kind === "Ingress" ? withIngressClass(store, object as Ingress) : object;
    },
  };
}

function withStorageClass(store: Store, claim: PersistentVolumeClaim): KubeObject {
  const legacy = claim.metadata.annotations?.["volume.beta.kubernetes.io/storage-class"];
  if (!claim.spec || claim.spec.storageClassName !== undefined || legacy) return claim;
  const storageClassName = newestDefault<StorageClass>(
    store,
    "storageclasses.storage.k8s.io",
    "storageclass.kubernetes.io/is-default-class",
  );
  return storageClassName
    ? ({ ...claim, spec: { ...claim.spec, storageClassName } } as KubeObject)
    : claim;
}

function withIngressClass(store: Store, ingress: Ingress): KubeObject {
  const legacy = ingress.metadata.annotations?.["kubernetes.io/ingress.class"];
  if (!ingress.spec || ingress.spec.ingressClassName !== undefined || legacy) return ingress;
  const ingressClassName = newestDefault<IngressClass>(
    store,
    "ingressclasses.networking.k8s.io",
    "ingressclass.kubernetes.io/is-default-class",
  );
  return ingressClassName
    ? ({ ...ingress, spec: { ...ingress.spec, ingressClassName } } as KubeObject)
    : ingress;
}

/** Of several defaults the newest counts, then the first by name. */
function newestDefault<T extends KubeObject>(
  store: Store,
  resource: string,
  annotation: string,
): string | undefined {
  return store
    .list(resource)
    .entries.map((entry) => entry.object as unknown as Stored<T>)
    .filter((object) => object.metadata.annotations?.[annotation] === "true")
    .sort((a, b) => {
      const [left, right] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
      if (left !== right) return left > right ? -1 : 1;
      return a.metadata.name < b.metadata.name ? -1 : 1;
    })[0]?.metadata.name;
}
