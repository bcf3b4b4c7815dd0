/** How the events of a watch are written: a line of JSON each, or protobuf messages with their lengths before them. */
import {
  encodeContent,
  encodeWatchEvent,
  hasMessage,
  type TypeMeta,
} from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { Target } from "../core.ts";
import type { ApiRequest } from "../message.ts";
import type { WatchedEvent } from "../operations/watched-events.ts";
import { isWebSocketRequest } from "../streaming/upgrade.ts";
import type { Accepted } from "./accept.ts";
import { KeptBytes } from "./kept-bytes.ts";
import { contentOf } from "./stored-contents.ts";
import { shownKind } from "./view.ts";

export interface WatchForm {
  readonly contentType: string;
  /** Objects that are seen as they are stored cost no more than to wrap their text. */
  readonly wraps: boolean;
  /** What watchers who see the same of everything have been sent together, by what they see: the same bytes for all of them. */
  readonly joined: WeakMap<readonly WatchedEvent[], Map<string, Uint8Array>>;
  event(type: string, object: JsonObject): Uint8Array;
  /** An event of a stored object; `shown` gives it as it is seen. */
  stored(event: WatchedEvent, view: StoredView): Uint8Array;
}

/** How a stored object is seen. */
export interface StoredView {
  readonly kind: TypeMeta;
  /** It is seen as it is stored. */
  readonly isOwn: boolean;
  readonly shown: () => JsonObject;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Watchers with selectors get the same events in different lists: those of a few ticks are at hand for all of them. */
const wrapped = new KeptBytes(2 * 1024 * 1024);

const json: WatchForm = {
  contentType: "application/json",
  wraps: true,
  joined: new WeakMap(),
  event: (type, object) => encoder.encode(`${exactJson({ type, object })}\n`),
  stored: ({ type, entry }, { isOwn, shown }) =>
    isOwn ? wrapped.of(entry, type, () => wrap(type, entry)) : json.event(type, shown()),
};

const protobuf: WatchForm = {
  contentType: "application/vnd.kubernetes.protobuf;stream=watch",
  wraps: false,
  joined: new WeakMap(),
  event(type, object) {
    const kind = { apiVersion: String(object["apiVersion"]), kind: String(object["kind"]) };
    const content = encodeContent(kind, object);
    if (content === undefined) throw new Error(`${kind.apiVersion} ${kind.kind} has no message`);
    return encodeWatchEvent(type, kind, content);
  },
  stored: ({ type, entry }, { kind, shown }) =>
    encodeWatchEvent(type, kind, contentOf(entry, kind, shown)),
};

function wrap(type: string, entry: StoredEntry): Uint8Array {
  const text = entry.text ?? decoder.decode(entry.json.subarray(0, -1));
  return encoder.encode(`{"type":"${type}","object":${text}}\n`);
}

/** Protobuf where it was asked for and the kind has a message; over a WebSocket JSON, an event a message. */
export function watchFormOf(
  accepted: Accepted,
  { definition }: Target,
  request: Pick<ApiRequest, "headers">,
): WatchForm {
  if (accepted.format !== "protobuf" || isWebSocketRequest(request.headers)) return json;
  return hasMessage(shownKind(definition, accepted)) ? protobuf : json;
}
