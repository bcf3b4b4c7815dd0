/** Starts the sandbox of a Pod, with the events by which the kubelet tells of one that is made again or fails. Follows kuberuntime_manager.go. */
import type { SandboxConfig } from "./container-runtime.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { PodObject } from "./pod-view.ts";

/** False when the runtime could not start it, which an event tells. Rejects with the signal's reason. */
export async function startSandbox(
  node: NodeContext,
  pod: PodObject,
  { config, signal }: { readonly config: SandboxConfig; readonly signal: AbortSignal },
): Promise<boolean> {
  if (config.attempt > 0) {
    const message = "Pod sandbox changed, it will be killed and re-created.";
    notePod(node, pod, { type: "Normal", reason: "SandboxChanged", message });
  }
  try {
    await node.runtime.runPodSandbox(config, signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    const message = `Failed to create pod sandbox: ${why}`;
    notePod(node, pod, { type: "Warning", reason: "FailedCreatePodSandBox", message });
    return false;
  }
}
