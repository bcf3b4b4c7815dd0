/**
 * Serves OpenAPI: the root of v3 at once, every other document made when it is first asked for and kept, encoded, until the
 * resources change.
 */
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { definitions, definitionsHash, definitionTexts } from "../../api/schema/definitions.ts";
import { fingerprint } from "../discovery/fingerprint.ts";
import { type ServedVersion, servedGroups } from "../discovery/group-order.ts";
import { version } from "../discovery/version.ts";
import { parseAccept } from "../http/accept-clauses.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import {
  type DocumentSource,
  groupVersionDocument,
  pathDocument,
  swaggerDocument,
} from "./documents.ts";
import { mergeSpecs } from "./merge-specs.ts";
import { serverEndpoints } from "./server-paths.ts";
import { exactJson, parseExact } from "../../api/wide-integers.ts";

export interface EncodedDocument {
  /** JSON, where `contentType` does not say otherwise. */
  readonly body: Uint8Array;
  readonly contentType?: string;
  /** With its quotes, as it stands in headers. */
  readonly etag: string;
}

interface Entry {
  readonly make: (source: DocumentSource) => JsonObject;
  readonly hash: string;
  document?: Promise<EncodedDocument>;
  protobuf?: Promise<EncodedDocument>;
}

interface Documents {
  readonly resources: readonly ResourceDefinition[];
  /** By the path behind `/openapi/v3/`: `apis/apps/v1`, `api/v1`. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly root: EncodedDocument;
  swagger?: Swagger;
}

interface Swagger {
  readonly resources: readonly ResourceDefinition[];
  readonly others: readonly JsonObject[];
  json?: Promise<EncodedDocument>;
  protobuf?: Promise<EncodedDocument>;
}

/** Some clients ask with an `@` that no media type may have; the answer's type has none (kube-openapi, pkg/handler). */
const v2Protobufs = [
  "com.github.proto-openapi.spec.v2@v1.0+protobuf",
  "com.github.proto-openapi.spec.v2.v1.0+protobuf",
];
const openApiV2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
const v3Protobufs = v2Protobufs.map((subtype) => subtype.replace(".v2", ".v3"));
const openApiV3Protobuf = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";
const decoder = new TextDecoder();
const noOthers: readonly JsonObject[] = [];
const encoder = new TextEncoder();
/** By the hash in its address; who answers says until when. */
export const immutable = "public, immutable";

export class OpenApi {
  readonly #resources: () => readonly ResourceDefinition[];
  readonly #customSchema: DocumentSource["customSchema"];
  readonly #others: () => readonly JsonObject[];
  #documents: Documents | undefined;

  /**
   * `resources` must return another array after a change, and the same one otherwise. `customSchema` gives the OpenAPI v3 schema
   * of a kind that is not built in; what it returns for a definition changes only together with `resources`. `others` gives the v2
   * documents of other servers, to be merged with this one's: another array after a change, like `resources`.
   */
  constructor(
    resources: () => readonly ResourceDefinition[],
    customSchema: DocumentSource["customSchema"] = () => undefined,
    others: () => readonly JsonObject[] = () => noOthers,
  ) {
    this.#resources = resources;
    this.#customSchema = customSchema;
    this.#others = others;
  }

  /** `/openapi/v3`: where the document of each group version is, with a hash of its content. */
  root(): EncodedDocument {
    return this.#current().root;
  }

  /** The v3 document of `apis/apps/v1` or `api/v1`; undefined when no such group version is served. */
  groupVersion(path: string): Promise<EncodedDocument & { readonly hash: string }> | undefined {
    const entry = this.#current().entries.get(path);
    if (entry === undefined) return undefined;
    return this.#documentOf(entry).then((document) => ({ ...document, hash: entry.hash }));
  }

  /** The same document as protobuf. It has the ETag of the JSON (kube-openapi, handler3). */
  groupVersionProtobuf(path: string): Promise<EncodedDocument> | undefined {
    const entry = this.#current().entries.get(path);
    if (entry === undefined) return undefined;
    entry.protobuf ??= this.#encodeV3Protobuf(entry);
    return entry.protobuf;
  }

  #documentOf(entry: Entry): Promise<EncodedDocument> {
    entry.document ??= this.#encode(entry.make, `"${entry.hash}"`);
    return entry.document;
  }

