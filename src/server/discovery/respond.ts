/** Answers requests for discovery. Documents are encoded once for each set of resources. */
import { encodeProtobuf } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { yamlText } from "../http/respond.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import { aggregatedDiscovery } from "./aggregated.ts";
import { fingerprint } from "./fingerprint.ts";
import { legacyDiscovery } from "./legacy.ts";
import { type DiscoveryFormat, negotiateDiscovery } from "./negotiate.ts";

interface EncodedDocument {
  readonly body: Uint8Array;
  readonly etag: string;
}

// A registry makes a new array at every change, so an array's documents never change.
const encoded = new WeakMap<readonly ResourceDefinition[], Map<string, EncodedDocument>>();

/**
 * The answer to a GET of a discovery path, or undefined when `request.path` is none that is served. 304 where the client's
 * If-None-Match names the document that it would get. `serverAddress` is where others reach this server: `10.0.0.1:6443`. Throws 406.
 */
export function discoveryResponse(
  definitions: readonly ResourceDefinition[],
  request: Pick<ApiRequest, "path" | "headers">,
  serverAddress?: string,
): ApiResponse | undefined {
  const path = request.path.replace(/\/$/, "");
  const isRoot = path === "/api" || path === "/apis";
  if (!isRoot && !documentFor(definitions, { path, format: "legacy", encoding: "json" })) {
    return undefined;
  }
  const { contentType, ...form } = negotiateDiscovery(request.headers["accept"], {
    isRoot,
    hasRoute: hasRoute(definitions, path),
  });
  const document = documentFor(definitions, { path, ...form, serverAddress });
  if (document === undefined) return undefined;
  const headers = {
    "content-type": contentType,
    "cache-control": "no-cache, private",
    etag: document.etag,
    vary: "Accept",
  };
  if (request.headers["if-none-match"] === document.etag) {
    return { status: 304, headers, body: undefined };
  }
  return { status: 200, headers, body: document.body };
}

/** The aggregator answers for the list of groups and each group, apiextensions for the versions of custom kinds. */
function hasRoute(definitions: readonly ResourceDefinition[], path: string): boolean {
  const [, root, group, version] = path.split("/");
  if (root === "api") return true;
  return definitions.some((row) => row.group === group && row.version === version && !row.custom);
}

function documentFor(
  definitions: readonly ResourceDefinition[],
  asked: Pick<DiscoveryFormat, "format" | "encoding"> & {
    readonly path: string;
    readonly serverAddress?: string | undefined;
  },
): EncodedDocument | undefined {
  const { path, format, encoding, serverAddress } = asked;
  const documents = encoded.get(definitions) ?? new Map<string, EncodedDocument>();
  encoded.set(definitions, documents);
  const key = `${path} ${format} ${encoding} ${path === "/api" ? serverAddress : ""}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const document =
    format === "legacy"
      ? legacyDiscovery(definitions, path, serverAddress)
      : aggregatedDiscovery(definitions, path as "/api" | "/apis", format);
  if (document === undefined) return undefined;
  const text = `${JSON.stringify(document)}\n`;
  // Whatever the encoding: caches tell those apart by Vary (apiserver, discovery/aggregated/handler.go).
  const etag = `"${fingerprint(text)}"`;
  const made = { body: bodyOf(document, text, encoding), etag };
  documents.set(key, made);
  return made;
}

/** Throws for a document without a message: all kinds of discovery have theirs. */
function bodyOf(
  document: JsonObject,
  json: string,
  encoding: DiscoveryFormat["encoding"],
): Uint8Array {
  if (encoding !== "protobuf") {
    return new TextEncoder().encode(encoding === "json" ? json : yamlText(document));
  }
  const bytes = encodeProtobuf(document);
  if (bytes === undefined) throw new Error(`${String(document["kind"])} has no message`);
  return bytes;
}
