/** The query parameters of the API's operations, as OpenAPI shows them. kubectl looks for `fieldValidation` among them. */
import type { JsonObject } from "../../api/json.ts";
import type { Dialect } from "./schemas.ts";

type ParameterType = "string" | "integer" | "boolean";

const table: Readonly<Record<string, readonly [type: ParameterType, description: string]>> = {
  allowWatchBookmarks: [
    "boolean",
    "Whether a watch may send BOOKMARK events, which carry nothing but a resourceVersion.",
  ],
  continue: ["string", "The token of a list's answer that asks for the list's next page."],
  dryRun: [
    "string",
    "With the value All the request is checked and answered, but nothing is stored.",
  ],
  fieldManager: [
    "string",
    "The name under which the fields that the request sets are recorded. Needed for apply patches.",
  ],
  fieldSelector: ["string", "Restricts the objects by their fields. Everything by default."],
  fieldValidation: [
    "string",
    "What to do with unknown and duplicate fields: Ignore drops them, Warn (the default) drops them and warns, Strict refuses the request with a BadRequest that names them all.",
  ],
  force: ["boolean", "Apply patches only: takes over fields that other managers own."],
  gracePeriodSeconds: [
    "integer",
    "Seconds until the object is deleted; zero deletes it at once. The kind's own grace by default.",
  ],
  labelSelector: ["string", "Restricts the objects by their labels. Everything by default."],
  limit: [
    "integer",
    "The highest number of objects to answer with; more are behind the answer's continue token.",
  ],
  orphanDependents: ["boolean", "Deprecated: use propagationPolicy."],
  pretty: ["string", "Whether the answer is to be indented."],
  propagationPolicy: ["string", "How dependents are collected: Orphan, Background or Foreground."],
  resourceVersion: [
    "string",
    "The version that the answer must be at, or not older than: see resourceVersionMatch.",
  ],
  resourceVersionMatch: [
    "string",
    "How resourceVersion is meant in a list: Exact or NotOlderThan.",
  ],
  sendInitialEvents: [
    "boolean",
    "Whether a watch starts with an event for each present object, and a bookmark after them.",
  ],
  timeoutSeconds: ["integer", "Seconds after which a list or watch ends by itself."],
  watch: [
    "boolean",
    "Answers with a stream of the changes that follow resourceVersion, instead of a list.",
  ],
};

const listParameters = [
  "allowWatchBookmarks",
  "continue",
  "fieldSelector",
  "labelSelector",
  "limit",
  "resourceVersion",
  "resourceVersionMatch",
  "sendInitialEvents",
  "timeoutSeconds",
  "watch",
];
const writeParameters = ["dryRun", "fieldManager", "fieldValidation"];
const deleteParameters = ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"];

/** The query parameters of each action. */
export const actionParameters: Readonly<Record<string, readonly string[]>> = {
  get: [],
  list: listParameters,
  post: writeParameters,
  put: writeParameters,
  patch: [...writeParameters, "force"],
  delete: deleteParameters,
  deletecollection: [
    ...new Set([
      ...deleteParameters,
      ...listParameters.filter((name) => !/watch|Watch/.test(name)),
    ]),
  ],
  connect: [],
};

export function queryParameter(name: string, dialect: Dialect): JsonObject {
  const [type, description] = table[name] ?? ["string", ""];
  const schema = { type, uniqueItems: true };
  return { name, in: "query", description, ...(dialect === "v3" ? { schema } : schema) };
}

/** `{name}` and `{namespace}` in a path. */
export function pathParameter(name: string, kind: string, dialect: Dialect): JsonObject {
  const description =
    name === "namespace" ? "The namespace that the objects are in." : `The name of the ${kind}.`;
  const schema = { type: "string", uniqueItems: true };
  return {
    name,
    in: "path",
    description,
    required: true,
    ...(dialect === "v3" ? { schema } : schema),
  };
}
