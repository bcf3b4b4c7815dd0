/** A scheduler on a small API in memory and a virtual clock: what its stories are told in. */
import type { Event, Node, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { EVENTS, NODES, PODS } from "../../../src/api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../../../src/api/object.ts";
import { conflict } from "../../../src/api/status.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import type { SimulatedHost } from "../../../src/host/simulated.ts";
import { createNodeKernelPool } from "../../../src/host/node/kernel-pool.ts";
import type { KernelPool } from "../../../src/kernels/pool.ts";
import type { DeleteOptions, ObjectName, UpdateOptions } from "../../../src/loop/client.ts";
import { startScheduler } from "../../../src/scheduler/scheduler.ts";
import type { RunningScheduler, StartSchedulerOptions } from "../../../src/scheduler/scheduler.ts";
import { MemoryClient } from "../../fixtures/memory-client.ts";

/**
 * Adds the one subresource that a scheduler posts to, and a kubelet's quick hand: a Pod that asks for no grace period ends
 * as soon as it is deleted.
 */
export class SchedulerApi extends MemoryClient {
  /** Thrown by the next bindings, one each. */
  readonly bindFailures: Error[] = [];
  /** Thrown by the next deletions, one each. */
  readonly deleteFailures: Error[] = [];
  /** Called with each object before it is updated. */
  onUpdate: (object: KubeObject) => void = () => {};
  /** Called with each Pod and its node before it is bound. */
  onBind: (pod: Stored<Pod>, nodeName: string) => Promise<void> = async () => {};
  /** Called with each object before it is deleted. */
  onDelete: (object: Stored<KubeObject>) => void = () => {};
  bindings = 0;
  #turn: Promise<void> = Promise.resolve();

  override async update<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: T,
    options: UpdateOptions = {},
  ): Promise<Stored<T>> {
    this.onUpdate(object);
    return super.update(resource, object, options);
  }

  override async delete<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    options: DeleteOptions = {},
  ): Promise<void> {
    const failure = this.deleteFailures.shift();
    if (failure !== undefined) throw failure;
    if (resource.kind !== "Pod") return super.delete(resource, name, options);
    const pod = await this.get(PODS, name);
    this.onDelete(pod);
    const { spec } = pod;
    const grace =
      spec?.terminationGracePeriodSeconds === undefined ? { gracePeriodSeconds: 0 } : {};
    return super.delete(resource, name, { ...grace, ...options });
  }

  override async post(...[resource, name, subresource, body]: never[]): Promise<KubeObject>;
  override async post<T extends KubeObject>(
    resource?: ResourceRef<T>,
    name?: ObjectName,
    subresource?: string,
    body?: KubeObject,
  ): Promise<KubeObject> {
    if (resource === undefined || name === undefined || subresource !== "binding") {
      throw new Error(`${subresource} is not posted to`);
    }
    this.bindings += 1;
    const failure = this.bindFailures.shift();
    if (failure !== undefined) throw failure;
    // One after another, as an API's writes are.
    this.#turn = this.#turn.then(
      () => this.#bind(name, body),
      () => this.#bind(name, body),
    );
    await this.#turn;
    return { kind: "Status", apiVersion: "v1", metadata: {} };
  }

  async #bind(name: ObjectName, body: KubeObject | undefined): Promise<void> {
    const pod = await this.get(PODS, name);
    const { target, metadata } = body as KubeObject & { target: { name: string } };
    if (pod.spec?.nodeName || metadata.uid !== pod.metadata.uid) {
      throw conflict(PODS, pod.metadata.name, `pod ${pod.metadata.name} is already assigned`);
    }
    await this.onBind(pod, target.name);
    await this.update(PODS, { ...pod, spec: { ...(pod.spec as PodSpec), nodeName: target.name } });
  }
}

export interface World {
  readonly host: SimulatedHost;
  readonly api: SchedulerApi;
  readonly scheduler: RunningScheduler;
  /** Stops the scheduler and starts another one on the same API. */
  readonly restart: () => Promise<void>;
  readonly kernels: KernelPool;
  readonly node: (name: string, parts?: NodeParts) => Promise<Stored<Node>>;
  readonly pod: (
    name: string,
    spec?: Partial<PodSpec>,
    labels?: Record<string, string>,
  ) => Promise<void>;
  /** Name of the node that a Pod is on, undefined when it waits. */
  readonly nodeOf: (name: string) => Promise<string | undefined>;
  readonly getPod: (name: string) => Promise<Stored<Pod>>;
  readonly eventsOf: (name: string) => Promise<readonly Stored<Event>[]>;
  readonly stop: () => Promise<void>;
}

export interface NodeParts {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Node["spec"];
  readonly declaredFeatures?: readonly string[];
}

export function container(requests: Record<string, string>, parts: object = {}): Partial<PodSpec> {
  return { containers: [{ name: "c", image: "web:1", resources: { requests }, ...parts }] };
}

export async function createWorld(
  mode: "thread" | "off",
  options: {
    readonly watchLagMs?: number;
    readonly seed?: number;
    readonly configuration?: StartSchedulerOptions["configuration"];
  } = {},
): Promise<World> {
  const host = createSimulatedHost({ seed: options.seed ?? 1 });
  const api = new SchedulerApi({ host, watchLagMs: options.watchLagMs ?? 0 });
  const kernels = createNodeKernelPool({ mode });
  const { configuration } = options;
  const start = async (): Promise<RunningScheduler> => {
    const started = startScheduler({
      client: api,
      host,
      kernels,
      ...(configuration ? { configuration } : {}),
    });
    await started.ready;
    return started;
  };
  let scheduler = await start();
  const name = (podName: string): ObjectName => ({ namespace: "default", name: podName });
  return {
    host,
    api,
    get scheduler() {
      return scheduler;
    },
    async restart() {
      await scheduler.stop();
      scheduler = await start();
    },
    kernels,
    node: (nodeName, parts = {}) => api.create(NODES, nodeObject(nodeName, parts)),
    async pod(podName, spec = {}, labels = {}) {
      await api.create(PODS, {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { namespace: "default", name: podName, labels },
        spec: { ...container({ cpu: "100m" }), ...spec } as PodSpec,
      });
    },
    getPod: (podName) => api.get(PODS, name(podName)),
    async nodeOf(podName) {
      return (await api.get(PODS, name(podName))).spec?.nodeName;
    },
    async eventsOf(podName) {
      const { items } = await api.list(EVENTS);
      return items.filter((event) => event.involvedObject.name === podName);
    },
    async stop() {
      await scheduler.stop();
      await kernels.close();
    },
  };
}

function nodeObject(name: string, parts: NodeParts): Node {
  const allocatable = {
    cpu: parts.cpu ?? "4",
    memory: parts.memory ?? "8Gi",
    pods: parts.pods ?? "110",
    ...parts.more,
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, ...parts.labels } },
    ...(parts.spec === undefined ? {} : { spec: parts.spec }),
    status: {
      allocatable,
      capacity: allocatable,
      ...(parts.declaredFeatures ? { declaredFeatures: parts.declaredFeatures } : {}),
    },
  };
}
