/**
 * Lets controllers follow the custom resources that come to be served, and forget those that are no more: general controllers (garbage
 * collection, namespace deletion, quota) look after every kind there is.
 */
import type { ResourceRef } from "../api/object.ts";
import type { Client } from "./client.ts";
import { resourceId, type InformerFactory } from "./informer.ts";
import type { ControllerRunner } from "./runner.ts";

export interface Follower {
  /** Call when the built-in informers have synced and the runners run. */
  start(): void;
  stop(): void;
}

export function followServedResources(parts: {
  readonly client: Client;
  readonly informers: InformerFactory;
  readonly runners: readonly ControllerRunner[];
}): Follower {
  const { client, informers, runners } = parts;
  /** Followed now; what is built in is watched from the start and never goes. */
  const followed = new Map<string, ResourceRef>();
  let unsubscribe: (() => void) | undefined;
  let stopped = false;

  const sync = (): void => {
    const served = new Map(
      client.servedResources().map((resource) => [resourceId(resource), resource]),
    );
    for (const [id, resource] of followed) {
      if (served.has(id)) continue;
      for (const runner of runners) runner.unfollow(resource);
      informers.drop(resource);
      followed.delete(id);
    }
    for (const [id, resource] of served) {
      if (followed.has(id) || informers.has(resource)) continue;
      followed.set(id, resource);
      follow(id, resource);
    }
  };

  const follow = (id: string, resource: ResourceRef): void => {
    const informer = informers.of(resource);
    informer.start();
    // A view made before the first list is in would take every owner of the kind for gone.
    void informer.synced().then(() => {
      if (stopped || followed.get(id) !== resource) return;
      for (const runner of runners) runner.follow(resource);
    });
  };

  return {
    start() {
      unsubscribe = client.onServedResources(sync);
      sync();
    },
    stop() {
      stopped = true;
      unsubscribe?.();
    },
  };
}
