/** Nothing is created in a namespace that does not exist or is going away; the built-in namespaces stay (plugin NamespaceLifecycle). */
import type { Namespace } from "../../api/generated/types.ts";
import { forbidden, notFound, StatusError } from "../../api/status.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";

const immortal = new Set(["default", "kube-system", "kube-public"]);
const namespaces = { group: "", resource: "namespaces" };

export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return {
    name: "NamespaceLifecycle",
    validate({ operation, target, object }) {
      const { definition, namespace, name } = target;
      if (operation === "DELETE" && definition.kind === "Namespace" && immortal.has(name)) {
        throw forbidden(namespaces, name, "this namespace may not be deleted");
      }
      if (operation !== "CREATE" || !definition.namespaced) return;
      // Access reviews are answered for namespaces that do not exist, too.
      if (definition.kind === "LocalSubjectAccessReview") return;
      const entry = store.head({ resource: "namespaces", namespace: "", name: namespace });
      if (!entry) throw notFound(namespaces, namespace);
      const { metadata, status } = entry.object as unknown as Namespace;
      if (!metadata.deletionTimestamp && status?.phase !== "Terminating") return;
      throw terminating(definition, object?.metadata.name ?? "", namespace);
    },
  };
}

function terminating(
  resource: { readonly group: string; readonly resource: string },
  name: string,
  namespace: string,
): StatusError {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { status } = forbidden(resource, name, why);
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  return new StatusError({ ...status, details: { ...status.details, causes: [cause] } });
}
