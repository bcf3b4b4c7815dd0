/** Answers as bytes: objects from their one encoding, Status, warnings. */
import { stringify as stringifyYaml } from "yaml";
import { serviceUnavailable, type ApiStatus, type StatusError } from "../../api/status.ts";
import { encodeProtobuf } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import type { ApiResponse } from "../message.ts";
import { type Accepted, plainFormat } from "./accept.ts";
import { exactJson } from "../../api/wide-integers.ts";

const jsonHeaders = Object.freeze({
  "content-type": "application/json",
  "cache-control": "no-cache, private",
} as const);

export function respondJson(value: unknown, status = 200): ApiResponse {
  return respondEncoded(`${exactJson(value)}\n`, status);
}

/** JSON that is written already, as text or as bytes, with the newline at its end that Go's encoder writes. */
export function respondEncoded(body: string | Uint8Array, status = 200): ApiResponse {
  return { status, headers: jsonHeaders, body };
}

export function respondText(text: string, status = 200): ApiResponse {
  return {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache, private",
    },
    body: text,
  };
}

export function respondValue(value: unknown, accepted: Accepted, status = 200): ApiResponse {
  if (accepted.format === "protobuf") {
    const encoded = respondProtobuf(value as JsonObject, status);
    if (encoded !== undefined) return encoded;
  }
  if (accepted.format !== "yaml") return respondJson(value, status);
  return respondYaml(yamlText(value), status);
}

/** YAML that is written already. */
export function respondYaml(body: string, status = 200): ApiResponse {
  return { status, headers: { ...jsonHeaders, "content-type": "application/yaml" }, body };
}

const protobufHeaders = Object.freeze({
  ...jsonHeaders,
  "content-type": "application/vnd.kubernetes.protobuf",
} as const);
const protobufSources = new WeakMap<Uint8Array, MessageSource>();

/** What a protobuf body was made of. */
export interface MessageSource {
  readonly kind: string;
  /** May be made anew each time. */
  value(): JsonObject;
}

/** Undefined for what has no message. */
function respondProtobuf(value: JsonObject, status: number): ApiResponse | undefined {
  const body = encodeProtobuf(value);
  const kind = String(value["kind"]);
  return body && respondMessage(body, { kind, value: () => value }, status);
}

/** A message in its envelope that is written already. */
export function respondMessage(body: Uint8Array, source: MessageSource, status = 200): ApiResponse {
  protobufSources.set(body, source);
  return { status, headers: protobufHeaders, body };
}

/** For those who want to know what was answered. */
export function protobufSource(body: Uint8Array): MessageSource | undefined {
  return protobufSources.get(body);
}

/**
 * YAML as Kubernetes writes it: members by name, long lines in one, lists no deeper than their names, and in quotes whatever version 1.1
 * would take for no text: yes, 1:20, a time.
 */
export function yamlText(value: unknown): string {
  return stringifyYaml(value, {
    version: "1.1",
    // What is one object in memory is not one in the text: no anchors.
    aliasDuplicateObjects: false,
    sortMapEntries: true,
    indentSeq: false,
    lineWidth: 0,
  });
}

/** In the form that the client accepts; where it accepts none that a Status has, as indented JSON. */
export function respondError(error: StatusError, accept?: string): ApiResponse {
  const { status } = error;
  const plain = respondStatus(status);
  const format = plainFormat(accept);
  if (format === "json") return plain;
  if (format === undefined) return { ...plain, body: JSON.stringify(status, null, 2) };
  if (format === "protobuf") {
    const encoded = respondProtobuf(status as unknown as JsonObject, status.code);
    return { ...plain, ...encoded, headers: { ...plain.headers, ...encoded?.headers } };
  }
  const headers = { ...plain.headers, "content-type": "application/yaml" };
  return { ...plain, headers, body: yamlText(status) };
}

/** With the header of what a browser could be led to show. Source: apiserver, handlers/responsewriters/errors.go. */
export function unsniffed(response: ApiResponse): ApiResponse {
  return { ...response, headers: { ...response.headers, "x-content-type-options": "nosniff" } };
}

export function respondStatus(status: ApiStatus): ApiResponse {
  const retry = status.details?.retryAfterSeconds;
  return {
    status: status.code,
    headers: retry ? { ...jsonHeaders, "retry-after": String(retry) } : jsonHeaders,
    body: `${JSON.stringify(status)}\n`,
  };
}

/** What new requests get while the server ends. Source: apiserver, pkg/server/filters/waitgroup.go. */
export const shuttingDownResponse: ApiResponse = shuttingDown();

function shuttingDown(): ApiResponse {
  const response = respondError(serviceUnavailable("apiserver is shutting down"));
  const more = { "x-content-type-options": "nosniff", "retry-after": "1" };
  return { ...response, headers: { ...response.headers, ...more } };
}

/** Adds one Warning header line a text, doubles dropped (RFC 7234, warn-code 299). */
export function withWarnings(response: ApiResponse, warnings: readonly string[]): ApiResponse {
  if (warnings.length === 0) return response;
  const before = [response.headers["warning"] ?? []].flat();
  const all = [...before, ...warnings.map((text) => `299 - ${quote(text)}`)];
  return { ...response, headers: { ...response.headers, warning: [...new Set(all)] } };
}

function quote(text: string): string {
  const printable = Array.from(text, (c) => (c < " " || c === "\u007f" ? " " : c)).join("");
  return `"${printable.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
