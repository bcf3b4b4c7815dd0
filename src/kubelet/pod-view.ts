/** What a Pod's spec says, read the way the kubelet needs it: which containers there are, what restarts, which ports they have. */
import type { Container, ContainerRestartRule, Pod, Probe } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";

export type PodObject = Stored<Pod>;

export type ContainerRole = "init" | "sidecar" | "main" | "ephemeral";

export interface SpecContainer {
  readonly role: ContainerRole;
  readonly spec: Container;
}

/** Init containers (sidecars among them) in their order, then the main ones. */
export function specContainers(pod: Pod): readonly SpecContainer[] {
  const init = (pod.spec?.initContainers ?? []).map((spec): SpecContainer => ({
    role: isSidecar(spec) ? "sidecar" : "init",
    spec,
  }));
  const main = (pod.spec?.containers ?? []).map((spec): SpecContainer => ({ role: "main", spec }));
  return [...init, ...main];
}

/** Containers that were added for debugging (KEP-277): outside of the Pod's own life. */
export function ephemeralContainers(pod: Pod): readonly SpecContainer[] {
  return (pod.spec?.ephemeralContainers ?? []).map((spec): SpecContainer => ({
    role: "ephemeral",
    spec,
  }));
}

/** An init container that runs beside the main ones (KEP-753). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

/** A container's own restart policy, or its Pod's (KEP-5307). What an init container that is no sidecar restarts after is a failure. */
export function restartPolicyOf(pod: Pod, { role, spec }: SpecContainer): string {
  if (role === "ephemeral") return "Never";
  const policy = spec.restartPolicy ?? pod.spec?.restartPolicy ?? "Always";
  return role === "init" && policy === "Always" ? "OnFailure" : policy;
}

/** The first of a container's rules that is for this exit code. */
export function matchingRule(
  { restartPolicyRules }: Container,
  exitCode: number,
): ContainerRestartRule | undefined {
  return restartPolicyRules?.find(
    ({ exitCodes }) =>
      exitCodes !== undefined &&
      (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === "In"),
  );
}

/** Whether a container that ended so is to be started again: by the first of its rules that matches, else by its policy. */
export function shouldRestart(pod: Pod, container: SpecContainer, exitCode: number): boolean {
  const { role, spec } = container;
  const action = matchingRule(spec, exitCode)?.action;
  const matches = action === "Restart" || action === "RestartAllContainers";
  if (matches && role !== "ephemeral" && !(role === "init" && exitCode === 0)) return true;
  const policy = restartPolicyOf(pod, container);
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}

/** `name_namespace(uid)`: how the kubelet writes a Pod in its messages. */
export function formatPod(pod: PodObject): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ""}(${pod.metadata.uid})`;
}

export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

/** The number of a port that a probe or hook names, or undefined when the container has no such port. */
export function portNumber(container: Container, port: number | string): number | undefined {
  if (typeof port === "number") return port;
  const named = container.ports?.find((candidate) => candidate.name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : undefined);
}

/** The TCP ports that a container declares, or that its probes ask. */
export function tcpPortsOf(container: Container): readonly number[] {
  const declared = (container.ports ?? [])
    .filter((port) => (port.protocol ?? "TCP") === "TCP")
    .map((port) => port.containerPort);
  const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe];
  const probed = probes
    .map((probe) => probePort(probe))
    .map((port) => (port === undefined ? undefined : portNumber(container, port)))
    .filter((port) => port !== undefined);
  return [...new Set([...declared, ...probed])];
}

function probePort(probe: Probe | undefined): number | string | undefined {
  return probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
}

/** `spec.containers{web}`: the field path by which events name a container. */
export function containerFieldPath(container: SpecContainer): string {
  const lists = { main: "containers", ephemeral: "ephemeralContainers" } as const;
  const { role } = container;
  const list = role === "main" || role === "ephemeral" ? lists[role] : "initContainers";
  return `spec.${list}{${container.spec.name}}`;
}
