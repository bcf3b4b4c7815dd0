/** Tells the API what was decided: bindings, events and the PodScheduled condition. */
import { PODS } from "../api/kinds.ts";
import type { JsonValue } from "../api/json.ts";
import type { Binding, Pod, PodCondition } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import { hashText } from "./node-columns.ts";

/** A recorder writes one event after another; so many of them keep events from lagging behind bindings. */
const recorderLanes = 8;
/** validation.NoteLengthLimit: longest message of an event. */
const messageMax = 1024;

export interface Failure {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
  /** The nomination from now on; an empty name takes it away, undefined leaves it as it is. */
  readonly nominatedNodeName: string | undefined;
}

export class OutcomeWriter {
  readonly #client: Client;
  readonly #host: Host;
  readonly #recorders: readonly EventRecorder[];

  constructor(client: Client, host: Host, component: string) {
    this.#client = client;
    this.#host = host;
    this.#recorders = Array.from(
      { length: recorderLanes },
      () => new EventRecorder({ client, host, component }),
    );
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
    this.#record(pod, {
      type: "Normal",
      reason: "Scheduled",
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
  }

  /** Tells of a Pod that it has to make room. */
  preempted(victim: Stored<Pod>, message: string): void {
    this.#record(victim, { type: "Normal", reason: "Preempted", message });
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
    this.#record(pod, { type: "Warning", reason: "FailedScheduling", message });
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
    await Promise.all(this.#recorders.map((recorder) => recorder.flush()));
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

  #record(
    pod: Stored<Pod>,
    event: { type: "Normal" | "Warning"; reason: string; message: string },
  ): void {
    const lane = hashText(pod.metadata.uid) % recorderLanes;
    const message =
      event.message.length > messageMax
        ? `${event.message.slice(0, messageMax - 4)} ...`
        : event.message;
    this.#recorders[lane]?.record({ ...event, message, regarding: pod });
  }
}
