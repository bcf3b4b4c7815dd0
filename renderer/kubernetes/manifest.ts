/** YAML in and out: objects as text for people, and a file of documents as objects to apply. */
import { parseAllDocuments, stringify } from "yaml";
import { isJsonObject, type JsonObject } from "../../src/api/json.ts";
import type { KubeObject } from "../../src/api/object.ts";

/** One object of a file, or why one of its documents is none. */
export interface ManifestDocument {
  /** Position in the file, from 1; the items of a List share their document's. */
  readonly position: number;
  readonly object?: JsonObject & {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: JsonObject & { readonly name: string };
  };
  readonly problem?: ManifestProblem;
}

export interface ManifestProblem {
  readonly code: "syntax" | "not-an-object" | "no-kind" | "no-name";
  /** The parser's own words; empty for the other codes. */
  readonly message: string;
}

/** The objects of a text of YAML (or JSON) documents. Empty documents are skipped, Lists are opened. */
export function parseManifest(text: string): readonly ManifestDocument[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  if ("empty" in documents) return [];
  return documents.flatMap((document, index) => {
    const position = index + 1;
    const [error] = document.errors;
    if (error) return [{ position, problem: { code: "syntax" as const, message: error.message } }];
    const value = document.toJS() as unknown;
    return value === null || value === undefined ? [] : documentsOf(position, value);
  });
}

function documentsOf(position: number, value: unknown): readonly ManifestDocument[] {
  const problem = (code: ManifestProblem["code"]) => [{ position, problem: { code, message: "" } }];
  if (!isJsonObject(value)) return problem("not-an-object");
  const { apiVersion, kind, metadata, items } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return problem("no-kind");
  if (kind.endsWith("List") && Array.isArray(items)) {
    return items.flatMap((item: unknown) => documentsOf(position, item));
  }
  const name = isJsonObject(metadata) ? metadata["name"] : undefined;
  if (!isJsonObject(metadata) || typeof name !== "string") return problem("no-name");
  return [{ position, object: { ...value, apiVersion, kind, metadata: { ...metadata, name } } }];
}

/** An object as people want to read and edit it: without managedFields, long strings unfolded. */
export function toYaml(object: KubeObject): string {
  const { apiVersion, kind, metadata: all, ...rest } = object;
  const { managedFields: _, ...metadata } = all as { managedFields?: unknown };
  return stringify({ apiVersion, kind, metadata, ...rest }, { lineWidth: 0 });
}
