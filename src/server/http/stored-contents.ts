/** Stored objects as protobuf: once for all who read them as lists, watches and one by one. */
import { encodeContent, type TypeMeta } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import type { StoredEntry } from "../../store/store.ts";
import { KeptBytes } from "./kept-bytes.ts";

/** Of five thousand ordinary Pods, with 2.7 KB each. */
const contents = new KeptBytes(16 * 1024 * 1024);

/** An entry's message without the envelope; `shown` is the object as that kind. Throws for a kind that has no message. */
export function contentOf(entry: StoredEntry, kind: TypeMeta, shown: () => JsonObject): Uint8Array {
  return contents.of(entry, `${kind.apiVersion} ${kind.kind}`, () => {
    const content = encodeContent(kind, shown());
    if (content === undefined) throw new Error(`${kind.apiVersion} ${kind.kind} has no message`);
    return content;
  });
}
