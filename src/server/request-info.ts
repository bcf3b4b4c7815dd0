/**
 * What a request's path and method mean: the counterpart of Kubernetes' RequestInfo (apiserver, pkg/endpoints/request).
 * Pure text; whether the resource exists is the registry's business.
 */
import { parseFieldSelector, type FieldRequirement } from "../api/field-selector.ts";

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
  readonly method?: string;
  /** Whether the path has a name: `name` may be a field selector's, too. */
  readonly named?: boolean;
  /** Whether the path itself asks for a watch: /api/v1/watch/pods. */
  readonly watches?: boolean;
  /** What the field selector asks for, of verbs that select; none where it cannot be read. */
  readonly fields?: readonly FieldRequirement[];
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
  const parsed = path.startsWith("/api") ? parseResourcePath(partsOf(path)) : undefined;
  if (parsed === undefined) return { isResource: false, verb: method.toLowerCase(), path };
  let verb = Object.hasOwn(verbs, method) ? (verbs[method] ?? "") : "";
  if (parsed.name === "") {
    if (verb === "get") verb = "list";
    if (verb === "delete") verb = "deletecollection";
  }
  if ((verb === "list" || verb === "get") && isTrue(query.get("watch"))) {
    if (verb === "list" || parsed.subresource === "") verb = "watch";
  }
  if (parsed.watches) verb = "watch";
  let name = parsed.name;
  let fields: readonly FieldRequirement[] | undefined;
  if (verb === "list" || verb === "watch" || verb === "deletecollection") {
    fields = fieldsOf(query.get("fieldSelector"));
    if (name === "" && verb !== "deletecollection") name = selectedName(fields);
  }
  const { group, version, namespace, resource, subresource, rest, watches } = parsed;
  return {
    isResource: true,
    verb,
    group,
    version,
    namespace,
    resource,
    subresource,
    name,
    rest,
    path,
    method,
    named: parsed.name !== "",
    watches,
    ...(fields && !watches ? { fields } : {}),
  };
}

/** What a selector asks for; undefined for none, and for one that cannot be read. */
export function fieldsOf(
  selector: string | null | undefined,
): readonly FieldRequirement[] | undefined {
  if (!selector) return undefined;
  try {
    return parseFieldSelector(selector).requirements;
  } catch {
    // Who reads the list says what is wrong with it.
    return undefined;
  }
}

/** The one name that a selector leaves: a list of it is authorized as that name. Empty: it leaves more. */
export function selectedName(fields: readonly FieldRequirement[] = []): string {
  const asked = fields.find(({ field, operator }) => field === "metadata.name" && operator === "=");
  const name = asked?.value ?? "";
  return name === "." || name === ".." || /[/%]/.test(name) ? "" : name;
}

/** What stands between the slashes. None for a path with an empty segment within: that is one that no route has. */
function partsOf(path: string): readonly string[] {
  if (path.includes("//")) return [];
  return path.slice(1, path.endsWith("/") ? -1 : undefined).split("/");
}

/** A query's boolean: false when absent, "0" or "false" in any case (apimachinery, pkg/runtime/conversion.go). */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

function parseResourcePath(
  parts: readonly string[],
): (Omit<ResourceRequestInfo, "isResource" | "verb" | "path"> & { watches: boolean }) | undefined {
  const core = parts[0] === "api";
  if (!core && parts[0] !== "apis") return undefined;
  const group = core ? "" : (parts[1] ?? "");
  const version = parts[core ? 1 : 2];
  let at = core ? 2 : 3;
  if (version === undefined || parts.length <= at) return undefined;
  const watches = parts[at] === "watch" && parts.length > at + 1;
  if (watches) at += 1;
  let namespace = "";
  if (parts[at] === "namespaces" && parts.length >= at + 2) {
    const within = parts.length > at + 2 && !namespaceSubresources.has(parts[at + 2] ?? "");
    namespace = parts[at + 1] ?? "";
    if (within) at += 2;
  }
  return {
    group,
    version,
    namespace,
    resource: parts[at] ?? "",
    name: parts[at + 1] ?? "",
    subresource: parts[at + 2] ?? "",
    rest: parts.length > at + 3 ? parts.slice(at + 3).join("/") : "",
    watches,
  };
}
