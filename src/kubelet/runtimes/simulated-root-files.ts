/**
 * What lies in a simulated container before anything is mounted: the usual directories, the files that the kubelet and the runtime
 * write (/etc/hosts, resolv.conf, hostname) and the kernel settings of the Pod below /proc/sys.
 */
import type { SandboxConfig } from "../container-runtime.ts";
import { type Directory, partsOf } from "./simulated-file-nodes.ts";
import { hostsFile, resolverFile } from "../pod-name-files.ts";

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
  const { sandbox, nowMs, ip } = options;
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
      const next = known ?? made;
      at.entries.set(part, next);
      if (next.kind !== "directory") return made;
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
  put("/etc/hosts", hostsFile(sandbox, ip));
  put("/etc/resolv.conf", resolverFile(sandbox.dns));
  for (const [name, value] of Object.entries(sandbox.sysctls ?? {}))
    put(`/proc/sys/${name.replaceAll(".", "/")}`, `${value}\n`);
}
