/**
 * Writes the cluster into the user's kubeconfig, as kubectl and kind do (client-go, tools/clientcmd): which file is meant, and its
 * lock. What stands in it beside the cluster is kubeconfig-document.ts's.
 */
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeSecret } from "./credentials.ts";

export interface KubeconfigEntry {
  /** Name of the cluster, the user and the context alike. */
  readonly name: string;
  readonly server: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** How long another program's lock is waited for. */
const lockTries = 50;
const lockDelayMs = 100;

/** The file that kubectl would write: `$KUBECONFIG`'s first existing entry, else its last, else `~/.kube/config`. */
export function kubeconfigPath(environment: NodeJS.ProcessEnv): string {
  const listed = [...new Set((environment["KUBECONFIG"] ?? "").split(delimiter))].filter(
    (path) => path !== "",
  );
  const existing = listed.find((path) => existsSync(path));
  return existing ?? listed.at(-1) ?? join(environment["HOME"] || homedir(), ".kube", "config");
}

/** A kubeconfig with this entry alone, in the words that kubeconfig-document.ts would find for it. */
export function kubeconfigText(entry: KubeconfigEntry): string {
  const { name, server, caCertificate, clientCertificate, clientKey } = entry;
  if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`${name} would have to be quoted`);
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${name}
    cluster:
      server: ${server}
      certificate-authority-data: ${base64(caCertificate)}
users:
  - name: ${name}
    user:
      client-certificate-data: ${base64(clientCertificate)}
      client-key-data: ${base64(clientKey)}
contexts:
  - name: ${name}
    context:
      cluster: ${name}
      user: ${name}
current-context: ${name}
`;
}

/** Without what is another with every cluster. */
function withoutValues(text: string): string {
  return text.replace(/^( {6}(?:server|[a-z-]+-data)): \S+$/gm, "$1:");
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Merges the entry into the file; the current context stays what it is, unless there is none. */
export async function mergeKubeconfig(path: string, entry: KubeconfigEntry): Promise<void> {
  await withLock(path, async () => {
    const before = existsSync(path) ? await readFile(path, "utf8") : "";
    const alone = kubeconfigText(entry);
    if (before === alone) return;
    // Most files are new, or have nothing but us in them: nothing to load YAML for, which costs a start 15 ms.
    if (before.trim() === "" || withoutValues(before) === withoutValues(alone)) {
      return writeSecret(path, alone);
    }
    const { withEntry } = await import("./kubeconfig-document.ts");
    await writeSecret(path, withEntry(before, { path, entry }));
  });
}

/** Takes the entry out again; a current context that would dangle goes with it. */
export async function removeFromKubeconfig(path: string, name: string): Promise<void> {
  if (!existsSync(path)) return;
  await withLock(path, async () => {
    const { withoutEntry } = await import("./kubeconfig-document.ts");
    await writeSecret(path, withoutEntry(await readFile(path, "utf8"), { path, name }));
  });
}

/** client-go's own lock: a file beside the kubeconfig that only one process can create. */
async function withLock(path: string, work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const lock = `${path}.lock`;
  for (let attempt = 1; ; attempt++) {
    try {
      await (await open(lock, "wx", 0o600)).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (attempt >= lockTries) {
        throw new Error(`${path} is locked by another program (remove ${lock} if none runs)`, {
          cause: error,
        });
      }
      await delay(lockDelayMs);
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}
