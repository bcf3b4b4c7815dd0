/**
 * Nothing is created in a namespace that does not exist or is going away; the built-in namespaces stay (plugin NamespaceLifecycle).
 * Looked at first of all: what else is missing in a namespace that is not there is nothing to speak of.
 */
import type { Namespace } from "../../api/generated/types.ts";
import { forbidden, notFound, StatusError } from "../../api/status.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { refused } from "./refusal.ts";

const immortal = new Set(["default", "kube-system", "kube-public"]);
const namespaces = { group: "", resource: "namespaces" };

export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return {
    name: "NamespaceLifecycle",
    validate({ operation, target }) {
      const { definition, name } = target;
      if (operation !== "DELETE" || definition.kind !== "Namespace" || !immortal.has(name)) return;
      throw forbidden(namespaces, name, "this namespace may not be deleted");
    },
    mutate(request) {
      const { operation, target, object } = request;
      const { definition, namespace } = target;
      if (operation !== "CREATE" || !definition.namespaced) return object;
      // Access reviews are answered for namespaces that do not exist, too.
      if (definition.kind === "LocalSubjectAccessReview") return object;
      const entry = store.head({ resource: "namespaces", namespace: "", name: namespace });
      if (!entry) throw notFound(namespaces, namespace);
      const { metadata, status } = entry.object as unknown as Namespace;
      if (!metadata.deletionTimestamp && status?.phase !== "Terminating") return object;
      throw terminating(request, namespace);
    },
  };
}

function terminating(request: AdmissionRequest, namespace: string): StatusError {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { status } = refused(request, why);
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  return new StatusError({ ...status, details: { ...status.details, causes: [cause] } });
}
