/** Removes one container, running or not, with the volumes that nobody named. */
import { isRuntimeError, RuntimeError } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";

/** Resolves where it is gone already, too. Rejects with RuntimeError. */
export async function removeContainer(
  client: DockerClient,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.call("DELETE", `/containers/${id}`, { query: { force: 1, v: 1 }, signal });
  } catch (error) {
    // Gone, or going: someone else's removal is as good.
    if (isRuntimeError(error, "notFound")) return;
    if (error instanceof RuntimeError && /already in progress/.test(error.message)) return;
    throw error;
  }
}
