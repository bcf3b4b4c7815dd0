/** Runs what a container wants done after its start and before its end. Follows pkg/kubelet/lifecycle/handlers.go. */
import type { HTTPGetAction, LifecycleHandler } from "../api/generated/types.ts";
import { durationMs } from "../api/time.ts";
import { wait } from "../loop/wait.ts";
import type { NodeContext } from "./node-context.ts";
import { type PodObject, type SpecContainer, formatPod, portNumber } from "./pod-view.ts";

export interface HookPlace {
  readonly pod: PodObject;
  readonly container: SpecContainer;
  readonly containerId: string;
  readonly sandboxId: string;
  readonly signal: AbortSignal;
}

/** Commands have no time limit of their own; a runtime wants one. */
const execMsMax = 86_400_000;

/** Answers why the hook failed, or undefined. Never rejects. */
export async function runHook(
  node: NodeContext,
  hook: LifecycleHandler,
  place: HookPlace,
): Promise<string | undefined> {
  const { exec, httpGet, sleep } = hook;
  const whose = `for Container ${JSON.stringify(place.container.spec.name)} in Pod ${JSON.stringify(formatPod(place.pod))} failed - error:`;
  if (exec) {
    const failed = await runCommand(node, exec.command ?? [], place);
    if (failed === undefined) return undefined;
    const { error, output } = failed;
    return `Exec lifecycle hook ([${(exec.command ?? []).join(" ")}]) ${whose} ${error}, message: ${JSON.stringify(output)}`;
  }
  if (httpGet) {
    const error = await getPage(node, httpGet, place);
    return error && `HTTP lifecycle hook (${httpGet.path ?? ""}) ${whose} ${error}`;
  }
  if (sleep) {
    await wait(node.host, durationMs(sleep.seconds), place);
    return undefined;
  }
  return `Cannot run handler: invalid handler: ${handlerText(hook)}`;
}

/** A tcpSocket, which is there for the sake of old objects alone and fails wherever it is run, as Go prints it. */
function handlerText({ tcpSocket }: LifecycleHandler): string {
  const { port = 0, host = "" } = tcpSocket ?? {};
  const [type, number, name] = typeof port === "number" ? [0, port, ""] : [1, 0, port];
  const socket = tcpSocket
    ? `&TCPSocketAction{Port:{${type} ${number} ${name}},Host:${host},}`
    : "nil";
  return `&LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:${socket},Sleep:nil,}`;
}

async function runCommand(
  node: NodeContext,
  command: readonly string[],
  { containerId, signal }: HookPlace,
): Promise<{ readonly error: string; readonly output: string } | undefined> {
  try {
    const options = { timeoutMs: execMsMax, signal };
    const { exitCode, output } = await node.runtime.execSync(containerId, command, options);
    if (exitCode === 0) return undefined;
    return { error: `command '${command.join(" ")}' exited with ${exitCode}: ${output}`, output };
  } catch (error) {
    return { error: textOf(error), output: "" };
  }
}

/** Any answer will do, whatever its status. */
async function getPage(
  node: NodeContext,
  { path = "/", port: wanted, httpHeaders = [], scheme }: HTTPGetAction,
  { container, sandboxId, signal }: HookPlace,
): Promise<string | undefined> {
  const port = portNumber(container.spec, wanted);
  if (port === undefined) return `strconv.Atoi: parsing ${JSON.stringify(wanted)}: invalid syntax`;
  const headers: Record<string, string> = {
    "user-agent": `kube-lifecycle/${node.version.replace(/^v(\d+\.\d+).*$/, "$1")}`,
    accept: "*/*",
  };
  for (const { name, value } of httpHeaders) headers[name.toLowerCase()] = value;
  const request = {
    method: "GET",
    path: path.startsWith("/") ? path : `/${path}`,
    headers,
    scheme: scheme === "HTTPS" ? "https" : "http",
    bodyBytesMax: 0,
  } as const;
  try {
    await node.runtime.requestPort(sandboxId, port, { request, signal });
    return undefined;
  } catch (error) {
    return textOf(error);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
