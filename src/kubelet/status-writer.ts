/**
 * Writes one Pod's status: what is newest when its turn comes, only when it differs from what the API has, one write at a time.
 * Statuses that are overtaken within the same tick are never written.
 */
import type { Pod, PodStatus } from "../api/generated/types.ts";
import { PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { podStatusPatch } from "./status-patch.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { sameStatus } from "./pod-status.ts";
import type { PodObject } from "./pod-view.ts";

export interface StatusTarget {
  /** The newest Pod that is known. */
  pod(): PodObject;
  /** The status that it should have. */
  compute(): PodStatus;
  /** A newer Pod came back from the API. */
  accept(pod: Stored<Pod>): void;
}

const retryMs = 1000;
const triesMax = 5;

export class StatusWriter {
  readonly #client: Client;
  readonly #host: Host;
  readonly #target: StatusTarget;
  #flight: Promise<boolean> | undefined;
  #again = false;

  constructor(client: Client, host: Host, target: StatusTarget) {
    this.#client = client;
    this.#host = host;
    this.#target = target;
  }

  /** Asks for a write after the work at hand. */
  request(): void {
    if (this.#flight) {
      this.#again = true;
      return;
    }
    this.#start(true).catch((error: unknown) => {
      // Not lost: it is computed and tried again.
      this.#host.log.write("warn", "pod status not written", {
        pod: this.#target.pod().metadata.name,
        error: toStatusError(error).message,
      });
      this.#host.timers.after(retryMs, () => this.request());
    });
  }

  /** Resolves when the API has the status as it is computed now; false when the Pod is gone. Rejects with StatusError. */
  async flush(): Promise<boolean> {
    await this.#flight?.catch(() => false);
    return this.#flight ?? this.#start(false);
  }

  #start(later: boolean): Promise<boolean> {
    const turn = later
      ? new Promise<void>((resolve) => this.#host.timers.soon(resolve))
      : Promise.resolve();
    const flight = turn
      .then(() => this.#write())
      .finally(() => {
        this.#flight = undefined;
        if (this.#again) {
          this.#again = false;
          this.request();
        }
      });
    this.#flight = flight;
    return flight;
  }

  async #write(): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      const pod = this.#target.pod();
      const status = this.#target.compute();
      if (sameStatus(status, pod.status ?? {})) return true;
      try {
        const written = await this.#client.update(
          PODS,
          { ...pod, status },
          { subresource: "status", toldAs: () => podStatusPatch(pod, status) },
        );
        this.#target.accept(written);
        return true;
      } catch (error) {
        if (hasReason(error, "NotFound")) return false;
        if (!hasReason(error, "Conflict") || tries === triesMax) throw error;
        if (!(await this.#refresh(pod))) return false;
      }
    }
  }

  /** False when the Pod is gone, or another one has its name. */
  async #refresh(pod: PodObject): Promise<boolean> {
    const { namespace = "", name, uid } = pod.metadata;
    try {
      const fresh = await this.#client.get(PODS, { namespace, name });
      if (fresh.metadata.uid !== uid) return false;
      this.#target.accept(fresh);
      return true;
    } catch (error) {
      if (hasReason(error, "NotFound")) return false;
      throw error;
    }
  }
}
