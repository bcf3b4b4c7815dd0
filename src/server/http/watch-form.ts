/** How the events of a watch are written: a line of JSON each, or protobuf messages with their lengths before them. */
import { encodeProtobuf, encodeWatchEvent, hasMessage } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { Target } from "../core.ts";
import type { ApiRequest } from "../message.ts";
import type { WatchedEvent } from "../operations/watched-events.ts";
import { isWebSocketRequest } from "../streaming/upgrade.ts";
import type { Accepted } from "./accept.ts";

export interface WatchForm {
  readonly contentType: string;
  /** An event is made by wrapping the bytes in which an object is stored. */
  readonly wraps: boolean;
  /** What watchers of plain objects have been sent together: the same bytes for all of them. */
  readonly joined: WeakMap<readonly WatchedEvent[], Uint8Array>;
  event(type: string, object: JsonObject): Uint8Array;
}

const encoder = new TextEncoder();

const json: WatchForm = {
  contentType: "application/json",
  wraps: true,
  joined: new WeakMap(),
  event: (type, object) => encoder.encode(`${exactJson({ type, object })}\n`),
};

const protobuf: WatchForm = {
  contentType: "application/vnd.kubernetes.protobuf;stream=watch",
  wraps: false,
  joined: new WeakMap(),
  event: (type, object) => encodeWatchEvent(type, encodeProtobuf(object) ?? new Uint8Array()),
};

/** Protobuf where it was asked for and the kind has a message; over a WebSocket JSON, an event a message. */
export function watchFormOf(
  { format, as }: Accepted,
  { definition }: Target,
  request: Pick<ApiRequest, "headers">,
): WatchForm {
  if (format !== "protobuf" || isWebSocketRequest(request.headers)) return json;
  return as !== "object" || hasMessage(apiVersionOf(definition), definition.kind) ? protobuf : json;
}
