/** Tells the API what was decided: bindings, events and the PodScheduled condition. */
import { PODS } from "../api/kinds.ts";
import type { JsonValue } from "../api/json.ts";
import type { Binding, Pod, PodCondition } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { SchedulingEvents } from "./scheduling-events.ts";

export interface Failure {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
  /** The nomination from now on; an empty name takes it away, undefined leaves it as it is. */
  readonly nominatedNodeName: string | undefined;
}

export class OutcomeWriter {
  readonly #client: Client;
  readonly #host: Host;
  readonly #events: SchedulingEvents;

  constructor(client: Client, host: Host, schedulerName: string) {
    this.#client = client;
    this.#host = host;
    this.#events = new SchedulingEvents({ client, host, controller: schedulerName });
  }

  /** Binds the Pod. Rejects with the API's StatusError; the event is recorded once the binding is durable. */
  async bind(pod: Stored<Pod>, nodeName: string): Promise<void> {
    const { namespace = "", name, uid } = pod.metadata;
    const binding: Binding = {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { namespace, name, uid },
      target: { apiVersion: "v1", kind: "Node", name: nodeName },
    };
    await this.#client.post(PODS, { namespace, name }, "binding", binding);
    this.#events.record({
      type: "Normal",
      reason: "Scheduled",
      action: "Binding",
      note: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
      regarding: pod,
    });
  }

  /** Tells of a Pod that it has to make room. */
  preempted(victim: Stored<Pod>, preemptor: Stored<Pod>, nodeName: string): void {
    this.#events.record({
      type: "Normal",
      reason: "Preempted",
      action: "Preempting",
      note: `Preempted by pod ${preemptor.metadata.uid} on node ${nodeName}`,
      regarding: victim,
      related: preemptor,
    });
  }

  /**
   * Says where the Pod is expected before it is bound: for whoever looks while its volumes are made ready
   * (NominatedNodeNameForExpectation). Never rejects: nothing depends on it.
   */
  async expect(pod: Stored<Pod>, nodeName: string): Promise<void> {
    if (pod.status?.nominatedNodeName === nodeName) return;
    await this.#patchStatus(pod, { nominatedNodeName: nodeName });
  }

  /** Records that the Pod could not be scheduled, and why. Never rejects: what fails here is told again at the next attempt. */
  async fail(pod: Stored<Pod>, failure: Failure): Promise<void> {
    const { reason, message, nominatedNodeName } = failure;
    this.#events.record({
      type: "Warning",
      reason: "FailedScheduling",
      action: "Scheduling",
      note: message,
      regarding: pod,
    });
    const condition = this.#condition(pod, reason, message);
    const nominated =
      nominatedNodeName === undefined || nominatedNodeName === (pod.status?.nominatedNodeName ?? "")
        ? {}
        : { nominatedNodeName: nominatedNodeName || null };
    const conditions = condition === undefined ? {} : { conditions: [{ ...condition }] };
    const status = { ...conditions, ...nominated };
    if (Object.keys(status).length === 0) return;
    await this.#patchStatus(pod, status);
  }

  async #patchStatus(pod: Stored<Pod>, status: Readonly<Record<string, JsonValue>>): Promise<void> {
    try {
      const { namespace = "", name, uid } = pod.metadata;
      await this.#client.patch(
        PODS,
        { namespace, name },
        { metadata: { uid }, status },
        { type: "strategic", subresource: "status" },
      );
    } catch (error) {
      if (hasReason(error, "NotFound") || hasReason(error, "Conflict")) return;
      this.#host.log.write("warn", "pod condition not written", {
        pod: `${pod.metadata.namespace ?? ""}/${pod.metadata.name}`,
        error: toStatusError(error).message,
      });
    }
  }

  async flush(): Promise<void> {
    await this.#events.flush();
  }

  /** The condition to write; undefined when the Pod has it already. */
  #condition(pod: Stored<Pod>, reason: string, message: string): PodCondition | undefined {
    const known = pod.status?.conditions?.find((condition) => condition.type === "PodScheduled");
    if (known?.status === "False" && known.reason === reason && known.message === message) {
      return undefined;
    }
    const since = known?.status === "False" ? known.lastTransitionTime : undefined;
    const { generation } = pod.metadata;
    return {
      type: "PodScheduled",
      status: "False",
      reason,
      message,
      lastTransitionTime: since ?? rfc3339(this.#host.clock.nowMs()),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
  }
}
