/**
 * Writes the cluster into the user's kubeconfig, as kubectl and kind do (client-go, tools/clientcmd): which file is meant, its
 * lock, entries replaced by name, everything else (comments too) left as it was.
 */
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isMap, isSeq, parseDocument, YAMLSeq, type Document } from "yaml";
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

/** A kubeconfig with this entry alone. */
export function kubeconfigText(entry: KubeconfigEntry): string {
  return render(parseDocument(""), entry).toString();
}

/** Merges the entry into the file; the current context stays what it is, unless there is none. */
export async function mergeKubeconfig(path: string, entry: KubeconfigEntry): Promise<void> {
  await withLock(path, async () => {
    await writeSecret(path, render(await readDocument(path), entry).toString());
  });
}

/** Takes the entry out again; a current context that would dangle goes with it. */
export async function removeFromKubeconfig(path: string, name: string): Promise<void> {
  if (!existsSync(path)) return;
  await withLock(path, async () => {
    const document = await readDocument(path);
    for (const key of ["clusters", "users", "contexts"]) {
      const list = document.get(key);
      if (!isSeq(list)) continue;
      list.items = list.items.filter((item) => !(isMap(item) && item.get("name") === name));
    }
    if (document.get("current-context") === name) document.set("current-context", "");
    await writeSecret(path, document.toString());
  });
}

async function readDocument(path: string): Promise<Document> {
  const text = existsSync(path) ? await readFile(path, "utf8") : "";
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new Error(`${path} is not a kubeconfig: ${document.errors[0]?.message ?? ""}`);
  }
  if (document.contents !== null && !isMap(document.contents)) {
    throw new Error(`${path} is not a kubeconfig: it is not a mapping`);
  }
  return document;
}

function render(document: Document, entry: KubeconfigEntry): Document {
  const { name, server, caCertificate, clientCertificate, clientKey } = entry;
  const data = (pem: string) => Buffer.from(pem).toString("base64");
  if (document.contents === null) document.contents = document.createNode({}) as never;
  document.set("apiVersion", "v1");
  document.set("kind", "Config");
  upsert(document, "clusters", {
    name,
    cluster: { server, "certificate-authority-data": data(caCertificate) },
  });
  upsert(document, "users", {
    name,
    user: {
      "client-certificate-data": data(clientCertificate),
      "client-key-data": data(clientKey),
    },
  });
  upsert(document, "contexts", {
    name,
    context: { ...contextOf(document, name), cluster: name, user: name },
  });
  if (!document.get("current-context")) document.set("current-context", name);
  return document;
}

/** What the user has set in our context (its namespace, mostly) outlives a restart. */
function contextOf(document: Document, name: string): Readonly<Record<string, unknown>> {
  const { contexts } = (document.toJS() ?? {}) as { contexts?: readonly NamedContext[] };
  return contexts?.find((candidate) => candidate.name === name)?.context ?? {};
}

interface NamedContext {
  readonly name?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

function upsert(
  document: Document,
  key: string,
  value: { readonly name: string; readonly [field: string]: unknown },
): void {
  let list = document.get(key);
  if (!isSeq(list)) {
    list = new YAMLSeq();
    document.set(key, list);
  }
  const sequence = list as YAMLSeq;
  const node = document.createNode(value);
  const at = sequence.items.findIndex((item) => isMap(item) && item.get("name") === value.name);
  if (at < 0) sequence.items.push(node);
  else sequence.items[at] = node;
  sequence.flow = false;
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
