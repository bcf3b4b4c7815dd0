/** The parameters of the API's operations, as OpenAPI shows them in paths and queries. Source: the option kinds of k8s.io/api. */
import type { JsonObject } from "../../api/json.ts";
import type { Dialect } from "./schemas.ts";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly type: "string" | "integer" | "boolean";
  readonly description: string;
}

type Row = readonly [type: Parameter["type"], description: string];

const table: Readonly<Record<string, Row>> = {
  allowWatchBookmarks: [
    "boolean",
    "Whether a watch may send BOOKMARK events, which carry nothing but a resourceVersion.",
  ],
  command: [
    "string",
    "The program to run with its arguments, one after the other; no shell reads it.",
  ],
  container: [
    "string",
    "The container of the Pod that is meant; not needed where there is but one.",
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
  fieldSelector: [
    "string",
    "Restricts the list of returned objects by their fields. Everything by default.",
  ],
  fieldValidation: [
    "string",
    "What to do with unknown and duplicate fields: Ignore drops them, Warn (the default) drops them and warns, Strict refuses the request with a BadRequest that names them all.",
  ],
  follow: ["boolean", "Whether the answer goes on with what is logged later."],
  force: ["boolean", "Apply patches only: takes over fields that other managers own."],
  gracePeriodSeconds: [
    "integer",
    "Seconds until the object is deleted; zero deletes it at once. The kind's own grace by default.",
  ],
  ignoreStoreReadErrorWithClusterBreakingPotential: [
    "boolean",
    "Whether an object that cannot be read any more is deleted without its finalizers and preconditions.",
  ],
  insecureSkipTLSVerifyBackend: [
    "boolean",
    "Whether the kubelet that answers may be anybody: its certificate is not verified.",
  ],
  labelSelector: [
    "string",
    "Restricts the list of returned objects by their labels. Everything by default.",
  ],
  limit: [
    "integer",
    "The highest number of objects to answer with; more are behind the answer's continue token.",
  ],
  limitBytes: ["integer", "The highest number of bytes to answer with."],
  orphanDependents: ["boolean", "Deprecated: use propagationPolicy."],
  path: ["string", "The rest of the path that is asked for behind the proxy."],
  ports: ["integer", "The ports to forward; needed with WebSockets alone."],
  pretty: [
    "string",
    "Whether the answer is to be indented. By default it is for browsers and command-line tools.",
  ],
  previous: ["boolean", "Whether the logs of the container's last end are meant."],
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
  shardSelector: [
    "string",
    "Restricts the objects to a part of them by hashes. Not served by default.",
  ],
  sinceSeconds: ["integer", "Answers with lines no older than these seconds."],
  stderr: ["boolean", "Whether the standard error stream is wanted."],
  stdin: ["boolean", "Whether the standard input stream is given."],
  stdout: ["boolean", "Whether the standard output stream is wanted."],
  stream: ["string", "Which stream of the log is wanted: All, Stdout or Stderr."],
  tailLines: ["integer", "Answers with these last lines."],
  timeoutSeconds: ["integer", "Seconds after which a list or watch ends by itself."],
  timestamps: ["boolean", "Whether each line begins with its time."],
  tty: ["boolean", "Whether the streams are those of a terminal."],
  watch: [
    "boolean",
    "Watch for changes to the described resources: a stream of those that follow resourceVersion, instead of a list.",
  ],
};

export const listParameters = [
  "allowWatchBookmarks",
  "continue",
  "fieldSelector",
  "labelSelector",
  "limit",
  "resourceVersion",
  "resourceVersionMatch",
  "sendInitialEvents",
  "shardSelector",
  "timeoutSeconds",
  "watch",
];
export const writeParameters = ["dryRun", "fieldManager", "fieldValidation"];
export const deleteParameters = [
  "dryRun",
  "gracePeriodSeconds",
  "ignoreStoreReadErrorWithClusterBreakingPotential",
  "orphanDependents",
  "propagationPolicy",
];

/** Of what is connected to by subresource. */
export const connectParameters: Readonly<Record<string, readonly string[]>> = {
  attach: ["container", "stderr", "stdin", "stdout", "tty"],
  exec: ["command", "container", "stderr", "stdin", "stdout", "tty"],
  portforward: ["ports"],
  proxy: ["path"],
};
export const logParameters = [
  "container",
  "follow",
  "insecureSkipTLSVerifyBackend",
  "limitBytes",
  "previous",
  "sinceSeconds",
  "stream",
  "tailLines",
  "timestamps",
];

export function queryParameter(name: string): Parameter {
  const [type, description] = table[name] ?? (["string", ""] satisfies Row);
  return { name, in: "query", type, description };
}

/** `{name}`, `{namespace}` and `{path}` in a path. */
export function pathParameter(name: string, kind: string): Parameter {
  const descriptions: Readonly<Record<string, string>> = {
    name: `name of the ${kind}`,
    namespace: "The namespace that the objects are in.",
    path: "path to the resource",
  };
  return { name, in: "path", type: "string", description: descriptions[name] ?? "" };
}

export function parameterObject(parameter: Parameter, dialect: Dialect): JsonObject {
  const { type, description, name } = parameter;
  const schema = { type, uniqueItems: true };
  return {
    ...(dialect === "v3" ? { name, in: parameter.in, description } : {}),
    ...(dialect === "v3" && parameter.in === "path" ? { required: true } : {}),
    ...(dialect === "v3" ? { schema } : schema),
    ...(dialect === "v2" ? { description, name, in: parameter.in } : {}),
    ...(dialect === "v2" && parameter.in === "path" ? { required: true } : {}),
  };
}
