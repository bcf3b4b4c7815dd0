/** One engine with simulated nodes on a virtual clock, against the API in memory: the stage of the kubelet's stories. */
import type {
  Container,
  ContainerStatus,
  Event,
  Pod,
  PodSpec,
} from "../../../src/api/generated/types.ts";
import { EVENTS, PODS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { type NodeAgents, startNodeAgents } from "../../../src/kubelet/node-agents.ts";
import { MemoryClient } from "../../fixtures/memory-client.ts";

export interface NodeWorld {
  readonly host: SimulatedHost;
  readonly client: MemoryClient;
  readonly agents: NodeAgents;
  /** Creates a Pod that is bound to node-1, and lets the present moment settle. */
  run(
    name: string,
    spec: PodSpec,
    annotations?: Readonly<Record<string, string>>,
  ): Promise<Stored<Pod>>;
  pod(name: string): Promise<Stored<Pod>>;
  exists(name: string): Promise<boolean>;
  /** Status of one container, init containers included. */
  container(pod: string, name?: string): Promise<ContainerStatus>;
  /** `Reason: message (count)` of a Pod's events, oldest first. */
  events(pod: string): Promise<readonly string[]>;
  log(pod: string, container?: string, options?: { previous?: boolean }): Promise<string>;
}

export async function nodeWorld(options: { nodes?: number } = {}): Promise<NodeWorld> {
  const host = createSimulatedHost({ seed: 7 });
  const client = new MemoryClient({ host });
  const agents = await startEngine({ host, client }, options.nodes ?? 1);
  const world: NodeWorld = {
    host,
    client,
    agents,
    async run(name, spec, annotations = {}) {
      await client.create(PODS, {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { namespace: "default", name, annotations },
        spec: { nodeName: "node-1", ...spec },
      });
      await host.settle();
      return world.pod(name);
    },
    pod: (name) => client.get(PODS, { namespace: "default", name }),
    async exists(name) {
      const { items } = await client.list(PODS);
      return items.some((pod) => pod.metadata.name === name);
    },
    async container(pod, name = "main") {
      const { status } = await world.pod(pod);
      const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
      const found = all.find((candidate) => candidate.name === name);
      if (!found) throw new Error(`no container ${name} in the status of ${pod}`);
      return found;
    },
    async events(pod) {
      const { items } = await client.list<Event>(EVENTS);
      return items
        .filter((event) => event.involvedObject.name === pod)
        .sort((a, b) => Number(a.metadata.uid < b.metadata.uid))
        .map((event) => `${event.reason}: ${event.message} (${event.count})`);
    },
    async log(pod, container = "main", { previous = false } = {}) {
      const stream = await agents.podLogs(
        await world.pod(pod),
        { container, previous, follow: false, timestamps: false },
        new AbortController().signal,
      );
      let text = "";
      await new Promise<void>((resolve) => {
        stream.start({
          write: (chunk) => {
            text += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
            return 0;
          },
          end: resolve,
        });
      });
      return text;
    },
  };
  return world;
}

/** The agents of an engine that starts on what the API holds. */
export function startEngine(
  on: { host: SimulatedHost; client: MemoryClient },
  nodes = 1,
): Promise<NodeAgents> {
  const specs = Array.from({ length: nodes }, (_, index) => ({ name: `node-${index + 1}` }));
  return startNodeAgents({ ...on, nodes: specs });
}

/** A Pod's spec with one container `main`. */
export function one(container: Partial<Container> = {}, spec: Partial<PodSpec> = {}): PodSpec {
  return { containers: [{ name: "main", image: "nginx:1", ...container }], ...spec };
}

/** A container that runs a shell script. */
export function shell(script: string): Partial<Container> {
  return { command: ["sh", "-c", script] };
}
