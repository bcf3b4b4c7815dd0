/** The Services and EndpointSlices that the engine told of last, as listers; kept in a file for a start without the engine. */
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { EndpointSlice, Service } from "../../../api/generated/types.ts";
import { type KubeObject, objectKey, type ResourceRef, type Stored } from "../../../api/object.ts";
import { ObjectCache } from "../../../loop/object-cache.ts";
import type { ObjectSource } from "../../../network/service-directory.ts";
import type { GatewayUpdate } from "./protocol.ts";
import { say } from "./say.ts";

/** Changes are written down this long after the first of them. */
const writeDelayMs = 1_000;

type Kept = Stored<Service> | Stored<EndpointSlice>;

export class ClusterObjects implements ObjectSource {
  readonly #file: string;
  readonly #caches = new Map<string, ObjectCache<KubeObject>>();
  #simulated: ReadonlySet<string> = new Set();
  /** Keys told of since a session began, until it said that it has told all. */
  #told: Set<string> | undefined;
  /** Changes that are not in the file, and whether somebody sees to that. */
  #isDirty = false;
  #isWriting = false;

  constructor(file: string) {
    this.#file = file;
  }

  of<T extends KubeObject>({ kind }: ResourceRef<T>): { readonly lister: ObjectCache<T> } {
    return { lister: this.#cache(kind) as unknown as ObjectCache<T> };
  }

  isSimulated(nodeName: string): boolean {
    return this.#simulated.has(nodeName);
  }

  /** Takes what was written down; a file that is missing or broken says nothing. */
  restore(): void {
    try {
      const lines = readFileSync(this.#file, "utf8").split("\n");
      for (const line of lines) if (line !== "") this.#take(JSON.parse(line) as GatewayUpdate);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") say(`state not restored: ${String(error)}`);
    }
  }

  /** A new session begins: it tells of all that there is, then says so. */
  begin(): void {
    this.#told = new Set();
  }

  /** True where tables are to be made again. */
  update(update: GatewayUpdate): boolean {
    if ("put" in update) this.#told?.add(`${update.put.kind} ${objectKey(update.put)}`);
    if ("synced" in update) {
      for (const [kind, cache] of this.#caches)
        for (const key of cache.keys()) if (!this.#told?.has(`${kind} ${key}`)) cache.remove(key);
      this.#told = undefined;
    } else this.#take(update);
    if (this.#told) return false;
    this.#isDirty = true;
    if (!this.#isWriting) void this.#keepWritten();
    return true;
  }

  #take(update: GatewayUpdate): void {
    if ("put" in update) this.#cache(update.put.kind).put(update.put);
    else if ("drop" in update) this.#cache(update.drop.kind).remove(update.drop.key);
    else if ("simulated" in update) this.#simulated = new Set(update.simulated);
  }

  #cache(kind: string): ObjectCache<KubeObject> {
    let cache = this.#caches.get(kind);
    if (!cache) this.#caches.set(kind, (cache = new ObjectCache()));
    return cache;
  }

  /** One write after the other: two at a time would make one broken file. */
  async #keepWritten(): Promise<void> {
    this.#isWriting = true;
    while (this.#isDirty) {
      await delay(writeDelayMs);
      this.#isDirty = false;
      await this.#write();
    }
    this.#isWriting = false;
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    const updates: GatewayUpdate[] = [{ simulated: [...this.#simulated] }];
    for (const cache of this.#caches.values())
      for (const put of cache.all()) updates.push({ put: put as unknown as Kept });
    try {
      const text = updates.map((update) => `${JSON.stringify(update)}\n`).join("");
      await writeFile(`${this.#file}.new`, text);
      await rename(`${this.#file}.new`, this.#file);
    } catch (error) {
      say(`state not written: ${String(error)}`);
    }
  }
}
