/** A random life for a scheduler: what happens to a cluster, and what must hold after each step whatever has happened. */
import type { Node, Pod, PodSpec } from "../../src/api/generated/types.ts";
import { NAMESPACES, NODES, PODS, POD_DISRUPTION_BUDGETS } from "../../src/api/kinds.ts";
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { internalError } from "../../src/api/status.ts";
import { createSeededRandom } from "../../src/host/simulated/random.ts";
import { NodeInfo } from "../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot, noObjects } from "../../src/scheduler/plugins/snapshot.ts";
import { defaultProfile } from "../../src/scheduler/profile/profile.ts";
import type { DeleteOptions } from "../../src/loop/client.ts";
import { createWorld } from "../unit/scheduler/scheduler-world.ts";
import type { World } from "../unit/scheduler/scheduler-world.ts";

const framework = profileFramework(defaultProfile());
const zones = ["a", "b", "c"];
const apps = ["web", "db"];

export interface Life {
  readonly world: World;
  /** One thing happens, and the cluster comes to rest. */
  step(): Promise<string>;
  /** Throws what is wrong. */
  check(): Promise<void>;
  /** Much time passes: whatever fits must have a node by then. */
  rest(): Promise<void>;
}

interface Facts {
  readonly nodes: readonly Stored<Node>[];
  readonly pods: readonly Stored<Pod>[];
}

export interface LifeOptions {
  /** News of writes comes so late; 0 by default. */
  readonly watchLagMs?: number;
  /** The plain kernel by default. */
  readonly kernels?: "off" | "thread";
}

