/** Turns a container of a Pod's spec into what a runtime is asked to create. Follows kuberuntime_container.go. */
import type { Container, EphemeralContainer, VolumeMount } from "../api/generated/types.ts";
import { computeQosClass } from "../api/qos-class.ts";
import { quantityMilli, quantityValue } from "../api/quantity.ts";
import type {
  ContainerConfig,
  Mount,
  ResourceConfig,
  SecurityConfig,
} from "./container-runtime.ts";
import type { FieldView } from "./field-ref.ts";
import { ConfigError, type PodSources, expand, resolveEnv } from "./pod-env.ts";
import { withPodLimits } from "./pod-level-resources.ts";
import {
  type PodObject,
  type SpecContainer,
  restartPolicyOf,
  specContainers,
  tcpPortsOf,
} from "./pod-view.ts";

/** Throws ConfigError when a reference cannot be resolved. */
export function containerConfig(
  container: SpecContainer,
  attempt: number,
  context: { readonly view: FieldView; readonly sources: PodSources; readonly memoryBytes: number },
): ContainerConfig {
  const { spec } = container;
  const { pod } = context.view;
  const env = resolveEnv(spec, context.view, context.sources);
  const byName = new Map(env.map(({ name, value }) => [name, value]));
  const expandAll = (words: readonly string[]): string[] =>
    words.map((word) => expand(word, (name) => byName.get(name)));
  const resources = resourceConfig(spec, pod, context.memoryBytes);
  return {
    name: spec.name,
    attempt,
    image: spec.image ?? "",
    ...(spec.command?.length ? { command: expandAll(spec.command) } : {}),
    ...(spec.args?.length ? { args: expandAll(spec.args) } : {}),
    ...(spec.workingDir ? { workingDir: spec.workingDir } : {}),
    env,
    mounts: (spec.volumeMounts ?? []).map((mount): Mount => {
      const subPath = subPathOf(mount, byName);
      return {
        volume: mount.name,
        mountPath: mount.mountPath,
        ...(subPath ? { subPath } : {}),
        readOnly: mount.readOnly ?? false,
      };
    }),
    security: securityConfig(spec, pod),
    resources,
    tty: spec.tty ?? false,
    stdin: spec.stdin ?? false,
    stdinOnce: spec.stdinOnce ?? false,
    terminationMessagePath: spec.terminationMessagePath ?? "/dev/termination-log",
    terminationMessagePolicy: spec.terminationMessagePolicy ?? "File",
    ...(spec.lifecycle?.stopSignal ? { stopSignal: spec.lifecycle.stopSignal } : {}),
    ...targetOf(container),
    specHash: specHash(spec),
    tcpPorts: tcpPortsOf(spec),
    lifetime: lifetimeOf(container, pod),
  };
}

/** Throws ConfigError for what leads out of the volume (kubelet_pods.go, makeMounts). */
function subPathOf(
  { subPath, subPathExpr }: VolumeMount,
  env: ReadonlyMap<string, string>,
): string | undefined {
  const missing = new Set<string>();
  const path = subPathExpr
    ? expand(subPathExpr, (name) => {
        const value = env.get(name) ?? "";
        if (value === "") missing.add(name);
        return value;
      })
    : subPath;
  if (missing.size > 0)
    throw new ConfigError(`missing value for ${[...missing].sort().join(", ")}`);
  if (path?.startsWith("/"))
    throw new ConfigError(`error SubPath \`${path}\` must not be an absolute path`);
  if (path?.split("/").includes(".."))
    throw new ConfigError(`unable to provision SubPath \`${path}\`: must not contain '..'`);
  return path;
}

function targetOf({ role, spec }: SpecContainer): Pick<ContainerConfig, "targetContainer"> {
  const target =
    role === "ephemeral" ? (spec as EphemeralContainer).targetContainerName : undefined;
  return target ? { targetContainer: target } : {};
}

function lifetimeOf(container: SpecContainer, pod: PodObject): "init" | "job" | "service" {
  if (container.role === "init") return "init";
  if (container.role === "ephemeral") return "job";
  return restartPolicyOf(pod, container) === "Always" ? "service" : "job";
}

/** Changes when the container has to be made anew: with the image, the one field that may change in place. */
export function specHash(spec: Container): string {
  let hash = 0x811c9dc5;
  const text = `${spec.name}\n${spec.image ?? ""}`;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** By the names of a Pod's containers. */
export function specHashes(pod: PodObject): ReadonlyMap<string, string> {
  return new Map(specContainers(pod).map(({ spec }) => [spec.name, specHash(spec)]));
}

function securityConfig(spec: Container, pod: PodObject): SecurityConfig {
  const own = spec.securityContext ?? {};
  const shared = pod.spec?.securityContext ?? {};
  const runAsUser = own.runAsUser ?? shared.runAsUser;
  const runAsGroup = own.runAsGroup ?? shared.runAsGroup;
  const groups = (shared.supplementalGroups ?? []).map(Number);
  if (shared.fsGroup !== undefined) groups.push(Number(shared.fsGroup));
  const seccomp = (own.seccompProfile ?? shared.seccompProfile)?.type;
  return {
    ...(runAsUser === undefined ? {} : { runAsUser: Number(runAsUser) }),
    ...(runAsGroup === undefined ? {} : { runAsGroup: Number(runAsGroup) }),
    runAsNonRoot: own.runAsNonRoot ?? shared.runAsNonRoot ?? false,
    supplementalGroups: groups,
    privileged: own.privileged ?? false,
    readOnlyRootFilesystem: own.readOnlyRootFilesystem ?? false,
    noNewPrivileges: own.allowPrivilegeEscalation === false,
    addCapabilities: own.capabilities?.add ?? [],
    dropCapabilities: own.capabilities?.drop ?? [],
    ...(seccomp === "Unconfined" ? { seccomp } : {}),
  };
}

/** What a container asks for and may use, in the units of runtimes: the Pod's own limits where it has none. */
export function resourceConfig(
  spec: Container,
  pod: PodObject,
  machineMemory: number,
): ResourceConfig {
  const { limits = {}, requests = {} } = withPodLimits(spec, pod).resources ?? {};
  const own = spec.resources?.limits ?? {};
  const milli = (text: string | undefined): number => (text ? (quantityMilli(text) ?? 0) : 0);
  const bytes = (text: string | undefined): number => (text ? (quantityValue(text) ?? 0) : 0);
  const memoryRequestBytes = bytes(requests["memory"] ?? own["memory"]);
  return {
    cpuRequestMilli: milli(requests["cpu"] ?? own["cpu"]),
    cpuLimitMilli: milli(limits["cpu"]),
    memoryRequestBytes,
    memoryLimitBytes: bytes(limits["memory"]),
    oomScoreAdj: oomScore(computeQosClass(pod.spec), memoryRequestBytes, machineMemory),
  };
}

/** Guaranteed is killed last, best effort first, between them by the share of memory asked for (pkg/kubelet/qos/policy.go). */
function oomScore(qos: string, requestBytes: number, machineBytes: number): number {
  if (qos === "Guaranteed") return -997;
  if (qos === "BestEffort") return 1000;
  const share = Math.trunc(1000 - (1000 * requestBytes) / Math.max(machineBytes, 1));
  return Math.min(999, Math.max(3, share));
}
