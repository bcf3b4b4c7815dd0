/** A list joined from the texts of its items: no object is parsed, and none is encoded by way of bytes of its own. */
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import type { StoredEntry } from "../../store/store.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import type { Slices } from "../slices.ts";

const encoder = new TextEncoder();
const comma = 0x2c;
const openingBrace = 0x7b;

/**
 * Longer lists are made as bytes at once. Shorter ones come often, as the pages of long ones do, and bytes lie outside of the heap: a
 * few hundred kilobytes of them a request have V8 collect all of the heap several times a second.
 */
const textCharsMax = 1024 * 1024;
/** Twenty megabytes take 20 to 100 ms. */
const bytesOfStep = 4;

/** Items of built-in kinds have no kind and apiVersion of their own, as Kubernetes writes them; custom resources do. */
export function encodeList(
  definition: ResourceDefinition,
  { metadata, entries }: { readonly metadata: object; readonly entries: readonly StoredEntry[] },
  slices: Slices,
): Soon<Uint8Array | string> {
  const apiVersion = apiVersionOf(definition);
  const head = `{"kind":"${definition.kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)},"items":[`;
  const skip = definition.custom ? "" : `"kind":"${definition.kind}","apiVersion":"${apiVersion}",`;
  const length = entries.reduce(
    (sum, entry) => sum + (entry.text?.length ?? entry.json.length) + 1,
    head.length + 3,
  );
  const texts = length <= textCharsMax ? textsOf(entries, skip) : undefined;
  if (texts !== undefined) return `${head}${texts.join(",")}]}\n`;
  const bytes = new GrowingBytes(length);
  bytes.text(head);
  const skipped = encoder.encode(skip);
  const [first] = entries;
  const written = slices.each(entries, (entry) => {
    if (entry !== first) bytes.byte(comma);
    const { text } = entry;
    const start = bytes.length;
    if (text === undefined) bytes.bytes(withoutHead(entry.json, skipped).subarray(0, -1));
    else if (skip !== "" && text.startsWith(skip, 1)) {
      bytes.byte(openingBrace);
      bytes.text(text.slice(skip.length + 1));
    } else bytes.text(text);
    return (bytes.length - start) / bytesOfStep;
  });
  return whenReady(written, () => {
    bytes.text("]}\n");
    return bytes.done();
  });
}

/** The items' texts without `skip`; undefined where one of them is not held as text. */
function textsOf(entries: readonly StoredEntry[], skip: string): readonly string[] | undefined {
  const texts: string[] = [];
  for (const { text } of entries) {
    if (text === undefined) return undefined;
    const isCut = skip !== "" && text.startsWith(skip, 1);
    texts.push(isCut ? `{${text.slice(skip.length + 1)}` : text);
  }
  return texts;
}

/** An object's bytes without the members that it begins with, if it does; the brace stands in the place of their last comma. */
function withoutHead(json: Uint8Array, head: Uint8Array): Uint8Array {
  if (head.length === 0 || !head.every((byte, at) => json[at + 1] === byte)) return json;
  const rest = json.slice(head.length);
  rest[0] = openingBrace;
  return rest;
}

/** Sized for ASCII; what else there is makes it grow. */
class GrowingBytes {
  #buffer: Uint8Array;
  #at = 0;

  constructor(length: number) {
    this.#buffer = new Uint8Array(length);
  }

  get length(): number {
    return this.#at;
  }

  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  text(value: string): void {
    const { read, written } = encoder.encodeInto(value, this.#buffer.subarray(this.#at));
    this.#at += written;
    if (read === value.length) return;
    this.bytes(encoder.encode(value.slice(read)));
  }

  done(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  #room(length: number): void {
    if (this.#at + length <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.ceil((this.#at + length) * 1.25));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
  }
}
