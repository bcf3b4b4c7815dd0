/**
 * What a request's path and method mean: the counterpart of Kubernetes' RequestInfo (apiserver, pkg/endpoints/request).
 * Pure text; whether the resource exists is the registry's business.
 */

export interface ResourceRequestInfo {
  readonly isResource: true;
  /** As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection. */
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** What follows the subresource: the path of a proxy request. */
  readonly rest: string;
  readonly path: string;
}

export interface PathRequestInfo {
  readonly isResource: false;
  /** The method in lower case. */
  readonly verb: string;
  readonly path: string;
}

export type RequestInfo = ResourceRequestInfo | PathRequestInfo;

/** Subresources of a namespace that are not resources within it. */
const namespaceSubresources = new Set(["status", "finalize"]);

const verbs: Readonly<Record<string, string>> = {
  POST: "create",
  GET: "get",
  HEAD: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

export function parseRequestInfo(
  method: string,
  path: string,
  query: URLSearchParams,
): RequestInfo {
  const parts = path.split("/").filter((part) => part !== "");
  // An empty segment within a path is one that no route has.
  const parsed = path.includes("//") ? undefined : parseResourcePath(parts);
  if (parsed === undefined) return { isResource: false, verb: method.toLowerCase(), path };
  let verb = verbs[method] ?? "";
  if (parsed.name === "") {
    if (verb === "get") verb = "list";
    if (verb === "delete") verb = "deletecollection";
  }
  if ((verb === "list" || verb === "get") && isTrue(query.get("watch"))) {
    if (verb === "list" || parsed.subresource === "") verb = "watch";
  }
  // A list or watch of one name by field selector is authorized as that name, as Kubernetes does.
  let name = parsed.name;
  if (name === "" && (verb === "list" || verb === "watch" || verb === "deletecollection")) {
    name = /(?:^|,)metadata\.name==?([^,]+)/.exec(query.get("fieldSelector") ?? "")?.[1] ?? "";
  }
  return { ...parsed, isResource: true, verb, name, path };
}

/** A query's boolean: false when absent, "0" or "false" in any case (apimachinery, pkg/runtime/conversion.go). */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

function parseResourcePath(
  parts: readonly string[],
): Omit<ResourceRequestInfo, "isResource" | "verb" | "path"> | undefined {
  const core = parts[0] === "api";
  if (!core && parts[0] !== "apis") return undefined;
  const group = core ? "" : (parts[1] ?? "");
  const version = parts[core ? 1 : 2];
  let rest = parts.slice(core ? 2 : 3);
  if (version === undefined || rest.length === 0) return undefined;
  let namespace = "";
  if (rest[0] === "namespaces" && rest.length >= 2) {
    const within = rest.length > 2 && !namespaceSubresources.has(rest[2] ?? "");
    namespace = rest[1] ?? "";
    if (within) rest = rest.slice(2);
  }
  const [resource = "", name = "", subresource = "", ...more] = rest;
  return { group, version, namespace, resource, name, subresource, rest: more.join("/") };
}