export async function startLife(seed: number, options: LifeOptions = {}): Promise<Life> {
  const { watchLagMs = 0, kernels = "off" } = options;
  const world = await createWorld(kernels, { seed, watchLagMs });
  const { api, host } = world;
  await api.create(NAMESPACES, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "default" },
  });
  const random = createSeededRandom(seed);
  const pick = <T>(items: readonly T[]): T | undefined =>
    items[Math.floor(random.float() * items.length)];
  const chance = (probability: number): boolean => random.float() < probability;
  const faults: string[] = [];
  /** Failures that wait to be met; fewer of them mean that a binding has failed in this step. */
  let failuresLeft = 0;
  let count = 0;

  const facts = async (): Promise<Facts> => ({
    nodes: (await api.list(NODES)).items,
    pods: (await api.list(PODS)).items,
  });

  const snapshotOf = ({ nodes, pods }: Facts): ClusterSnapshot =>
    new ClusterSnapshot(
      nodes.map(
        (node) =>
          new NodeInfo(
            node,
            pods.filter((pod) => isOn(pod, node)),
          ),
      ),
      { ...noObjects, namespaceLabels: () => ({}) },
    );

  /** Every rule once more, by the plain plugins, on what the API says at the moment of binding. */
  api.onBind = async (pod: Stored<Pod>, nodeName: string): Promise<void> => {
    if (watchLagMs > 0) return;
    const snapshot = snapshotOf(await facts());
    const node = snapshot.node(nodeName);
    if (node === undefined) return;
    const refusal = framework.filter(framework.begin(pod, snapshot), node);
    if (refusal === undefined) return;
    // It was placed beside a Pod that could not be bound after all, as kube-scheduler would have, too.
    const onOthers = ["InterPodAffinity", "PodTopologySpread"].includes(refusal.plugin);
    if (onOthers && api.bindFailures.length < failuresLeft) return;
    faults.push(`${pod.metadata.name} put on ${nodeName}: ${refusal.reasons.join(", ")}`);
  };
  api.onDelete = (object: Stored<KubeObject>): void => {
    const pod = object as Stored<Pod>;
    const target = pod.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
    if (target !== undefined && (pod.spec?.priority ?? 0) >= 100) {
      faults.push(`${pod.metadata.name} of the highest priority was preempted`);
    }
  };

  /** The failures that wait are the scheduler's to meet, not ours. */
  const remove = async (name: string, options: DeleteOptions = {}): Promise<void> => {
    const failures = api.deleteFailures.splice(0);
    await api.delete(PODS, { namespace: "default", name }, options);
    api.deleteFailures.push(...failures);
  };

  const addNode = async (): Promise<string> => {
    const name = `n${count++}`;
    const zone = pick(zones) ?? "a";
    const taint = { key: "dedicated", value: "x", effect: "NoSchedule" as const };
    await world.node(name, {
      cpu: pick(["1", "2", "4"]) ?? "1",
      memory: "4Gi",
      pods: pick(["2", "5", "110"]) ?? "5",
      labels: { zone, disk: chance(0.3) ? "ssd" : "hdd" },
      ...(chance(0.2) ? { spec: { taints: [taint] } } : {}),
    });
    return `node ${name}`;
  };

  const addPod = async (): Promise<string> => {
    const name = `p${count++}`;
    const app = pick(apps) ?? "web";
    await world.pod(name, specOf(app), { app });
    return `pod ${name}`;
  };

  const specOf = (app: string): Partial<PodSpec> => {
    const selector = { labelSelector: { matchLabels: { app } } };
    const zoned = { topologyKey: "zone", ...selector };
    const alone = { topologyKey: "kubernetes.io/hostname", ...selector };
    return {
      priority: pick([0, 0, 10, 50, 100]) ?? 0,
      containers: [
        {
          name: "c",
          image: "web:1",
          resources: { requests: { cpu: pick(["100m", "500m", "1", "2"]) ?? "1" } },
          ...(chance(0.15) ? { ports: [{ containerPort: 80, hostPort: 8080 }] } : {}),
        },
      ],
      ...(chance(0.2) ? { nodeSelector: { disk: "ssd" } } : {}),
      ...(chance(0.2) ? { tolerations: [{ key: "dedicated", operator: "Exists" as const }] } : {}),
      ...(chance(0.1) ? { schedulingGates: [{ name: "example.com/wait" }] } : {}),
      ...(chance(0.1) ? { preemptionPolicy: "Never" as const } : {}),
      ...(chance(0.3) ? { terminationGracePeriodSeconds: 5 } : {}),
      ...(chance(0.12)
        ? {
            affinity: {
              podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [alone] },
            },
          }
        : chance(0.1)
          ? {
              affinity: {
                podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [zoned] },
              },
            }
          : {}),
      ...(chance(0.12)
        ? {
            topologySpreadConstraints: [
              { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", ...selector },
            ],
          }
        : {}),
    };
  };

  const removePod = async (): Promise<string> => {
    const pod = pick((await facts()).pods);
    if (pod === undefined) return addPod();
    await remove(pod.metadata.name);
    return `delete ${pod.metadata.name}`;
  };

  const finishPod = async (): Promise<string> => {
    const pod = pick((await facts()).pods.filter(({ spec }) => spec?.nodeName));
    if (pod === undefined) return addPod();
    const status = { ...pod.status, phase: "Succeeded" as const };
    await api.update(PODS, { ...pod, status }, { subresource: "status" });
    return `finish ${pod.metadata.name}`;
  };

  const resizePod = async (): Promise<string> => {
    const pod = pick((await facts()).pods.filter((each) => each.spec?.nodeName && !isOver(each)));
    const [first] = pod?.spec?.containers ?? [];
    if (pod?.spec === undefined || first === undefined) return addPod();
    const cpu = pick(["50m", "400m", "1", "3"]) ?? "1";
    const containers = [{ ...first, resources: { requests: { cpu } } }];
    await api.update(PODS, { ...pod, spec: { ...pod.spec, containers } });
    return `resize ${pod.metadata.name} ${cpu}`;
  };

  const openGate = async (): Promise<string> => {
    const gated = (await facts()).pods.filter(({ spec }) => spec?.schedulingGates?.length);
    const pod = pick(gated);
    if (pod === undefined) return addPod();
    const { schedulingGates: _gates, ...spec } = pod.spec ?? { containers: [] };
    await api.update(PODS, { ...pod, spec });
    return `open ${pod.metadata.name}`;
  };

  const changeNode = async (): Promise<string> => {
    const node = pick((await facts()).nodes);
    if (node === undefined) return addNode();
    const { name } = node.metadata;
    if (chance(0.3)) {
      // Its Pods go with it, as the Pod garbage collector sees to.
      const failures = api.deleteFailures.splice(0);
      await api.delete(NODES, { name });
      api.deleteFailures.push(...failures);
      for (const pod of (await facts()).pods.filter((each) => each.spec?.nodeName === name)) {
        await remove(pod.metadata.name, { gracePeriodSeconds: 0 });
      }
      return `remove ${name}`;
    }
    if (chance(0.4)) {
      const unschedulable = node.spec?.unschedulable !== true;
      await api.update(NODES, { ...node, spec: { ...node.spec, unschedulable } });
      return `cordon ${name} ${unschedulable}`;
    }
    const disk = node.metadata.labels?.["disk"] === "ssd" ? "hdd" : "ssd";
    const labels = { ...node.metadata.labels, disk };
    await api.update(NODES, { ...node, metadata: { ...node.metadata, labels } });
    return `relabel ${name} ${disk}`;
  };

  const guard = async (): Promise<string> => {
    await api.create(POD_DISRUPTION_BUDGETS, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { namespace: "default", name: `b${count++}` },
      spec: { selector: { matchLabels: { app: pick(apps) ?? "web" } } },
      status: { disruptionsAllowed: chance(0.5) ? 0 : 1 },
    });
    return "budget";
  };

  const breakSomething = async (): Promise<string> => {
    if (chance(0.5)) {
      api.bindFailures.push(internalError("disk full"));
      failuresLeft += 1;
    } else api.deleteFailures.push(internalError("disk full"));
    return `break, ${await addPod()}`;
  };

  const restart = async (): Promise<string> => {
    await world.restart();
    return "restart";
  };

  const endGraceful = async (): Promise<string> => {
    await host.advance(Math.floor(random.float() * 3000));
    const { pods } = await facts();
    const leaving = pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    for (const { metadata } of leaving) {
      await remove(metadata.name, { gracePeriodSeconds: 0 });
    }
    return `end ${leaving.length}`;
  };

  const moves: readonly (readonly [weight: number, move: () => Promise<string>])[] = [
    [1, addNode],
    [6, addPod],
    [2, removePod],
    [1, finishPod],
    [1, openGate],
    [1, resizePod],
    [2, changeNode],
    [0.3, guard],
    [0.7, breakSomething],
    [0.2, restart],
    [3, endGraceful],
  ];
  const total = moves.reduce((sum, [weight]) => sum + weight, 0);

  const check = async (): Promise<void> => {
    const [fault] = faults;
    if (fault !== undefined) throw new Error(fault);
    const { pods } = await facts();
    const waiting = pods.filter(isWaiting);
    const { pending, queue } = world.scheduler.stats();
    if (watchLagMs === 0 && pending !== waiting.length) {
      throw new Error(`${waiting.length} Pods wait, ${pending} are in the queue`);
    }
    const sum = Object.values(queue).reduce((a, b) => a + b, 0);
    if (sum !== pending) throw new Error(`${sum} Pods in queues of ${pending}`);
    const errors = host.logged.filter(({ level }) => level === "error");
    if (errors[0] !== undefined) throw new Error(JSON.stringify(errors[0]));
  };

  return {
    world,
    check,
    async step() {
      let at = random.float() * total;
      failuresLeft = api.bindFailures.length;
      const found = moves.find(([weight]) => (at -= weight) < 0);
      const what = (await found?.[1]()) ?? "nothing";
      // Several things may happen before the scheduler has come to rest.
      if (chance(0.6)) await host.settle();
      if (watchLagMs > 0) await host.advance(watchLagMs);
      await host.settle();
      return what;
    },
    async rest() {
      api.bindFailures.length = 0;
      api.deleteFailures.length = 0;
      for (let i = 0; i < 4; i++) {
        await endGraceful();
        await host.advance(60_000);
      }
      await check();
      const now = await facts();
      const snapshot = snapshotOf(now);
      for (const pod of now.pods.filter(isWaiting)) {
        if (pod.spec?.schedulingGates?.length) continue;
        const cycle = framework.begin(pod, snapshot);
        const { feasible } = framework.filterAll(cycle);
        const promised = now.pods.some(
          (other) => isWaiting(other) && other.status?.nominatedNodeName,
        );
        if (feasible.length > 0 && !promised) {
          throw new Error(`${pod.metadata.name} waits and fits ${feasible[0]?.name}`);
        }
      }
    },
  };
}

function isOn(pod: Pod, node: Node): boolean {
  return pod.spec?.nodeName === node.metadata.name && !isOver(pod);
}

function isOver(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

function isWaiting(pod: Pod): boolean {
  return !pod.spec?.nodeName && !isOver(pod) && pod.metadata.deletionTimestamp === undefined;
}
