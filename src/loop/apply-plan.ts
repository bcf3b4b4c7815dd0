/**
 * Carries out a plan's actions against the API, with preconditions, and says what was written, so that the runner can
 * wait until its caches show it. Errors are not handled here: the first one ends the plan.
 */
import {
  groupResourceOf,
  objectKey,
  type KubeObject,
  type ResourceRef,
  type Stored,
} from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import type { Client, ObjectName } from "./client.ts";
import type { EventRecorder } from "./event-recorder.ts";
import { resourceId } from "./informer.ts";
import type {
  Action,
  Announcement,
  BatchAction,
  DeleteAction,
  EmptyAction,
  PatchAction,
  Plan,
  RequireAbsentAction,
  UpdateAction,
} from "./plan.ts";

/** One write that a cache does not necessarily show yet. */
export type Write =
  | { readonly resource: ResourceRef; readonly resourceVersion: number }
  | { readonly resource: ResourceRef; readonly key: string; readonly deletedUid: string };

/** The state that the plan was made for is not the API's any more, or what it waits for has not happened yet. */
export class PlanOutdated extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PlanOutdated";
  }
}

interface Progress {
  readonly writes: Write[];
  /** The newest state of each object that this plan has written, by resource and key. */
  readonly written: Map<string, Stored<KubeObject>>;
}

export class PlanApplier {
  readonly #client: Client;
  readonly #events: EventRecorder;

  constructor(client: Client, events: EventRecorder) {
    this.#client = client;
    this.#events = events;
  }

  /** Adds to `writes` as it goes, so that they are known even when it rejects. */
  async apply(plan: Plan, writes: Write[]): Promise<void> {
    const progress: Progress = { writes, written: new Map() };
    for (const action of plan.actions) await this.#act(action, progress);
  }

