/**
 * Keeps the status of ValidatingAdmissionPolicies: the generation that was looked at, and the warnings of type checking.
 * Runs beside the store, for only the server knows the schemas of all kinds. Source: pkg/controller/validatingadmissionpolicystatus.
 */
import type { ValidatingAdmissionPolicy } from "../../api/generated/types.ts";
import type { ResourceRef, Stored } from "../../api/object.ts";
import { StatusError } from "../../api/status.ts";
import type { Client } from "../../loop/client.ts";
import type { ServerCore } from "../core.ts";

const resource = "validatingadmissionpolicies.admissionregistration.k8s.io";
const policies: ResourceRef<ValidatingAdmissionPolicy> = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  resource: "validatingadmissionpolicies",
  kind: "ValidatingAdmissionPolicy",
  namespaced: false,
};

type Policy = Stored<ValidatingAdmissionPolicy>;

/** Returns what ends it. Policies that are there already are looked at as well. */
export function keepPolicyStatus(core: ServerCore, client: Client): () => void {
  const { store, host } = core;
  const look = (policy: Policy) => {
    if (policy.status?.observedGeneration === policy.metadata.generation) return;
    check(core, client, policy).catch((error: unknown) => {
      // A newer state of the policy brings us here again; what is gone needs no status.
      if (error instanceof StatusError && (error.code === 409 || error.code === 404)) return;
      const text = error instanceof Error ? error.message : String(error);
      host.log.write("warn", "type checking a policy", {
        policy: policy.metadata.name,
        error: text,
      });
    });
  };
  const { entries, revision } = store.list(resource);
  for (const { object } of entries) look(object as unknown as Policy);
  const watch = store.watch(resource, { fromRevision: revision }, (events) => {
    for (const { type, entry } of events) {
      if (type !== "DELETED") look(entry.object as unknown as Policy);
    }
  });
  return () => watch.stop();
}

async function check(core: ServerCore, client: Client, policy: Policy): Promise<void> {
  const { typeCheckPolicy } = await import("./policies/type-check.ts");
  const expressionWarnings = await core.slices.run(() => typeCheckPolicy(core, policy));
  const status = {
    ...policy.status,
    observedGeneration: policy.metadata.generation ?? 0,
    typeChecking: expressionWarnings.length > 0 ? { expressionWarnings } : {},
  };
  await client.update(policies, { ...policy, status }, { subresource: "status" });
}
