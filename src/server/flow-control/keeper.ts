/**
 * Keeps what priority and fairness says of itself: whether each FlowSchema's priority level exists (its Dangling condition), and
 * the mandatory objects, which come back when they are deleted. Source: apiserver, pkg/util/flowcontrol/apf_controller.go;
 * pkg/registry/flowcontrol/rest/storage_flowcontrol.go.
 */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import { FLOW_SCHEMAS, PRIORITY_LEVEL_CONFIGURATIONS } from "../../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../../api/object.ts";
import { StatusError } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { isMandatory } from "../../api/validation/flow-control-fixed.ts";
import type { Host } from "../../host/host.ts";
import type { Client, NewObject } from "../../loop/client.ts";
import type { Store } from "../../store/store.ts";
import { defaultFlowSchemas, defaultPriorityLevels } from "./defaults.ts";

const schemasKey = "flowschemas.flowcontrol.apiserver.k8s.io";
const levelsKey = "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io";
/** Changes that come together, as at the first start, are looked at together. */
const settleMs = 100;

type Condition = NonNullable<NonNullable<FlowSchema["status"]>["conditions"]>[number];

export interface FlowControlKeeperOptions {
  readonly host: Pick<Host, "clock" | "timers" | "log">;
  readonly store: Store;
  readonly client: Client;
}

/** Looks at what is there once, then at every change. Returns what ends it. */
export function keepFlowControl({ host, store, client }: FlowControlKeeperOptions): () => void {
  let timer: { cancel(): void } | undefined;
  const missing = new Set<string>();
  const report = (error: unknown): void => {
    // A newer state brings us here again; what is gone, or has been made by another, is as it should be.
    if (error instanceof StatusError && [404, 409, 503].includes(error.code)) return;
    const text = error instanceof Error ? error.message : String(error);
    host.log.write("warn", "priority and fairness objects", { error: text });
  };
  const look = (): void => {
    timer = undefined;
    for (const key of missing) restore({ store, client }, key).catch(report);
    missing.clear();
    const nowMs = host.clock.nowMs();
    for (const schema of schemasToMark(store, nowMs)) {
      client.update(FLOW_SCHEMAS, schema, { subresource: "status" }).catch(report);
    }
  };
  const soon = (): void => {
    timer ??= host.timers.after(settleMs, look);
  };
  const watches = [schemasKey, levelsKey].map((key) =>
    store.watch(key, { fromRevision: store.revision }, (events) => {
      for (const { type, entry } of events) {
        const { name } = entry.key;
        if (type === "DELETED" && isMandatory(name)) missing.add(`${key}/${name}`);
      }
      soon();
    }),
  );
  if (store.list(schemasKey).entries.length > 0) soon();
  return () => {
    for (const watch of watches) watch.stop();
    timer?.cancel();
  };
}

/** Schemas whose condition does not say what is, with the one that does. */
function schemasToMark(store: Store, nowMs: number): readonly Stored<FlowSchema>[] {
  const levels = new Set(store.list(levelsKey).entries.map(({ key }) => key.name));
  return store.list(schemasKey).entries.flatMap(({ object }) => {
    const schema = object as unknown as Stored<FlowSchema>;
    const name = schema.spec?.priorityLevelConfiguration.name ?? "";
    const condition = danglingCondition(name, levels.has(name));
    const conditions = schema.status?.conditions ?? [];
    const before = conditions.find(({ type }) => type === "Dangling");
    if (
      before?.status === condition.status &&
      before?.reason === condition.reason &&
      before?.message === condition.message
    ) {
      return [];
    }
    const lastTransitionTime =
      before?.status === condition.status && before?.lastTransitionTime
        ? before.lastTransitionTime
        : rfc3339(nowMs);
    const others = conditions.filter(({ type }) => type !== "Dangling");
    const marked = [...others, { ...condition, lastTransitionTime }];
    return [{ ...schema, status: { ...schema.status, conditions: marked } }];
  });
}

function danglingCondition(level: string, exists: boolean): Condition {
  const intro = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)}`;
  return exists
    ? { type: "Dangling", status: "False", reason: "Found", message: `${intro} and it exists` }
    : {
        type: "Dangling",
        status: "True",
        reason: "NotFound",
        message: `${intro} but there is no such object`,
      };
}

async function restore(
  { store, client }: Pick<FlowControlKeeperOptions, "store" | "client">,
  key: string,
): Promise<void> {
  const [resource = "", name = ""] = key.split("/");
  if (store.get({ resource, namespace: "", name })) return;
  if (resource === schemasKey) await createNamed(client, FLOW_SCHEMAS, defaultFlowSchemas, name);
  else await createNamed(client, PRIORITY_LEVEL_CONFIGURATIONS, defaultPriorityLevels, name);
}

async function createNamed<T extends FlowSchema | PriorityLevelConfiguration>(
  client: Client,
  ref: ResourceRef<T & KubeObject>,
  known: readonly T[],
  name: string,
): Promise<void> {
  const object = known.find(({ metadata }) => metadata.name === name);
  if (object) await client.create(ref, object as unknown as NewObject<T & KubeObject>);
}
