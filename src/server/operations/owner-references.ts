/** Keeps the owners of an object few: what says the same twice is kept once (apiserver, endpoints/handlers/rest.go). */
import type { KubeObject } from "../../api/object.ts";
import { same } from "../../api/validation/same.ts";

type Owner = NonNullable<KubeObject["metadata"]["ownerReferences"]>[number];

/**
 * `object` without owners that are there already, as they are in every field; a warning names their uids. Of a patch only what it and
 * mutating admission have made is looked at (`afterAdmission`); of other writes what was sent, too, before it is noted whose it is.
 */
export function withoutRepeatedOwners(
  object: KubeObject,
  warnings: string[],
  { afterAdmission }: { readonly afterAdmission: boolean },
): KubeObject {
  const { ownerReferences } = object.metadata;
  if (!ownerReferences || ownerReferences.length < 2) return object;
  const kept: Owner[] = [];
  const repeated: string[] = [];
  for (const owner of ownerReferences) {
    if (kept.some((each) => same(each, owner))) repeated.push(owner.uid);
    else kept.push(owner);
  }
  if (repeated.length === 0) return object;
  const when = afterAdmission ? " after mutating admission happens" : "";
  warnings.push(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(", ")}`,
  );
  return { ...object, metadata: { ...object.metadata, ownerReferences: kept } };
}
