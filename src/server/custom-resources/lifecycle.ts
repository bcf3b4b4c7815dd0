/**
 * The life of CustomResourceDefinitions: names are accepted, resources established, instances deleted with their definition. The
 * counterpart of the controllers of apiextensions-apiserver (pkg/controller: status, establish, nonstructuralschema, apiapproval, finalizer).
 */
import type { CustomResourceDefinitionStatus } from "../../api/generated/types.ts";
import type { ResourceRef } from "../../api/object.ts";
import type { JsonValue } from "../../api/json.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import { toStatusError } from "../../api/status.ts";
import type { Timer } from "../../host/host.ts";
import type { Client } from "../../loop/client.ts";
import type { StoreWatch } from "../../store/store.ts";
import type { ServerCore, WriteContext } from "../core.ts";
import { deleteObject } from "../operations/delete.ts";
import { approvalCondition, establishedCondition, structuralCondition } from "./checks.ts";
import { definitionsKey, type StoredDefinition } from "./catalog.ts";
import { conditionOf, isConditionTrue, sameCondition, withCondition } from "./conditions.ts";
import { computeNaming } from "./naming.ts";

export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

const DEFINITIONS: ResourceRef<StoredDefinition> = {
  group: "apiextensions.k8s.io",
  version: "v1",
  resource: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
};

/** Delay before a step that failed is tried again. */
const retryMs = 1000;
/** Instances deleted at a time. */
const deletionsMax = 200;

export class DefinitionLifecycle {
  readonly #core: ServerCore;
  readonly #client: Client;
  readonly #context: () => WriteContext;
  readonly #watch: StoreWatch;
  readonly #queue = new Set<string>();
  /** Instances under deletion whose finalizers are waited for, by definition. */
  readonly #remaining = new Map<string, StoreWatch>();
  readonly #retries = new Map<string, Timer>();
  #isRunning = false;
  #stopped = false;

