/** Kubernetes' words for a container in Docker's: the bodies of POST /containers/create. Pure. */
import type {
  ContainerConfig,
  Mount,
  ResourceConfig,
  SandboxConfig,
  VolumeConfig,
} from "../../../kubelet/container-runtime.ts";
import { label } from "./labels.ts";
import { podFilesName, podFilesVolume } from "./pod-files.ts";

/** Where a sandbox mounts the volumes of its Pod, so that they can be filled by one archive. */
export const volumesRoot = "/v";

export interface NamesOf {
  readonly cluster: string;
  readonly podUid: string;
}

/** Underscores cannot occur in a Service's name: Docker's DNS answers for container names too. */
export function containerName(of: NamesOf, name: string, attempt: number): string {
  return `kubarium_${of.cluster}_${of.podUid}_${name}_${attempt}`;
}

/** A Pod's own volume, or the one of a PersistentVolume, which every Pod that uses it has. */
export function volumeName(of: NamesOf, volume: VolumeConfig): string {
  if (volume.type === "persistent") return persistentVolumeName(of.cluster, volume.id);
  return `kubarium_${of.cluster}_${of.podUid}_${volume.name}`;
}

export function persistentVolumeName(cluster: string, id: string): string {
  return `kubarium_${cluster}_pv_${id}`;
}

export function podLabels(cluster: string, pod: SandboxConfig): Record<string, string> {
  return {
    [label.cluster]: cluster,
    [label.podUid]: pod.uid,
    [label.podNamespace]: pod.namespace,
    [label.podName]: pod.name,
  };
}

export interface MountBody {
  readonly Type: "volume" | "bind";
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
  readonly VolumeOptions?: { readonly NoCopy?: boolean; readonly Subpath?: string };
}

export interface SandboxPlace {
  readonly cluster: string;
  readonly image: string;
  readonly network: string;
  /** Where a host port listens that names no address of its own. */
  readonly hostAddresses: readonly string[];
}

export function sandboxBody(config: SandboxConfig, at: SandboxPlace): Record<string, unknown> {
  const of = { cluster: at.cluster, podUid: config.uid };
  const own = config.volumes.filter((volume) => volume.type !== "hostPath");
  const bindings = portBindings(config.hostPorts, at.hostAddresses);
  return {
    Image: at.image,
    // A Pod on the host's network has the host's name, and Docker refuses another.
    ...(config.hostNetwork ? {} : { Hostname: config.kernelHostname ?? config.hostname }),
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((port) => [port, {}])),
    Labels: {
      ...podLabels(at.cluster, config),
      [label.kind]: "sandbox",
      [label.attempt]: String(config.attempt),
    },
    HostConfig: {
      NetworkMode: config.hostNetwork ? "host" : at.network,
      IpcMode: config.hostIpc ? "host" : "shareable",
      ...(config.hostPid ? { PidMode: "host" } : {}),
      ...(config.dns.servers.length > 0 && !config.dns.fromNode ? { Dns: config.dns.servers } : {}),
      ...(config.dns.searches.length > 0 ? { DnsSearch: config.dns.searches } : {}),
      ...(config.dns.options.length > 0 ? { DnsOptions: config.dns.options } : {}),
      ExtraHosts: config.hostAliases.flatMap(({ ip, hostnames }) =>
        hostnames.map((name) => `${name}:${ip}`),
      ),
      ...(Object.keys(config.sysctls).length > 0 ? { Sysctls: config.sysctls } : {}),
      PortBindings: bindings,
      RestartPolicy: { Name: "no" },
      CapDrop: ["ALL"],
      LogConfig: { Type: "none" },
      Mounts: [
        ...own.map((volume): readonly [string, string] => [volumeName(of, volume), volume.name]),
        [podFilesVolume(of), podFilesName] as const,
      ].map(([source, name]): MountBody => ({
        Type: "volume",
        Source: source,
        Target: `${volumesRoot}/${name}`,
        ReadOnly: false,
        VolumeOptions: { NoCopy: true },
      })),
    },
  };
}

/** Nothing, `0.0.0.0`, `::` and whatever else is written for it. */
const unspecified = /^[0.:]*$/;

/** Kubernetes' "all addresses" are those of this cluster: the loopback one and the node's own, which nobody else reaches. */
function portBindings(
  ports: SandboxConfig["hostPorts"] = [],
  hostAddresses: readonly string[],
): Readonly<Record<string, readonly unknown[]>> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { containerPort, hostPort, hostIP = "", protocol = "TCP" } of ports) {
    const addresses = unspecified.test(hostIP) ? hostAddresses : [hostIP];
    const own = (bindings[`${containerPort}/${protocol.toLowerCase()}`] ??= []);
    for (const HostIp of addresses) own.push({ HostIp, HostPort: String(hostPort) });
  }
  return bindings;
}

export interface ContainerPlan {
  readonly cluster: string;
  readonly pod: SandboxConfig;
  readonly sandboxId: string;
  readonly mounts: readonly MountBody[];
  readonly binds: readonly string[];
  /** The number of the file for its termination message. */
  readonly messageFile: number;
  /** Whose processes it sees besides its own. */
  readonly targetId?: string | undefined;
}

