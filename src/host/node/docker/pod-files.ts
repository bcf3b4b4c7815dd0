/**
 * What the kubelet puts into every container besides its Pod's volumes: /etc/hosts, /etc/resolv.conf and the file for the termination
 * message. They are files of one volume a Pod, each mounted by itself. Pure.
 */
import type { ContainerConfig, Mount, SandboxConfig } from "../../../kubelet/container-runtime.ts";
import { hostsFile, resolverFile } from "../../../kubelet/pod-name-files.ts";
import type { NamesOf } from "./container-spec.ts";
import type { TarEntry } from "./tar.ts";

/** Where the sandbox has the volume; no volume of a Pod is called so. */
export const podFilesName = "_pod";
/** Message files are made so many at a time: a write into a sandbox costs as much for many files as for one. */
export const messageFilesAtOnce = 16;
/** Docker's own name server in a Pod on the cluster's network: it asks those of the machine. */
const dockerResolver = "127.0.0.11";

export function podFilesVolume({ cluster, podUid }: NamesOf): string {
  return `kubarium_${cluster}_${podUid}_${podFilesName}`;
}

export const messageFile = (index: number): string => `message-${index}`;

/** The entries of the volume for a sandbox with that address, for an archive of all volumes. */
export function podFiles(sandbox: SandboxConfig, ip: string): readonly TarEntry[] {
  const text = (name: string, content: string): TarEntry => ({
    path: `${podFilesName}/${name}`,
    mode: 0o644,
    content: Buffer.from(content),
  });
  const servers = sandbox.dns.fromNode
    ? [dockerResolver, ...sandbox.dns.servers]
    : sandbox.dns.servers;
  return [
    { path: `${podFilesName}/`, mode: 0o755 },
    text("hosts", hostsFile(sandbox, ip)),
    text("resolv.conf", resolverFile({ ...sandbox.dns, servers })),
    ...messageFiles(0),
  ];
}

/** Empty files for the messages from that number on; anybody may write to them, as the kubelet has it. */
export function messageFiles(from: number): readonly TarEntry[] {
  return Array.from({ length: messageFilesAtOnce }, (_, index) => ({
    path: `${podFilesName}/${messageFile(from + index)}`,
    mode: 0o666,
    content: new Uint8Array(),
  }));
}

export interface FileMount {
  readonly file: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** Which of the files a container gets, and where: none in place of what the Pod itself mounts there. */
export function fileMounts(
  config: ContainerConfig,
  sandbox: SandboxConfig,
  message: number,
): readonly FileMount[] {
  const taken = new Set(config.mounts.map(({ mountPath }: Mount) => cleaned(mountPath)));
  const { readOnlyRootFilesystem: readOnly } = config.security;
  const mounts: FileMount[] = [];
  // On the node's network Docker gives the machine's own file.
  if (!sandbox.hostNetwork) mounts.push({ file: "hosts", target: "/etc/hosts", readOnly: false });
  if (hasOwnResolver(sandbox))
    mounts.push({ file: "resolv.conf", target: "/etc/resolv.conf", readOnly });
  if (config.terminationMessagePath !== "")
    mounts.push({
      file: messageFile(message),
      target: config.terminationMessagePath,
      readOnly: false,
    });
  return mounts.filter(({ target }) => !taken.has(cleaned(target)));
}

/** Whether the Pod's own settings say whom to ask; else it has what Docker gives it, which asks those whom the machine asks. */
export function hasOwnResolver({ dns, hostNetwork }: SandboxConfig): boolean {
  const says = dns.servers.length + dns.searches.length + dns.options.length > 0;
  return says && !(hostNetwork && dns.fromNode === true);
}

function cleaned(path: string): string {
  return `/${path.split("/").filter(Boolean).join("/")}`;
}
