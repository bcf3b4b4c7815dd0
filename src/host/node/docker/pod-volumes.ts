/** The Docker volumes of Pods: made before the sandbox, filled through it, removed with it. */
import {
  type ContainerConfig,
  type SandboxConfig,
  type VolumeConfig,
  RuntimeError,
  isRuntimeError,
} from "../../../kubelet/container-runtime.ts";
import {
  type MountBody,
  cleanSubPath,
  persistentVolumeName,
  podLabels,
  volumeMount,
  volumeName,
  volumesRoot,
} from "./container-spec.ts";
import type { DockerClient } from "./docker-client.ts";
import { label, labelFilter } from "./labels.ts";
import {
  type FileMount,
  fileMounts,
  messageFiles,
  messageFilesAtOnce,
  podFilesVolume,
} from "./pod-files.ts";
import type { TarEntry } from "./tar.ts";
import { volumeArchive } from "./volume-archive.ts";

/** The first API version whose daemons understand VolumeOptions.Subpath; older ones would mount the whole volume without a word. */
const subpathVersion = "1.45";

interface ListedVolume {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>>;
}

export class PodVolumes {
  readonly #client: DockerClient;
  readonly #cluster: string;

  constructor(client: DockerClient, cluster: string) {
    this.#client = client;
    this.#cluster = cluster;
  }