export function containerBody(
  config: ContainerConfig,
  plan: ContainerPlan,
): Record<string, unknown> {
  const { security, resources } = config;
  const joined = `container:${plan.sandboxId}`;
  const user = userOf(config);
  return {
    Image: config.image,
    ...(config.command ? { Entrypoint: config.command } : {}),
    ...(config.args ? { Cmd: config.args } : {}),
    ...(config.workingDir ? { WorkingDir: config.workingDir } : {}),
    Env: config.env.map(({ name, value }) => `${name}=${value}`),
    ...(user === undefined ? {} : { User: user }),
    Tty: config.tty,
    OpenStdin: config.stdin,
    StdinOnce: config.stdinOnce,
    ...(config.stopSignal ? { StopSignal: config.stopSignal } : {}),
    Labels: {
      ...podLabels(plan.cluster, plan.pod),
      [label.kind]: "container",
      [label.container]: config.name,
      [label.attempt]: String(config.attempt),
      [label.specHash]: config.specHash,
      [label.sandbox]: plan.sandboxId,
      [label.image]: config.image,
      [label.messageFile]: String(plan.messageFile),
      [label.messagePolicy]: config.terminationMessagePolicy,
    },
    HostConfig: {
      NetworkMode: joined,
      IpcMode: plan.pod.hostIpc ? "host" : joined,
      ...(plan.pod.hostPid ? { PidMode: "host" } : {}),
      ...(plan.pod.sharePid ? { PidMode: joined } : {}),
      ...(plan.targetId === undefined ? {} : { PidMode: `container:${plan.targetId}` }),
      RestartPolicy: { Name: "no" },
      // Rotated as the kubelet rotates: 10 MiB, but two files, for this is one person's machine.
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "2" } },
      Mounts: plan.mounts,
      Binds: plan.binds,
      ...limitsOf(resources),
      // Never below the user's own programs: lowering needs SYS_RESOURCE, which rootless daemons lack, and this is a desktop.
      OomScoreAdj: Math.max(0, resources.oomScoreAdj),
      Privileged: security.privileged,
      ReadonlyRootfs: security.readOnlyRootFilesystem,
      CapAdd: security.addCapabilities,
      CapDrop: security.dropCapabilities,
      GroupAdd: security.supplementalGroups.map(String),
      SecurityOpt: [
        ...(security.noNewPrivileges ? ["no-new-privileges:true"] : []),
        ...(security.seccomp ? ["seccomp=unconfined"] : []),
      ],
    },
  };
}

/** As Docker is told of resources when a container is made, and when it is updated. */
export function limitsOf(resources: ResourceConfig): Record<string, number> {
  const { cpuRequestMilli, cpuLimitMilli, memoryLimitBytes } = resources;
  return {
    CpuShares: Math.max(2, Math.round((cpuRequestMilli * 1024) / 1000)),
    ...(cpuLimitMilli > 0 ? { NanoCpus: cpuLimitMilli * 1_000_000 } : {}),
    ...(memoryLimitBytes > 0 ? { Memory: memoryLimitBytes, MemorySwap: memoryLimitBytes } : {}),
  };
}

function userOf({ security }: ContainerConfig): string | undefined {
  const { runAsUser, runAsGroup } = security;
  if (runAsUser === undefined && runAsGroup === undefined) return undefined;
  return runAsGroup === undefined ? String(runAsUser) : `${runAsUser ?? 0}:${runAsGroup}`;
}

/** A mount of one of the Pod's volumes into a container. `mountpoint` is where the daemon keeps the volume, for sub-paths on old ones. */
export function volumeMount(
  mount: Mount,
  volume: VolumeConfig,
  at: {
    readonly of: NamesOf;
    readonly subpaths: boolean;
    readonly mountpoint: string | undefined;
  },
): MountBody {
  const locked =
    volume.type === "files" || (volume.type !== "emptyDir" && volume.readOnly === true);
  const base = { Target: mount.mountPath, ReadOnly: mount.readOnly || locked };
  const sub = mount.subPath === undefined ? undefined : cleanSubPath(mount.subPath);
  if (volume.type === "hostPath") {
    const source = sub ? `${volume.path.replace(/\/$/, "")}/${sub}` : volume.path;
    return { ...base, Type: "bind", Source: source };
  }
  const name = volumeName(at.of, volume);
  if (!sub) return { ...base, Type: "volume", Source: name, VolumeOptions: { NoCopy: true } };
  if (at.subpaths) {
    const options = { NoCopy: true, Subpath: sub };
    return { ...base, Type: "volume", Source: name, VolumeOptions: options };
  }
  return { ...base, Type: "bind", Source: `${at.mountpoint ?? ""}/${sub}` };
}

/** Throws where a sub-path would leave its volume. The API server refuses such Pods; expanded variables come later. */
export function cleanSubPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw new Error(`subPath "${path}" must not contain ".."`);
  return parts.join("/");
}
