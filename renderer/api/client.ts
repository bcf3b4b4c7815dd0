/** Ordinary Kubernetes API requests over the one connection; failures become StatusError with the server's own Status. */
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { StatusError, type ApiStatus } from "../../src/api/status.ts";
import type { ApiCall, Connection } from "./connection.ts";
import { LineSplitter } from "./lines.ts";
import { collectionPath, objectPath, withQuery, type ResourceName } from "./paths.ts";

/** Recorded in managedFields for what the user does here. */
export const fieldManager = "kubarium-dashboard";

export interface ObjectTarget {
  readonly ref: ResourceName;
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface StreamHandlers {
  /** Complete lines, as they come in one chunk. */
  onLines(lines: readonly string[]): void;
  /** Over: without an error when the server ended it. */
  onEnd(error: Error | undefined): void;
}

export type MergePatch = "application/merge-patch+json" | "application/strategic-merge-patch+json";

export class ApiClient {
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The body of a 2xx answer. Rejects with StatusError, or with ConnectionLost when the wire broke. */
  text(call: ApiCall): Promise<string> {
    return new Promise((resolve, reject) => {
      let status = 0;
      const parts: string[] = [];
      this.connection.call(call, {
        onStatus: (code) => (status = code),
        onData: (text) => parts.push(text),
        onEnd: () => {
          const body = parts.join("");
          if (status >= 200 && status < 300) resolve(body);
          else reject(errorOf(status, body));
        },
        onError: reject,
      });
    });
  }

  async json<T>(call: ApiCall): Promise<T> {
    return JSON.parse(await this.text(call)) as T;
  }

  get<T extends KubeObject>(target: ObjectTarget): Promise<Stored<T>> {
    return this.json({ method: "GET", path: pathOf(target) });
  }

  /** Replaces the object; with `metadata.resourceVersion` set, a stale one is refused (409). */
  replace(target: ObjectTarget, object: KubeObject): Promise<Stored<KubeObject>> {
    return this.json({
      method: "PUT",
      path: withQuery(pathOf(target), { fieldManager, fieldValidation: "Strict" }),
      headers: { "content-type": "application/json" },
      body: JSON.stringify(object),
    });
  }

  create(ref: ResourceName, namespace: string | undefined, object: object): Promise<KubeObject> {
    return this.json({
      method: "POST",
      path: withQuery(collectionPath(ref, namespace), { fieldManager }),
      headers: { "content-type": "application/json" },
      body: JSON.stringify(object),
    });
  }

  patch(target: ObjectTarget, type: MergePatch, patch: object, subresource = ""): Promise<string> {
    return this.text({
      method: "PATCH",
      path: withQuery(pathOf(target) + subresource, { fieldManager }),
      headers: { "content-type": type },
      body: JSON.stringify(patch),
    });
  }

  /** Server-side apply with strict field validation. */
  apply(target: ObjectTarget, object: object, force: boolean): Promise<KubeObject> {
    return this.json({
      method: "PATCH",
      path: withQuery(pathOf(target), { fieldManager, fieldValidation: "Strict", force }),
      headers: { "content-type": "application/apply-patch+yaml" },
      body: JSON.stringify(object),
    });
  }

  async delete(target: ObjectTarget): Promise<void> {
    await this.text({
      method: "DELETE",
      path: withQuery(pathOf(target), { propagationPolicy: "Background" }),
    });
  }

  /** Lines of an answer that goes on: a watch, a followed log, statistics. Returns how to stop it; then it is silent. */
  stream(call: ApiCall, handlers: StreamHandlers): () => void {
    const splitter = new LineSplitter();
    let status = 0;
    let refusal = "";
    return this.connection.call(call, {
      onStatus: (code) => (status = code),
      onData: (text) => {
        if (status >= 300) {
          refusal += text;
          return;
        }
        const lines = splitter.push(text);
        if (lines.length > 0) handlers.onLines(lines);
      },
      onEnd: () => {
        if (status >= 300) return handlers.onEnd(errorOf(status, refusal));
        if (splitter.rest !== "") handlers.onLines([splitter.rest]);
        handlers.onEnd(undefined);
      },
      onError: (error) => handlers.onEnd(error),
    });
  }
}

function pathOf(target: ObjectTarget): string {
  return objectPath(target.ref, target.namespace, target.name);
}

/** The server's Status if the body is one, else its text. */
export function errorOf(code: number, body: string): StatusError {
  try {
    const status = JSON.parse(body) as ApiStatus;
    if (status.kind === "Status") return new StatusError(status);
  } catch {
    // Not JSON: the text itself is the message.
  }
  const message = body.trim() === "" ? `HTTP ${code}` : body.trim();
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    code,
  });
}
