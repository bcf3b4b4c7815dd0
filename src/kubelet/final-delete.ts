/** The last act for a deleted Pod: the API forgets it. */
import { PODS } from "../api/kinds.ts";
import { hasReason } from "../api/status.ts";
import type { Client } from "../loop/client.ts";
import type { PodObject } from "./pod-view.ts";

/** Deletes with no grace and the uid as precondition, so that a Pod of the same name is never hit. Gone already is fine. */
export async function finalDelete(client: Client, pod: PodObject): Promise<void> {
  const { namespace = "", name, uid } = pod.metadata;
  try {
    await client.delete(
      PODS,
      { namespace, name },
      { gracePeriodSeconds: 0, preconditions: { uid } },
    );
  } catch (error) {
    if (!hasReason(error, "NotFound") && !hasReason(error, "Conflict")) throw error;
  }
}
