/**
 * The engine's own documents under /kubarium/v1 that speak of API objects: each says what a user must be allowed to see of
 * those objects, in place of a rule for its path. What they answer is made by the component that adds them.
 */
import { badRequest, methodNotAllowed } from "../../api/status.ts";
import type { JsonObject } from "../../api/json.ts";
import { decodeBody } from "../../api/decode/body.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../message.ts";
import { respondJson } from "./respond.ts";

/** One right that a user needs. An empty namespace is all of them, an empty name all objects. */
export interface NeededAccess {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface DocumentRequest {
  /** The path's named segments. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body of a POST: JSON or YAML, an object. Empty for a GET. */
  readonly body: JsonObject;
  readonly user: UserInfo;
}

export interface EngineDocument {
  /** `/kubarium/v1/namespaces/{namespace}/pods/{name}/explanation`: a name in braces stands for one segment. */
  readonly path: string;
  readonly method: "GET" | "POST";
  needs(parameters: DocumentRequest["parameters"]): readonly NeededAccess[];
  /** JSON. Rejects with StatusError. */
  answer(request: DocumentRequest): Promise<unknown>;
}

export interface FoundDocument {
  readonly needs: readonly NeededAccess[];
  respond(request: ApiRequest, user: UserInfo): Promise<ApiResponse>;
}

export class EngineDocuments {
  readonly #documents: EngineDocument[] = [];

  add(document: EngineDocument): void {
    this.#documents.push(document);
  }

  /** The paths of documents that have no names in them. */
  paths(): readonly string[] {
    return this.#documents.map(({ path }) => path).filter((path) => !path.includes("{"));
  }

  find(path: string): FoundDocument | undefined {
    for (const document of this.#documents) {
      const parameters = match(document.path, path);
      if (parameters === undefined) continue;
      return {
        needs: document.needs(parameters),
        respond: (request, user) => respond(document, parameters, { request, user }),
      };
    }
    return undefined;
  }
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? value !== segment : value === "") return undefined;
    if (name !== undefined) parameters[name] = value;
  }
  return parameters;
}

async function respond(
  document: EngineDocument,
  parameters: DocumentRequest["parameters"],
  { request, user }: { readonly request: ApiRequest; readonly user: UserInfo },
): Promise<ApiResponse> {
  const { method, query, headers, body } = request;
  const asked = method === "HEAD" ? "GET" : method;
  if (asked !== document.method) throw methodNotAllowed();
  const value = document.method === "POST" ? readBody(body, headers["content-type"]) : {};
  return respondJson(await document.answer({ parameters, query, body: value, user }));
}

function readBody(bytes: Uint8Array | undefined, contentType: string | undefined): JsonObject {
  if (bytes === undefined || bytes.length === 0) throw badRequest("the body must not be empty");
  const { object, duplicateFields } = decodeBody(bytes, contentType, { formats: ["json", "yaml"] });
  const [duplicate] = duplicateFields;
  if (duplicate !== undefined) throw badRequest(`duplicate field "${duplicate}"`);
  return object;
}
