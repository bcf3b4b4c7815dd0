/**
 * Admission of what is posted but never stored: bindings, evictions, token requests, reviews. They are created as far as admission
 * is concerned, whatever they do to stored objects (apiserver, pkg/endpoints/handlers/create.go).
 */
import type { KubeObject } from "../../api/object.ts";
import type { Soon } from "../custom-resources/versions.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { metadataForVirtual } from "../operations/metadata.ts";

export interface VirtualCreation {
  readonly target: Target;
  readonly context: WriteContext;
  readonly object: KubeObject;
}

/** What is to be gone on with. Throws or rejects with StatusError. */
export function mutateVirtual(core: ServerCore, creation: VirtualCreation): Soon<KubeObject> {
  const object = metadataForVirtual(creation.target, creation.object);
  return core.admission.mutate({ ...creation, object, operation: "CREATE", previous: undefined });
}

/** To be asked once the object has been found valid. Throws or rejects with StatusError. */
export function validateVirtual(core: ServerCore, creation: VirtualCreation): Soon<void> {
  return core.admission.validate({ ...creation, operation: "CREATE", previous: undefined });
}
