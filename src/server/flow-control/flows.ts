/** The flow schemas in force, each with the priority level that its requests run at, and which of them a request belongs to. */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import type { FlowCounts } from "./flow-metrics.ts";
import { ordered } from "./match.ts";
import type { LevelRequest, PriorityLevel, Waiter } from "./priority-level.ts";
import { deal, flowHash } from "./shuffle-sharding.ts";

/** A request that may run. Its holder releases it once, when the answer is there. */
export interface Seat {
  /** X-Kubernetes-Pf-*: which schema and level it ran under. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there are no flow schemas. */
  readonly counts?: FlowCounts;
  /** How long it was waited for; absent where nobody waits. */
  readonly waitedMs?: number;
  /** When it was released, on the monotonic clock; undefined before. */
  readonly endedMs?: number | undefined;
  /** The answer is not there at once: others may see the request at work. */
  lasts?(): void;
  release(): void;
}

/** A request that waits for a seat, or holds one. */
export interface SeatedRequest extends LevelRequest {
  readonly schema: string;
  readonly distinguisher: string;
  readonly user: UserInfo;
  readonly info: RequestInfo;
  /** On the monotonic clock, as all times here. */
  readonly arrivedMs: number;
  /** The same while it waits. */
  readonly startedMs: number;
}

export type WaitingRequest = SeatedRequest & Waiter;
export type Level = PriorityLevel<WaitingRequest>;

export interface Flow {
  readonly schema: Stored<FlowSchema>;
  readonly level: Level;
  readonly headers: Readonly<Record<string, string>>;
  readonly counts: FlowCounts;
  /** Which queues of the level belong to whom. */
  readonly hands: Map<string, readonly number[]>;
}

/** Of those who are told apart within one schema. */
const handsMax = 1000;

/** Schemas whose level does not exist are left out: what matches them goes on to the next (apf_controller.go). */
export function flowsOf(
  schemas: readonly Stored<FlowSchema>[],
  configurations: readonly Stored<PriorityLevelConfiguration>[],
  context: {
    readonly levels: ReadonlyMap<string, Level>;
    countsOf(schema: string, level: string): FlowCounts;
  },
): readonly Flow[] {
  const byName = new Map(configurations.map((each) => [each.metadata.name, each]));
  return ordered(schemas).flatMap((schema) => {
    const configuration = byName.get(schema.spec?.priorityLevelConfiguration.name ?? "");
    const level = configuration && context.levels.get(configuration.metadata.name);
    if (!level) return [];
    const { name, uid } = configuration.metadata;
    const headers = Object.freeze({
      "x-kubernetes-pf-flowschema-uid": schema.metadata.uid,
      "x-kubernetes-pf-prioritylevel-uid": uid,
    });
    const counts = context.countsOf(schema.metadata.name, name);
    return [{ schema, level, headers, counts, hands: new Map() }];
  });
}

/** What tells the flows of a schema apart. */
export function distinguisherOf({ spec }: FlowSchema, user: UserInfo, info: RequestInfo): string {
  switch (spec?.distinguisherMethod?.type) {
    case "ByUser":
      return user.name;
    case "ByNamespace":
      return info.isResource ? info.namespace : "";
    default:
      return "";
  }
}

/** The queues of a flow; none where nothing may wait. */
export function handOf(flow: Flow, level: Level, distinguisher: string): readonly number[] {
  const { queues, handSize } = level.limits;
  if (queues === 0) return [];
  const known = flow.hands.get(distinguisher);
  if (known) return known;
  const hand = deal(flowHash(flow.schema.metadata.name, distinguisher), queues, handSize);
  if (flow.hands.size >= handsMax) flow.hands.clear();
  flow.hands.set(distinguisher, hand);
  return hand;
}

/** Everything that matching looks at but the user. */
export function keyOf(info: RequestInfo): string {
  if (!info.isResource) return `${info.verb}\n${info.path}`;
  const { verb, group, resource, subresource, namespace } = info;
  return `${verb}\n${group}\n${resource}/${subresource}\n${namespace}`;
}
