/**
 * One object at one revision, held as its JSON text. Parsed objects and encoded bytes are kept for a bounded number of
 * hot entries; a parsed object that somebody still holds stays reachable from its entry, so that every in-process
 * reader gets the very same one.
 */
import { deepFreeze } from "../api/json.ts";
import type { KubeObject, Stored } from "../api/object.ts";
import type { ObjectKey, StoreEvent, StoredEntry } from "./store.ts";
import { parseMarked } from "../api/wide-integers.ts";

export type StoredObject = Stored<KubeObject>;

const encoder = new TextEncoder();

export class Entry implements StoredEntry {
  readonly key: ObjectKey;
  readonly revision: number;
  /** The object's JSON. */
  readonly text: string;
  readonly #hot: HotEntries;
  #object: StoredObject | WeakRef<StoredObject> | undefined;
  /** Nobody has seen the object yet: it is frozen when it is first handed out, and many never are. */
  #isFrozen = false;
  #bytes: Uint8Array | undefined;
  #isHot = false;

  /** `text` is JSON of an object whose `metadata.resourceVersion` is `revision`. */
  constructor(key: ObjectKey, revision: number, content: { text: string; hot: HotEntries }) {
    this.key = key;
    this.revision = revision;
    this.text = content.text;
    this.#hot = content.hot;
  }

  /** An entry of an object that exists already, `text` its JSON. It is the entry's own from now on: nobody may change it any more. */
  static of(
    key: ObjectKey,
    object: StoredObject,
    content: { text: string; hot: HotEntries },
  ): Entry {
    const entry = new Entry(key, Number(object.metadata.resourceVersion), content);
    entry.#object = object;
    return entry;
  }

  /** It is durable and readers may come: until then its object is kept in any case, from now on as those of all others are. */
  becomeVisible(): void {
    if (!this.#isHot) this.#warm();
  }

  get object(): StoredObject {
    const known = this.#object instanceof WeakRef ? this.#object.deref() : this.#object;
    const object = known ?? (parseMarked(this.text) as unknown as StoredObject);
    if (!this.#isFrozen || known === undefined) deepFreeze(object);
    this.#isFrozen = true;
    this.#object = object;
    if (!this.#isHot) this.#warm();
    return object;
  }

  get json(): Uint8Array {
    const bytes = this.#bytes ?? encoder.encode(`${this.text}\n`);
    this.#bytes = bytes;
    if (!this.#isHot) this.#warm();
    return bytes;
  }

  /** Lets go of what can be made again from the text. Called by HotEntries only. */
  cool(): void {
    this.#isHot = false;
    this.#bytes = undefined;
    // Who has seen it may hold it.
    if (this.#object !== undefined && !(this.#object instanceof WeakRef)) {
      this.#object = this.#isFrozen ? new WeakRef(this.#object) : undefined;
    }
  }

  #warm(): void {
    // A weak reference may be left from before: a hot entry holds its object strongly, or has none.
    if (this.#object instanceof WeakRef) this.#object = this.#object.deref();
    this.#isHot = true;
    this.#hot.admit(this);
  }
}

/** An event whose entries are the store's own. */
export interface LoggedEvent extends StoreEvent {
  readonly entry: Entry;
  readonly previous?: Entry;
}

/** The entry that a write based on this event finds; undefined after a deletion. */
export function headOf(event: LoggedEvent): Entry | undefined {
  return event.type === "DELETED" ? undefined : event.entry;
}

/** The entries whose parsed form is kept, oldest first, bounded by the length of their texts. */
export class HotEntries {
  readonly #charsMax: number;
  #queue: Entry[] = [];
  #first = 0;
  #chars = 0;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  admit(entry: Entry): void {
    this.#queue.push(entry);
    this.#chars += entry.text.length;
    while (this.#chars > this.#charsMax) {
      const oldest = this.#queue[this.#first];
      if (oldest === undefined) return;
      this.#first += 1;
      this.#chars -= oldest.text.length;
      oldest.cool();
    }
    // The dead front is cut off once it is half of the queue, so that admitting costs a constant on average.
    if (this.#first > 1024 && this.#first * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
  }
}