  async create(pod: SandboxConfig, signal: AbortSignal): Promise<void> {
    for (const volume of pod.volumes) {
      if (volume.type === "hostPath") continue;
      await this.#client.call("POST", "/volumes/create", {
        body: {
          Name: this.#name(pod, volume),
          ...(volume.type === "persistent"
            ? { Labels: { [label.cluster]: this.#cluster, [label.kind]: "persistent-volume" } }
            : {
                Labels: { ...podLabels(this.#cluster, pod), [label.kind]: "volume" },
                ...(volume.memory ? { Driver: "local", DriverOpts: memoryOptions(volume) } : {}),
              }),
        },
        signal,
      });
    }
    await this.#client.call("POST", "/volumes/create", {
      body: {
        Name: podFilesVolume({ cluster: this.#cluster, podUid: pod.uid }),
        Labels: { ...podLabels(this.#cluster, pod), [label.kind]: "volume" },
      },
      signal,
    });
  }

  /** Writes all content in one go. The sandbox must run, so that volumes in memory are mounted. */
  async fill(
    sandboxId: string,
    volumes: readonly VolumeConfig[],
    options: {
      readonly fsGroup: number | undefined;
      /** Files of the Pod's own to be written with them. */
      readonly files?: readonly TarEntry[];
      readonly signal: AbortSignal;
    },
  ): Promise<void> {
    const { fsGroup, files = [], signal } = options;
    const body = volumeArchive(volumes, { revision: Date.now(), fsGroup, files });
    if (!body) return;
    const query = { path: volumesRoot };
    await this.#client.call("PUT", `/containers/${sandboxId}/archive`, { query, body, signal });
  }

  /** The mounts of one container, with the sub-directories that they name made first. */
  async mounts(
    config: ContainerConfig,
    pod: SandboxConfig,
    at: { readonly sandboxId: string; readonly messageFile: number; readonly signal: AbortSignal },
  ): Promise<{ mounts: readonly MountBody[]; binds: readonly string[] }> {
    const mounts: MountBody[] = [];
    const binds: string[] = [];
    const directories: [string, string][] = [];
    for (const mount of config.mounts) {
      const volume = pod.volumes.find(({ name }) => name === mount.volume);
      if (!volume) throw new RuntimeError("failed", `volume "${mount.volume}" is not mounted`);
      const grows =
        volume.type === "emptyDir" || (volume.type === "persistent" && !volume.readOnly);
      const sub = mount.subPath && grows ? cleanSubPath(mount.subPath) : "";
      // What is there already may be a file, and keeps its mode.
      if (sub !== "" && !(await this.#exists(at, `${volumesRoot}/${volume.name}/${sub}`)))
        directories.push([volume.name, sub]);
      const body = volumeMount(mount, volume, {
        of: { cluster: this.#cluster, podUid: pod.uid },
        subpaths: this.#client.atLeast(subpathVersion),
        mountpoint: mount.subPath ? await this.#mountpoint(pod, volume, at.signal) : undefined,
      });
      // Only the older form of a bind makes the directory on the daemon's side.
      const makes = volume.type === "hostPath" && volume.kind === "DirectoryOrCreate";
      if (makes || (volume.type === "hostPath" && volume.kind === ""))
        binds.push(`${body.Source}:${body.Target}${body.ReadOnly ? ":ro" : ""}`);
      else mounts.push(body);
    }
    for (const file of fileMounts(config, pod, at.messageFile))
      mounts.push(await this.#fileMount(pod, file, at.signal));
    const starts = at.messageFile > 0 && at.messageFile % messageFilesAtOnce === 0;
    const files = starts ? messageFiles(at.messageFile) : [];
    await this.#makeDirectories({ directories, files }, pod, at);
    return { mounts, binds };
  }

  /** Removes the volumes of a Pod. */
  async remove(podUid: string, signal: AbortSignal): Promise<void> {
    for (const { Name } of await this.#list({ [label.podUid]: podUid }, signal))
      await this.#client.call("DELETE", `/volumes/${Name}`, { query: { force: 1 }, signal });
  }

  /** Removes the volumes of all Pods but these. */
  async removeOthers(podUids: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    for (const { Name, Labels } of await this.#list({ [label.kind]: "volume" }, signal))
      if (!podUids.has(Labels[label.podUid] ?? ""))
        await this.#client.call("DELETE", `/volumes/${Name}`, { query: { force: 1 }, signal });
  }

  async #list(
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<readonly ListedVolume[]> {
    const filters = labelFilter({ [label.cluster]: this.#cluster, ...labels });
    const options = { query: { filters }, signal };
    return (
      (
        await this.#client.call<{ Volumes?: readonly ListedVolume[] | null }>(
          "GET",
          "/volumes",
          options,
        )
      ).Volumes ?? []
    );
  }

  /** Removes a PersistentVolume with all that is in it; Docker refuses while a container has it. */
  async removePersistent(id: string, signal: AbortSignal): Promise<void> {
    const name = persistentVolumeName(this.#cluster, id);
    try {
      await this.#client.call("DELETE", `/volumes/${name}`, { query: { force: 1 }, signal });
    } catch (error) {
      if (!isRuntimeError(error, "notFound")) throw error;
    }
  }

  async #exists(
    at: { readonly sandboxId: string; readonly signal: AbortSignal },
    path: string,
  ): Promise<boolean> {
    const { sandboxId, signal } = at;
    try {
      await this.#client.call("HEAD", `/containers/${sandboxId}/archive`, {
        query: { path },
        signal,
      });
      return true;
    } catch (error) {
      if (!isRuntimeError(error, "notFound")) throw error;
      return false;
    }
  }

  async #makeDirectories(
    made: {
      readonly directories: readonly (readonly [string, string])[];
      readonly files: readonly TarEntry[];
    },
    pod: SandboxConfig,
    at: { readonly sandboxId: string; readonly signal: AbortSignal },
  ): Promise<void> {
    const body = volumeArchive([], { revision: Date.now(), fsGroup: pod.fsGroup, ...made });
    if (!body) return;
    const path = `/containers/${at.sandboxId}/archive`;
    const query = { path: volumesRoot };
    await this.#client.call("PUT", path, { query, body, signal: at.signal });
  }

  async #fileMount(
    pod: SandboxConfig,
    { file, target, readOnly }: FileMount,
    signal: AbortSignal,
  ): Promise<MountBody> {
    const source = podFilesVolume({ cluster: this.#cluster, podUid: pod.uid });
    const base = { Target: target, ReadOnly: readOnly };
    if (this.#client.atLeast(subpathVersion)) {
      const options = { NoCopy: true, Subpath: file };
      return { ...base, Type: "volume", Source: source, VolumeOptions: options };
    }
    const mountpoint = await this.#mountpointOf(source, signal);
    return { ...base, Type: "bind", Source: `${mountpoint}/${file}` };
  }

  async #mountpoint(
    pod: SandboxConfig,
    volume: VolumeConfig,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (volume.type === "hostPath" || this.#client.atLeast(subpathVersion)) return undefined;
    return this.#mountpointOf(this.#name(pod, volume), signal);
  }

  async #mountpointOf(name: string, signal: AbortSignal): Promise<string> {
    const found = await this.#client.call<{ Mountpoint: string }>("GET", `/volumes/${name}`, {
      signal,
    });
    return found.Mountpoint;
  }

  #name(pod: SandboxConfig, volume: VolumeConfig): string {
    return volumeName({ cluster: this.#cluster, podUid: pod.uid }, volume);
  }
}

function memoryOptions(volume: VolumeConfig): Record<string, string> {
  const limit = volume.type === "emptyDir" ? volume.sizeLimitBytes : undefined;
  const size = limit === undefined ? "" : `,size=${limit}`;
  return { type: "tmpfs", device: "tmpfs", o: `mode=0777${size}` };
}
