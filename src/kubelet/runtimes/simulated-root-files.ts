/**
 * What lies in a simulated container before anything is mounted: the usual directories, the files that the kubelet and the runtime
 * write (/etc/hosts, resolv.conf, hostname) and the kernel settings of the Pod below /proc/sys.
 */
import type { SandboxConfig } from "../container-runtime.ts";
import { type Directory, type FileNode, partsOf } from "./simulated-file-nodes.ts";

export interface RootFilesOptions {
  readonly sandbox: SandboxConfig;
  readonly ip: string;
  nowMs(): number;
}

const directories = [
  "bin",
  "dev",
  "etc",
  "home",
  "lib",
  "mnt",
  "opt",
  "proc/sys",
  "root",
  "run",
  "sbin",
  "srv",
  "sys",
  "usr/bin",
  "usr/lib",
  "usr/local/bin",
  "usr/sbin",
  "usr/share",
  "var/cache",
  "var/lib",
  "var/log",
  "var/run",
];

const encoder = new TextEncoder();

export function seedRoot(root: Directory, options: RootFilesOptions): void {
  const { sandbox, nowMs } = options;
  const folder = (parts: readonly string[], mode = 0o755): Directory => {
    let at = root;
    for (const part of parts) {
      const known = at.entries.get(part);
      const made: Directory = {
        kind: "directory",
        entries: new Map(),
        mode,
        uid: 0,
        gid: 0,
        mtimeMs: nowMs(),
      };
      const next: FileNode = known ?? made;
      at.entries.set(part, next);
      if (next.kind === "file") return made;
      at = next;
    }
    return at;
  };
  const put = (path: string, text: string, mode = 0o644): void => {
    const parts = partsOf(path);
    const name = parts.pop() ?? "";
    const content = encoder.encode(text);
    folder(parts).entries.set(name, {
      kind: "file",
      content,
      mode,
      uid: 0,
      gid: 0,
      mtimeMs: nowMs(),
    });
  };
  for (const path of directories) folder(partsOf(path));
  folder(["tmp"], 0o1777);
  folder(["var", "tmp"], 0o1777);
  put("/dev/null", "", 0o666);
  put("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
  put("/etc/group", "root:x:0:\nnogroup:x:65534:\n");
  put("/etc/os-release", 'NAME="Kubarium simulated container"\nID=kubarium\n');
  put("/etc/hostname", `${sandbox.hostname}\n`);
  put("/etc/hosts", hostsFile(options));
  put("/etc/resolv.conf", resolverFile(sandbox));
  for (const [name, value] of Object.entries(sandbox.sysctls ?? {}))
    put(`/proc/sys/${name.replaceAll(".", "/")}`, `${value}\n`);
}

/** As the kubelet manages it (kubelet_pods.go): the node's own file for a Pod on the node's network, with a comment that says so. */
function hostsFile({ sandbox, ip }: RootFilesOptions): string {
  const aliases = sandbox.hostAliases.map(
    (alias) => `${alias.ip}\t${alias.hostnames.join("\t")}\n`,
  );
  const added =
    aliases.length === 0 ? "" : `\n# Entries added by HostAliases.\n${aliases.join("")}`;
  if (sandbox.hostNetwork) {
    const own = `127.0.0.1\tlocalhost\n127.0.1.1\t${sandbox.nodeName}\n`;
    return `# Kubernetes-managed hosts file (host network).\n${own}${added}`;
  }
  return [
    "# Kubernetes-managed hosts file.",
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    "fe00::0\tip6-localnet",
    "fe00::0\tip6-mcastprefix",
    "fe00::1\tip6-allnodes",
    "fe00::2\tip6-allrouters",
    `${ip}\t${sandbox.domain ? `${sandbox.hostname}.${sandbox.domain}\t` : ""}${sandbox.hostname}`,
    added,
  ].join("\n");
}

function resolverFile({ dns }: SandboxConfig): string {
  const { servers, searches, options } = dns;
  return [
    ...(searches.length > 0 ? [`search ${searches.join(" ")}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
    "",
  ].join("\n");
}
