/** A kubeconfig as a YAML document: entries replaced by name, everything else (comments too) left as it was. */
import { isMap, isSeq, parseDocument, YAMLSeq, type Document } from "yaml";
import type { KubeconfigEntry } from "./kubeconfig.ts";

/** The text with the entry in it. Throws Error for text that is no kubeconfig; `path` is for its message. */
export function withEntry(
  text: string,
  { path, entry }: { readonly path: string; readonly entry: KubeconfigEntry },
): string {
  return render(read(text, path), entry).toString();
}

/** The text without the entry, and without a current context that would dangle. Throws as `withEntry` does. */
export function withoutEntry(
  text: string,
  { path, name }: { readonly path: string; readonly name: string },
): string {
  const document = read(text, path);
  for (const key of ["clusters", "users", "contexts"]) {
    const list = document.get(key);
    if (!isSeq(list)) continue;
    list.items = list.items.filter((item) => !(isMap(item) && item.get("name") === name));
  }
  if (document.get("current-context") === name) document.set("current-context", "");
  return document.toString();
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function read(text: string, path: string): Document {
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
  if (document.contents === null) document.contents = document.createNode({}) as never;
  document.set("apiVersion", "v1");
  document.set("kind", "Config");
  upsert(document, "clusters", {
    name,
    cluster: { server, "certificate-authority-data": base64(caCertificate) },
  });
  upsert(document, "users", {
    name,
    user: {
      "client-certificate-data": base64(clientCertificate),
      "client-key-data": base64(clientKey),
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
