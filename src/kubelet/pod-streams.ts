/** exec, attach and port forwarding on one node: finds what is meant, refuses as the kubelet refuses, and runs it in the runtime. */
import type { ExecOptions } from "../server/node-connector.ts";
import type { ByteChannel } from "../server/streaming/byte-channel.ts";
import { ExitError, NodeRefusal, type RunProcess } from "../server/streaming/process-streams.ts";
import type { RuntimeContainer, SandboxStatus } from "./container-runtime.ts";
import type { Kubelet } from "./kubelet.ts";
import type { PodObject } from "./pod-view.ts";

export async function execIn(
  kubelet: Kubelet,
  pod: PodObject,
  of: { readonly options: ExecOptions; readonly signal: AbortSignal },
): Promise<RunProcess> {
  const { container, command, tty } = of.options;
  const { id } = await runningContainer(kubelet, pod, { name: container, signal: of.signal });
  const { runtime } = kubelet.node;
  return async (streams, signal) => {
    const exitCode = await runtime.exec(id, command, { streams, tty, signal });
    if (exitCode !== 0) throw new ExitError(exitCode, command);
  };
}

export async function attachTo(
  kubelet: Kubelet,
  pod: PodObject,
  of: { readonly container: string; readonly signal: AbortSignal },
): Promise<RunProcess> {
  const { id } = await runningContainer(kubelet, pod, { name: of.container, signal: of.signal });
  const { runtime } = kubelet.node;
  return (streams, signal) => runtime.attach(id, { streams, signal });
}

export async function forwardTo(
  kubelet: Kubelet,
  pod: PodObject,
  signal: AbortSignal,
): Promise<(port: number) => Promise<ByteChannel>> {
  const { runtime } = kubelet.node;
  const sandbox = await readySandbox(kubelet, pod, signal);
  if (!sandbox) throw new NodeRefusal(404, "pod does not exist");
  return (port) => runtime.portForward(sandbox.id, port, signal);
}

async function readySandbox(
  kubelet: Kubelet,
  pod: PodObject,
  signal: AbortSignal,
): Promise<SandboxStatus | undefined> {
  const filter = { podUid: pod.metadata.uid };
  const sandboxes = await kubelet.node.runtime.listPodSandboxes(filter, signal);
  return sandboxes.find(({ state }) => state === "ready");
}

async function runningContainer(
  kubelet: Kubelet,
  pod: PodObject,
  of: { readonly name: string; readonly signal: AbortSignal },
): Promise<RuntimeContainer> {
  const filter = { podUid: pod.metadata.uid };
  const containers = await kubelet.node.runtime.listContainers(filter, of.signal);
  const found = containers.find(({ name, state }) => name === of.name && state === "running");
  if (!found) throw new NodeRefusal(500, `container not found ("${of.name}")`);
  return found;
}
