/**
 * Admission of what is posted but never stored: bindings, evictions, token requests, reviews. They are created as far as admission
 * is concerned, whatever they do to stored objects (apiserver, pkg/endpoints/handlers/create.go).
 */
import type { KubeObject } from "../../api/object.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";

export interface VirtualCreation {
  readonly target: Target;
  readonly context: WriteContext;
  readonly object: KubeObject;
}

/** What is to be gone on with. Rejects with StatusError. */
export function mutateVirtual(core: ServerCore, creation: VirtualCreation): Promise<KubeObject> {
  return core.admission.mutate({ ...creation, operation: "CREATE", previous: undefined });
}

/** To be asked once the object has been found valid. Rejects with StatusError. */
export function validateVirtual(core: ServerCore, creation: VirtualCreation): Promise<void> {
  return core.admission.validate({ ...creation, operation: "CREATE", previous: undefined });
}
