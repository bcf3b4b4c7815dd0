/** The query parameters and bodies that steer lists, watches, writes and deletes. */
import { decodeBody } from "../../api/decode/body.ts";
import { isJsonObject } from "../../api/json.ts";
import { badRequest, invalid } from "../../api/status.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import type { ApiRequest, UserInfo } from "../message.ts";
import type { WriteContext } from "../core.ts";
import type { ListQuery } from "../operations/read.ts";
import { isTrue } from "../request-info.ts";
import type { IncludeObject } from "./encode.ts";

export function numberParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^-?\d{1,15}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

export function listQueryOf(query: URLSearchParams): ListQuery {
  const limit = numberParameter(query, "limit");
  const initial = query.get("sendInitialEvents");
  return {
    labelSelector: query.get("labelSelector") ?? undefined,
    fieldSelector: query.get("fieldSelector") ?? undefined,
    ...(limit === undefined ? {} : { limit }),
    continueToken: query.get("continue") ?? undefined,
    resourceVersion: query.get("resourceVersion") ?? undefined,
    resourceVersionMatch: query.get("resourceVersionMatch") ?? undefined,
    ...(initial ? { sendInitialEvents: isTrue(initial) } : {}),
  };
}

export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get("includeObject") ?? "";
  if (value === "" || value === "Metadata") return "Metadata";
  if (value === "Object" || value === "None") return value;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
}

/** `kubectl/v1.32.4 (linux/amd64)` writes as `kubectl`, unless it says otherwise. */
export function writeContextOf(
  request: Pick<ApiRequest, "query" | "headers" | "auditAnnotations">,
  user: UserInfo,
): WriteContext {
  const { query, headers } = request;
  const fieldManager = query.get("fieldManager") || agentOf(headers["user-agent"] ?? "");
  if (fieldManager.length > fieldManagerLengthMax) {
    throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [
      {
        type: "FieldValueTooLong",
        field: "fieldManager",
        message: `Too long: may not be more than ${fieldManagerLengthMax} bytes`,
      },
    ]);
  }
  const { auditAnnotations } = request;
  return {
    user,
    fieldManager,
    dryRun: isDryRun(query.getAll("dryRun")),
    warnings: [],
    ...(auditAnnotations ? { auditAnnotations } : {}),
  };
}

function agentOf(header: string): string {
  const end = header.indexOf("/");
  return (end < 0 ? header : header.slice(0, end)).trim() || "unknown";
}

/** apimachinery, meta/v1/validation. */
const fieldManagerLengthMax = 128;

function isDryRun(values: readonly string[]): boolean {
  for (const value of values) {
    if (value === "All") continue;
    throw invalid({ group: "meta.k8s.io", kind: "CreateOptions" }, "", [
      {
        type: "FieldValueNotSupported",
        field: "dryRun",
        message: `Unsupported value: ${JSON.stringify(value)}: supported values: "All"`,
      },
    ]);
  }
  return values.length > 0;
}

/** DeleteOptions from the body where there is one, else from the query. */
export function deleteOptionsOf(request: ApiRequest): DeleteOptions {
  const { query, body, headers } = request;
  const fromBody = body && body.length > 0 ? decodeBody(body, headers["content-type"]).object : {};
  const grace = fromBody["gracePeriodSeconds"] ?? numberParameter(query, "gracePeriodSeconds");
  const policy = fromBody["propagationPolicy"] ?? query.get("propagationPolicy") ?? undefined;
  const orphan = fromBody["orphanDependents"] ?? query.get("orphanDependents") ?? undefined;
  const dryRun = fromBody["dryRun"];
  const preconditions = isJsonObject(fromBody["preconditions"]) ? fromBody["preconditions"] : {};
  const { uid, resourceVersion } = preconditions;
  if (typeof grace === "number" && grace < 0)
    throw invalidDelete("gracePeriodSeconds", String(grace), "must be greater than or equal to 0");
  return {
    dryRun: isDryRun(Array.isArray(dryRun) ? dryRun.map(String) : query.getAll("dryRun")),
    ...(typeof grace === "number" ? { gracePeriodSeconds: grace } : {}),
    ...propagation(policy, orphan),
    preconditions: {
      ...(typeof uid === "string" ? { uid } : {}),
      ...(typeof resourceVersion === "string" ? { resourceVersion } : {}),
    },
  };
}

function propagation(policy: unknown, orphan: unknown): Pick<DeleteOptions, "propagationPolicy"> {
  if (policy === undefined || policy === null || policy === "") {
    if (orphan === undefined || orphan === null) return {};
    return { propagationPolicy: orphan === true || orphan === "true" ? "Orphan" : "Background" };
  }
  if (policy === "Background" || policy === "Foreground" || policy === "Orphan") {
    return { propagationPolicy: policy };
  }
  throw invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", [
    {
      type: "FieldValueNotSupported",
      field: "propagationPolicy",
      message: `Unsupported value: ${JSON.stringify(policy)}: supported values: "Background", "Foreground", "Orphan"`,
    },
  ]);
}

function invalidDelete(field: string, value: string, why: string): Error {
  return invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", [
    { type: "FieldValueInvalid", field, message: `Invalid value: ${value}: ${why}` },
  ]);
}
