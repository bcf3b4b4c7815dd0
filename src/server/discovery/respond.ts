/** Answers requests for discovery. Documents are encoded once for each set of resources. */
import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import { aggregatedDiscovery } from "./aggregated.ts";
import { fingerprint } from "./fingerprint.ts";
import { legacyDiscovery } from "./legacy.ts";
import { negotiateDiscovery } from "./negotiate.ts";

interface EncodedDocument {
  readonly body: Uint8Array;
  readonly etag: string;
}

// A registry makes a new array at every change, so an array's documents never change.
const encoded = new WeakMap<readonly ResourceDefinition[], Map<string, EncodedDocument>>();

/**
 * The answer to a GET of a discovery path, or undefined when `request.path` is none that is served. 304 where the client's
 * If-None-Match names the document that it would get.
 */
export function discoveryResponse(
  definitions: readonly ResourceDefinition[],
  request: Pick<ApiRequest, "path" | "headers">,
): ApiResponse | undefined {
  const path = request.path.replace(/\/$/, "");
  const isRoot = path === "/api" || path === "/apis";
  const { format, contentType } = isRoot
    ? negotiateDiscovery(request.headers["accept"])
    : { format: "legacy" as const, contentType: "application/json" };
  const document = documentFor(definitions, `${path} ${format}`, () =>
    isRoot && format !== "legacy"
      ? aggregatedDiscovery(definitions, path, format)
      : legacyDiscovery(definitions, path),
  );
  if (document === undefined) return undefined;
  const headers = { "content-type": contentType, etag: document.etag, vary: "Accept" };
  if (request.headers["if-none-match"] === document.etag) {
    return { status: 304, headers, body: undefined };
  }
  return { status: 200, headers, body: document.body };
}

function documentFor(
  definitions: readonly ResourceDefinition[],
  key: string,
  make: () => JsonObject | undefined,
): EncodedDocument | undefined {
  const documents = encoded.get(definitions) ?? new Map<string, EncodedDocument>();
  encoded.set(definitions, documents);
  const known = documents.get(key);
  if (known !== undefined) return known;
  const document = make();
  if (document === undefined) return undefined;
  const text = `${JSON.stringify(document)}\n`;
  const made = { body: new TextEncoder().encode(text), etag: `"${fingerprint(text)}"` };
  documents.set(key, made);
  return made;
}