  async #act(action: Action, progress: Progress): Promise<void> {
    switch (action.verb) {
      case "create":
        return this.#announced(action.announce, async () => {
          const created = await this.#client.create(action.resource, action.object);
          return this.#note(action.resource, created, progress);
        });
      case "update":
        return this.#announced(action.announce, () => this.#update(action, progress));
      case "patch":
        return this.#announced(action.announce, () => this.#patch(action, progress));
      case "delete":
        return this.#announced(action.announce, () => this.#delete(action, progress));
      case "post":
        return this.#announced(action.announce, async () => {
          const { resource, object, subresource, body } = action;
          await this.#client.post(resource, nameOf(object), subresource, body);
          return object.metadata.name;
        });
      case "event":
        return this.#announced(action.announce, () =>
          Promise.resolve(action.announce.regarding.metadata.name),
        );
      case "batch":
        return this.#batch(action, progress);
      case "require-absent":
        return this.#requireAbsent(action);
      case "empty":
        return this.#empty(action);
    }
  }

  /** Runs `write`, which gives the written object's name, and sends the event for its outcome. */
  async #announced(
    announce: Announcement | undefined,
    write: () => Promise<string>,
  ): Promise<void> {
    try {
      const name = await write();
      if (announce === undefined || announce.isSilent) return;
      const message = announce.message.replaceAll("{name}", name);
      this.#events.record({ ...announce, type: announce.type ?? "Normal", message });
    } catch (error) {
      if (announce?.failure !== undefined && !isStale(error)) {
        const { reason, message } = announce.failure;
        const text = message.replaceAll("{error}", toStatusError(error).message);
        this.#events.record({
          regarding: announce.regarding,
          type: "Warning",
          reason,
          message: text,
        });
      }
      throw error;
    }
  }

  async #update(action: UpdateAction, progress: Progress): Promise<string> {
    const { resource, object, subresource } = action;
    const resourceVersion = this.#versionOf(resource, object, progress);
    // A status write carries metadata too: what this plan wrote there before must not be taken back.
    const newest = progress.written.get(`${resourceId(resource)} ${objectKey(object)}`);
    const metadata = subresource === "status" && newest ? newest.metadata : object.metadata;
    const updated = await this.#client.update(
      resource,
      { ...object, metadata: { ...metadata, resourceVersion } },
      subresource === undefined ? {} : { subresource },
    );
    return this.#note(resource, updated, progress);
  }

  async #patch(action: PatchAction, progress: Progress): Promise<string> {
    const { resource, object, patch, type, subresource } = action;
    const metadata = {
      ...(patch["metadata"] as object | undefined),
      uid: object.metadata.uid,
      resourceVersion: this.#versionOf(resource, object, progress),
    };
    const options = { type, ...(subresource === undefined ? {} : { subresource }) };
    const body = { ...patch, metadata };
    const patched = await this.#client.patch(resource, nameOf(object), body, options);
    return this.#note(resource, patched, progress);
  }

  async #delete(action: DeleteAction, progress: Progress): Promise<string> {
    const { resource, object, propagationPolicy, gracePeriodSeconds } = action;
    const { uid, name } = object.metadata;
    const resourceVersion = this.#versionOf(resource, object, progress);
    try {
      await this.#client.delete(resource, nameOf(object), {
        ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        preconditions: action.unchanged === true ? { uid, resourceVersion } : { uid },
      });
    } catch (error) {
      if (!hasReason(error, "NotFound")) throw error;
    }
    progress.writes.push({ resource, key: objectKey(object), deletedUid: uid });
    return name;
  }

  async #batch(action: BatchAction, progress: Progress): Promise<void> {
    let size = action.slowStart === true ? 1 : action.actions.length;
    for (let start = 0; start < action.actions.length; start += size / 2) {
      const group = action.actions.slice(start, start + size);
      const outcomes = await Promise.allSettled(group.map((each) => this.#act(each, progress)));
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      size *= 2;
    }
  }

  async #requireAbsent(action: RequireAbsentAction): Promise<void> {
    const { resource, namespace, name, uid } = action;
    try {
      const found = await this.#client.get(resource, { ...(namespace ? { namespace } : {}), name });
      if (uid !== undefined && found.metadata.uid !== uid) return;
    } catch (error) {
      if (hasReason(error, "NotFound")) return;
      throw error;
    }
    throw new PlanOutdated(`${resource.resource} ${namespace ?? ""}/${name} still exists`);
  }

  async #empty({ resources, namespace }: EmptyAction): Promise<void> {
    const emptied = await Promise.all(
      resources.map((resource) => this.#emptyResource(resource, namespace)),
    );
    const remain = resources.filter((_, index) => emptied[index] === false);
    if (remain.length === 0) return;
    const names = remain.map(groupResourceOf).join(", ");
    throw new PlanOutdated(`${names} remain in namespace ${namespace}`);
  }

  /** False when something remains. */
  async #emptyResource(resource: ResourceRef, namespace: string): Promise<boolean> {
    const { items } = await this.#client.list(resource, { namespace });
    if (items.length === 0) return true;
    const deletions = items
      .filter((item) => item.metadata.deletionTimestamp === undefined)
      .map((item) => this.#deleteFound(resource, item));
    await Promise.all(deletions);
    return (await this.#client.list(resource, { namespace })).items.length === 0;
  }

  async #deleteFound(resource: ResourceRef, item: Stored<KubeObject>): Promise<void> {
    try {
      await this.#client.delete(resource, nameOf(item), {
        propagationPolicy: "Background",
        preconditions: { uid: item.metadata.uid },
      });
    } catch (error) {
      if (!hasReason(error, "NotFound") && !hasReason(error, "Conflict")) throw error;
    }
  }

  #versionOf(resource: ResourceRef, object: Stored<KubeObject>, progress: Progress): string {
    const written = progress.written.get(`${resourceId(resource)} ${objectKey(object)}`);
    return (written ?? object).metadata.resourceVersion;
  }

  #note(resource: ResourceRef, object: Stored<KubeObject>, progress: Progress): string {
    const { resourceVersion, name } = object.metadata;
    progress.written.set(`${resourceId(resource)} ${objectKey(object)}`, object);
    progress.writes.push({ resource, resourceVersion: Number(resourceVersion) });
    return name;
  }
}

/** True for errors that only say that the plan was made from an older state. */
export function isStale(error: unknown): boolean {
  return (
    error instanceof PlanOutdated ||
    hasReason(error, "Conflict") ||
    hasReason(error, "NotFound") ||
    hasReason(error, "AlreadyExists") ||
    isNamespaceTerminating(error)
  );
}

/** The refusal to create in a namespace that is being deleted: trying again is useless. */
export function isNamespaceTerminating(error: unknown): boolean {
  return (
    hasReason(error, "Forbidden") &&
    error.status.details?.causes?.some((cause) => cause.reason === "NamespaceTerminating") === true
  );
}

function nameOf(object: Stored<KubeObject>): ObjectName {
  const { namespace, name } = object.metadata;
  return namespace ? { namespace, name } : { name };
}