  /** `client` writes statuses; `context` is what instances are deleted as. */
  constructor(core: ServerCore, client: Client, context: () => WriteContext) {
    this.#core = core;
    this.#client = client;
    this.#context = context;
    const { store } = core;
    this.#watch = store.watch(definitionsKey, { fromRevision: store.revision }, (events) => {
      for (const { entry } of events) this.#enqueue(entry.key.name, true);
    });
    for (const { key } of store.list(definitionsKey).entries) this.#enqueue(key.name, false);
  }

  stop(): void {
    this.#stopped = true;
    this.#watch.stop();
    for (const watch of this.#remaining.values()) watch.stop();
    for (const timer of this.#retries.values()) timer.cancel();
  }

  /** A definition that changes may free a name that another one of its group waits for. */
  #enqueue(name: string, withGroup: boolean): void {
    this.#queue.add(name);
    if (withGroup) {
      const group = name.slice(name.indexOf(".") + 1);
      for (const crd of this.#definitions()) {
        if (crd.spec.group === group && !isConditionTrue(crd, "NamesAccepted")) {
          this.#queue.add(crd.metadata.name);
        }
      }
    }
    if (!this.#isRunning) void this.#work();
  }

  #definitions(): readonly StoredDefinition[] {
    return this.#core.store
      .list(definitionsKey)
      .entries.map(({ object }) => object as unknown as StoredDefinition);
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    this.#isRunning = true;
    for (const name of this.#queue) {
      this.#queue.delete(name);
      if (this.#stopped) break;
      try {
        await this.#reconcile(name);
      } catch (error) {
        const status = toStatusError(error);
        // Changed or gone meanwhile: the event of that brings it here again.
        if (status.code === 409 || status.code === 404) continue;
        this.#core.host.log.write("warn", "custom resource definition will be tried again", {
          name,
          error: status.message,
        });
        this.#retryLater(name);
      }
    }
    this.#isRunning = false;
  }

  #retryLater(name: string): void {
    this.#retries.get(name)?.cancel();
    const timer = this.#core.host.timers.after(retryMs, () => this.#enqueue(name, false));
    this.#retries.set(name, timer);
  }

  async #reconcile(name: string): Promise<void> {
    const key = { resource: definitionsKey, namespace: "", name };
    const crd = this.#core.store.get(key)?.object as StoredDefinition | undefined;
    if (!crd) {
      this.#remaining.get(name)?.stop();
      this.#remaining.delete(name);
      return;
    }
    if (crd.metadata.deletionTimestamp) return this.#finalize(crd);
    const named = this.#withNames(crd);
    const checked = this.#withChecks({ ...crd, status: named });
    const next = this.#withEstablished({ ...crd, status: checked });
    if (jsonEqual(asJson(next), asJson(crd.status))) return;
    await this.#writeStatus(crd, next);
  }

  #writeStatus(
    crd: StoredDefinition,
    status: CustomResourceDefinitionStatus,
  ): Promise<StoredDefinition> {
    return this.#client.update(DEFINITIONS, { ...crd, status }, { subresource: "status" });
  }

  #withNames(crd: StoredDefinition): CustomResourceDefinitionStatus {
    const { spec, status = {} } = crd;
    if (jsonEqual(asJson(spec.names), asJson(status.acceptedNames))) return status;
    const others = this.#definitions().filter(
      ({ metadata, spec: other }) =>
        other.group === spec.group && metadata.name !== crd.metadata.name,
    );
    const { acceptedNames, namesAccepted } = computeNaming(crd, others);
    const before = conditionOf(crd, "NamesAccepted");
    const unchanged = sameCondition(namesAccepted, before);
    if (unchanged && jsonEqual(asJson(acceptedNames), asJson(status.acceptedNames))) return status;
    const nowMs = this.#core.host.clock.nowMs();
    const conditions = withCondition(status.conditions, namesAccepted, nowMs);
    const established = conditionOf(crd, "Established");
    if (established?.status === "True") return { ...status, acceptedNames, conditions };
    const accepted = namesAccepted.status === "True";
    const installing = {
      type: "Established",
      status: "False" as const,
      reason: accepted ? "Installing" : "NotAccepted",
      message: accepted ? "the initial names have been accepted" : "not all names are accepted",
    };
    return {
      ...status,
      acceptedNames,
      conditions: withCondition(conditions, installing, nowMs),
    };
  }

  #withChecks(crd: StoredDefinition): CustomResourceDefinitionStatus {
    const { status = {} } = crd;
    const nowMs = this.#core.host.clock.nowMs();
    // Null where nobody has set any.
    const given = status.conditions ?? [];
    let conditions = given;
    const structural = structuralCondition(crd);
    const before = conditionOf(crd, "NonStructuralSchema");
    if (structural && !sameCondition(structural, before)) {
      conditions = withCondition(conditions, structural, nowMs);
    } else if (!structural && before) {
      conditions = conditions.filter(({ type }) => type !== "NonStructuralSchema");
    }
    const approval = approvalCondition(crd);
    if (approval && !sameCondition(approval, conditionOf(crd, approval.type))) {
      conditions = withCondition(conditions, approval, nowMs);
    }
    return conditions === given ? status : { ...status, conditions };
  }

  #withEstablished(crd: StoredDefinition): CustomResourceDefinitionStatus {
    const { status = {} } = crd;
    if (!isConditionTrue(crd, "NamesAccepted") || isConditionTrue(crd, "Established")) {
      return status;
    }
    const established = establishedCondition(crd);
    if (sameCondition(established, conditionOf(crd, "Established"))) return status;
    const nowMs = this.#core.host.clock.nowMs();
    return { ...status, conditions: withCondition(status.conditions, established, nowMs) };
  }

  async #finalize(crd: StoredDefinition): Promise<void> {
    const { finalizers = [] } = crd.metadata;
    if (!finalizers.includes(cleanupFinalizer)) return;
    const inProgress = this.#terminating(crd, "True", [
      "InstanceDeletionInProgress",
      "CustomResource deletion is in progress",
    ]);
    const marked = jsonEqual(asJson(inProgress), asJson(crd.status))
      ? crd
      : await this.#writeStatus(crd, inProgress);
    const established = isConditionTrue(crd, "Established");
    if (established && (await this.#deleteInstances(marked)) > 0) return;
    const outcome: readonly [string, string] = established
      ? ["InstanceDeletionCompleted", "removed all instances"]
      : ["NeverEstablished", "resource was never established"];
    const status = this.#terminating(marked, "False", outcome);
    const { finalizers: before = [], ...metadata } = marked.metadata;
    const kept = before.filter((finalizer) => finalizer !== cleanupFinalizer);
    const released = {
      ...marked,
      metadata: { ...metadata, ...(kept.length > 0 ? { finalizers: kept } : {}) },
      status,
    } as StoredDefinition;
    await this.#client.update(DEFINITIONS, released, { subresource: "status" });
  }

  #terminating(
    crd: StoredDefinition,
    status: "True" | "False",
    [reason, message]: readonly [string, string],
  ): CustomResourceDefinitionStatus {
    const condition = { type: "Terminating", status, reason, message };
    const nowMs = this.#core.host.clock.nowMs();
    return {
      ...crd.status,
      conditions: withCondition(crd.status?.conditions, condition, nowMs),
    };
  }

  /** Deletes the instances and gives how many finalizers still hold; comes again when the last of them is gone. */
  async #deleteInstances(crd: StoredDefinition): Promise<number> {
    const { store, custom } = this.#core;
    const { name } = crd.metadata;
    const kind = custom.catalog.storageKindOf(name);
    if (!kind) return 0;
    const resource = `${kind.definition.resource}.${kind.definition.group}`;
    const entries = () => store.list(resource).entries;
    for (let at = 0, all = entries(); at < all.length; at += deletionsMax) {
      const batch = all.slice(at, at + deletionsMax);
      const results = await Promise.allSettled(
        batch.map(({ key }) => {
          const { namespace } = key;
          const target = {
            definition: kind.definition,
            namespace,
            name: key.name,
            subresource: "",
          };
          return deleteObject(this.#core, { target, context: this.#context(), options: {} });
        }),
      );
      for (const result of results) {
        if (result.status === "fulfilled") continue;
        const error = toStatusError(result.reason);
        if (error.code !== 404) throw error;
      }
    }
    const remaining = entries().length;
    if (remaining > 0 && !this.#remaining.has(name)) {
      const follow = (): void => {
        if (entries().length === 0) this.#enqueue(name, false);
      };
      const watch = store.watch(resource, { fromRevision: store.revision }, follow);
      this.#remaining.set(name, watch);
    }
    return remaining;
  }
}

function asJson(value: object | undefined): JsonValue | undefined {
  return value as JsonValue | undefined;
}