  async #encodeV3Protobuf(entry: Entry): Promise<EncodedDocument> {
    const [{ body, etag }, { encodeOpenApiV3 }] = await Promise.all([
      this.#documentOf(entry),
      import("./v3-protobuf.ts"),
    ]);
    const document = parseExact(decoder.decode(body)) as JsonObject;
    return { body: encodeOpenApiV3(document), etag, contentType: openApiV3Protobuf };
  }

  /** `/openapi/v2`. */
  v2(): Promise<EncodedDocument> {
    const swagger = this.#swagger();
    swagger.json ??= this.#merged(swagger).then((document) =>
      encode(document, this.#markOf(swagger, "v2")),
    );
    return swagger.json;
  }

  /** `/openapi/v2` as protobuf. */
  v2Protobuf(): Promise<EncodedDocument> {
    const swagger = this.#swagger();
    swagger.protobuf ??= this.#encodeProtobuf(swagger);
    return swagger.protobuf;
  }

  #swagger(): Swagger {
    const documents = this.#current();
    const others = this.#others();
    if (documents.swagger?.others !== others) {
      documents.swagger = { resources: documents.resources, others };
    }
    return documents.swagger;
  }

  async #merged({ resources, others }: Swagger): Promise<JsonObject> {
    const source = { texts: await definitionTexts(), customSchema: this.#customSchema };
    const own = swaggerDocument(resources, source);
    if (others.length === 0) return own;
    return mergeSpecs(own, others);
  }

  /** Of what the document is made from: to read all of it again would take longer than to make it. */
  #markOf({ others }: Swagger, form: string): string {
    const merged = others.length === 0 ? "" : `-${fingerprint(JSON.stringify(others))}`;
    return `${this.root().etag.slice(0, -1)}${merged}-${form}"`;
  }

  async #encodeProtobuf(swagger: Swagger): Promise<EncodedDocument> {
    const [document, { encodeOpenApiV2 }] = await Promise.all([
      this.#merged(swagger),
      import("./v2-protobuf.ts"),
    ]);
    const etag = this.#markOf(swagger, "v2-protobuf");
    return { body: encodeOpenApiV2(document), etag, contentType: openApiV2Protobuf };
  }

  /** The answer to a GET below `/openapi`; undefined where there is none. */
  respond(
    request: Pick<ApiRequest, "path" | "query" | "headers">,
  ): Promise<ApiResponse> | undefined {
    const path = request.path.replace(/\/$/, "");
    if (path === "/openapi/v2") {
      const subtype = firstOffered(request.headers["accept"], ["json", ...v2Protobufs]);
      if (subtype === undefined) return Promise.resolve(notAcceptable);
      const found = subtype === "json" ? this.v2() : this.v2Protobuf();
      return found.then((document) => answer(document, request.headers, revalidated));
    }
    if (path === "/openapi/v3")
      return Promise.resolve(answer(this.root(), request.headers, revalidated));
    if (!path.startsWith("/openapi/v3/")) return undefined;
    const name = path.slice("/openapi/v3/".length);
    const entry = this.#current().entries.get(name);
    if (entry === undefined) return undefined;
    const subtype = firstOffered(request.headers["accept"], ["json", ...v3Protobufs]);
    if (subtype === undefined) return Promise.resolve(notAcceptable);
    const hash = request.query.get("hash") ?? "";
    if (hash !== "" && hash !== entry.hash) {
      const contentType = subtype === "json" ? "application/json" : openApiV3Protobuf;
      return Promise.resolve(movedTo(`${path}?hash=${entry.hash}`, entry.hash, contentType));
    }
    // Only the hashed address always means this content.
    const caching = hash === "" ? revalidated : immutable;
    const found = subtype === "json" ? this.#documentOf(entry) : this.groupVersionProtobuf(name);
    return found?.then((document) => answer(document, request.headers, caching));
  }

  #current(): Documents {
    const resources = this.#resources();
    if (this.#documents?.resources === resources) return this.#documents;
    const entries = new Map<string, Entry>();
    const groups = servedGroups(resources);
    for (const [path, endpoint] of serverEndpoints(groups)) {
      const hash = hashOf([path, endpoint]);
      entries.set(path, { hash, make: (source) => pathDocument(endpoint, source) });
    }
    for (const served of groups.flatMap(({ versions }) => versions)) {
      const path = `${served.group === "" ? "api" : "apis"}/${apiVersionOf(served)}`;
      const hash = this.#hashOf(served);
      entries.set(path, { hash, make: (source) => groupVersionDocument(served, source) });
    }
    const paths = [...entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { hash }]): [string, JsonObject] => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` },
      ]);
    const root = { paths: Object.fromEntries(paths) };
    const etag = `"${fingerprint(JSON.stringify(root))}"`;
    this.#documents = { resources, entries, root: encode(root, etag) };
    return this.#documents;
  }

  /** Of what the document is made from, so that the root costs no document. */
  #hashOf(served: ServedVersion): string {
    const custom = served.resources
      .filter(({ definition }) => !definitions().has(definition))
      .map((resource) => this.#customSchema(resource) ?? null);
    return hashOf([served.resources, custom]);
  }

  async #encode(
    make: (source: DocumentSource) => JsonObject,
    etag: string,
  ): Promise<EncodedDocument> {
    const texts = await definitionTexts();
    return encode(make({ texts, customSchema: this.#customSchema }), etag);
  }
}

const revalidated = "no-cache, private";

function hashOf(content: unknown): string {
  return fingerprint(exactJson([definitionsHash, version.gitVersion, content]));
}

function encode(document: JsonObject, etag: string): EncodedDocument {
  return { body: encoder.encode(exactJson(document)), etag };
}

function answer(
  { body, etag, contentType = "application/json" }: EncodedDocument,
  requested: ApiRequest["headers"],
  caching: string,
): ApiResponse {
  const headers = {
    "content-type": contentType,
    "cache-control": caching,
    etag,
    vary: "Accept",
  };
  if (requested["if-none-match"] === etag) return { status: 304, headers, body: undefined };
  return { status: 200, headers, body };
}

/** The first subtype of `application` that is accepted, in the order of the clauses. */
function firstOffered(accept: string | undefined, offered: readonly string[]): string | undefined {
  for (const { type, subtype } of parseAccept(accept || "*/*")) {
    if (type !== "application" && type !== "*") continue;
    const found = offered.find((each) => subtype === each || subtype === "*");
    if (found !== undefined) return found;
  }
  return undefined;
}

const notAcceptable: ApiResponse = {
  status: 406,
  headers: { "cache-control": revalidated, vary: "Accept" },
  body: "",
};

/** What is asked for has another content now, at another address. With the type of that content Go writes no page about it. */
function movedTo(location: string, hash: string, contentType: string): ApiResponse {
  return {
    status: 301,
    headers: {
      "content-type": contentType,
      "cache-control": revalidated,
      etag: `"${hash}"`,
      location,
      vary: "Accept",
    },
    body: "",
  };
}
