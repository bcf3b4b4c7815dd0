/**
 * One case of the differential fuzz: a random cluster that goes on changing while batches of Pods are placed in it, by the
 * kernel behind its columns and counters, and judged Pod by Pod by the plain plugins on a picture of their own.
 */
import { expect } from "vitest";
import type { Pod, Service } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import type { SchedulerEngine } from "../../../src/kernels/pool.ts";
import { EXPLAIN } from "../../../src/kernels/scheduler/layout.ts";
import { ClusterCache } from "../../../src/scheduler/cluster-cache.ts";
import { fitMessage } from "../../../src/scheduler/fit-message.ts";
import { Placer } from "../../../src/scheduler/placer.ts";
import type { Outcome } from "../../../src/scheduler/placer.ts";
import type { Framework } from "../../../src/scheduler/plugins/framework.ts";
import { NodeInfo } from "../../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot, noObjects } from "../../../src/scheduler/plugins/snapshot.ts";
import type { ClusterObjects } from "../../../src/scheduler/plugins/snapshot.ts";
import type { SchedulerProfile } from "../../../src/scheduler/profile/profile.ts";
import {
  randomNode,
  randomPod,
  randomProfile,
  randomServices,
  replicaSet,
} from "./fuzz-cluster.ts";
import { seeded } from "./seeded.ts";
import type { Seeded } from "./seeded.ts";

const rowOf: Readonly<Record<string, readonly [normalised: number, raw: number | undefined]>> = {
  NodeResourcesFit: [EXPLAIN.fit, undefined],
  NodeResourcesBalancedAllocation: [EXPLAIN.balanced, undefined],
  ImageLocality: [EXPLAIN.image, undefined],
  TaintToleration: [EXPLAIN.taint, EXPLAIN.rawTaint],
  NodeAffinity: [EXPLAIN.affinity, EXPLAIN.rawAffinity],
  PodTopologySpread: [EXPLAIN.spread, EXPLAIN.rawSpread],
  InterPodAffinity: [EXPLAIN.podAffinity, EXPLAIN.rawPodAffinity],
};

/** Returns how many Pods were decided on. Throws where kernel and plugins differ; `what` names the case. */
export async function runCase(
  seed: number,
  engine: SchedulerEngine,
  { what, columns = 0 }: CaseOptions,
): Promise<number> {
  const fuzz = new FuzzCase(seed, engine, what);
  await fuzz.scatter(columns);
  return fuzz.run();
}

export interface CaseOptions {
  readonly what: string;
  /** Columns that the case's few nodes are scattered over: nodes that were there before them and have gone. */
  readonly columns?: number;
}

/** Loses the next `losses` batches half way through. */
function trapped(engine: SchedulerEngine, trap: { losses: number }): SchedulerEngine {
  return {
    memory: engine.memory,
    explain: (index) => engine.explain(index),
    async place(count) {
      if (trap.losses === 0) return engine.place(count);
      trap.losses -= 1;
      await engine.place(Math.ceil(count / 2));
      throw new Error("lost");
    },
  };
}

class FuzzCase {
  readonly #random: Seeded;
  readonly #trap = { losses: 0 };
  readonly #engine: SchedulerEngine;
  readonly #what: string;
  readonly #cache = new ClusterCache();
  readonly #infos = new Map<string, NodeInfo>();
  readonly #placer: Placer;
  readonly #profile: SchedulerProfile;
  readonly #framework: Framework;
  readonly #objects: ClusterObjects;
  readonly #services: readonly Service[];
  #placed: { pod: Stored<Pod>; nodeName: string }[] = [];
  #teams = ["one", "two"];
  #named = 0;

  constructor(seed: number, engine: SchedulerEngine, what: string) {
    this.#random = seeded(seed);
    this.#engine = engine;
    this.#what = what;
    this.#profile = randomProfile(this.#random);
    this.#framework = profileFramework(this.#profile);
    this.#services = randomServices(this.#random);
    this.#objects = {
      ...noObjects,
      namespaceLabels: (name) => ({ team: this.#teams[name === "red" ? 0 : 1] ?? "" }),
      services: (name) => this.#services.filter(({ metadata }) => metadata.namespace === name),
      replicaSet: (namespace, name) => replicaSet(namespace, name),
    };
    const context = {
      cache: this.#cache,
      objects: this.#objects,
      snapshot: () => this.#snapshot(),
      // Now and then nothing is remembered for long.
      ...(this.#random.chance(0.5)
        ? {
            limits: { counters: this.#random.int(4), words: 1e6, idleClasses: this.#random.int(3) },
          }
        : {}),
    };
    this.#placer = new Placer(trapped(engine, this.#trap), context, seed);
  }

  async run(): Promise<number> {
    const nodes = 1 + this.#random.int(7);
    for (let i = 0; i < nodes; i++) this.#setNode(`n${i}`);
    for (let i = this.#random.int(8); i > 0; i--) this.#putPod();
    let decisions = 0;
    for (let round = 1 + this.#random.int(3); round > 0; round--) {
      decisions += await this.#placeBatch();
      this.#disturb();
    }
    return decisions;
  }

  async scatter(columns: number): Promise<void> {
    const { int } = seeded(columns);
    const names = Array.from({ length: columns }, (_, i) => `gone${i}`);
    for (const name of names) this.#cache.setNode(randomNode(seeded(1), name));
    await this.#placer.place([]);
    while (names.length > 0) {
      const [name = ""] = names.splice(int(names.length), 1);
      this.#cache.removeNode(name);
    }
  }

  #snapshot(): ClusterSnapshot {
    return new ClusterSnapshot([...this.#infos.values()], this.#objects);
  }

  #newPod(): Stored<Pod> {
    this.#named += 1;
    return randomPod(this.#random, `p${this.#named}`);
  }

  #setNode(name: string): void {
    const node = randomNode(this.#random, name);
    this.#cache.setNode(node);
    const pods = this.#placed.filter(({ nodeName }) => nodeName === name);
    this.#infos.set(
      name,
      new NodeInfo(
        node,
        pods.map(({ pod }) => pod),
      ),
    );
  }

  /** A Pod that someone else has put on a node, whether it fits or not. */
  #putPod(): void {
    const nodeName = this.#random.pick([...this.#infos.keys()]);
    const pod = this.#newPod();
    const bound = { ...pod, spec: { containers: [], ...pod.spec, nodeName } };
    this.#cache.setPod(bound);
    this.#infos.get(nodeName)?.addPod(bound);
    this.#placed.push({ pod: bound, nodeName });
  }

  async #placeBatch(): Promise<number> {
    const { pods } = this.#batch();
    if (this.#cache.nodeCount === 0) return 0;
    const batch = pods.map((pod) => ({
      pod,
      profile: this.#profile,
      key: `${pod.metadata.namespace ?? ""}/${pod.metadata.name}`,
      attempts: 0,
      sinceMs: 0,
    }));
    if (this.#random.chance(0.05)) {
      // A kernel that is lost half way through: what it has done so far must not be believed.
      this.#trap.losses = 1 + this.#random.int(2);
    }
    if (this.#trap.losses === 2) {
      await expect(this.#placer.place(batch)).rejects.toThrow("lost");
      this.#trap.losses = 0;
      return 0;
    }
    const outcomes = await this.#placer.place(batch);
    for (const outcome of outcomes) this.#check(outcome);
    const last = outcomes.at(-1);
    // Pods that are refused before the kernel runs have no record.
    if (last !== undefined && this.#placer.recordCount === outcomes.length) {
      this.#checkScores(last.queued.pod, outcomes.length - 1);
    }
    return outcomes.length;
  }

  /** Distinct Pods, or replicas of a few. */
  #batch(): { readonly pods: readonly Stored<Pod>[] } {
    const replicas = this.#random.chance(0.4);
    // From eight on, replicas are placed by an order of all nodes.
    const count = 1 + this.#random.int(replicas && this.#random.chance(0.3) ? 24 : 6);
    const pods: Stored<Pod>[] = [];
    for (let i = 0; i < count; i++) {
      const model = pods.at(-1);
      if (model === undefined || !replicas || this.#random.chance(0.1)) {
        pods.push(this.#newPod());
        continue;
      }
      this.#named += 1;
      const name = `p${this.#named}`;
      pods.push({ ...model, metadata: { ...model.metadata, name, uid: `uid-${name}` } });
    }
    return { pods };
  }

  /** Holds one decision to the plugins' judgement, and takes it over into their picture. */
  #check({ queued, result, feasible }: Outcome): void {
    const { pod } = queued;
    const where = `${this.#what}, Pod ${pod.metadata.name}`;
    const snapshot = this.#snapshot();
    const cycle = this.#framework.begin(pod, snapshot);
    if (cycle.refusal !== undefined) {
      const message = fitMessage(snapshot.nodes.length, cycle.refusal.reasons.join(", "));
      expect("message" in result ? result.message : result, where).toBe(message);
      return;
    }
    const judged = this.#framework.filterAll(cycle);
    if (judged.feasible.length === 0) {
      const reasons = new Map<string, number>();
      let unresolvable = 0;
      const plugins = new Set<string>();
      for (const refusal of judged.refused.values()) {
        if (!refusal.resolvable) unresolvable += 1;
        if (refusal.plugin !== "") plugins.add(refusal.plugin);
        for (const text of refusal.reasons) reasons.set(text, (reasons.get(text) ?? 0) + 1);
      }
      const message = fitMessage(snapshot.nodes.length, reasons);
      if ("nodeName" in result) throw new Error(`${where}: placed, not "${message}"`);
      expect(result.message, where).toBe(message);
      expect(result.unresolvable, where).toBe(unresolvable);
      for (const plugin of plugins) expect(result.rejectedBy, where).toContain(plugin);
      return;
    }
    if ("message" in result) throw new Error(`${where}: fits, but was refused: ${result.message}`);
    expect(feasible, `${where}: feasible`).toBe(judged.feasible.length);
    const scored = this.#framework.score(cycle, judged.feasible);
    const best = Math.max(...scored.map(({ total }) => total));
    const chosen = scored.find(({ nodeInfo }) => nodeInfo.name === result.nodeName);
    expect(chosen?.total, `${where}: on ${result.nodeName}`).toBe(best);
    if (result.score !== best) {
      const parts = (chosen?.plugins ?? []).map(({ plugin, weighted }) => `${plugin} ${weighted}`);
      expect(result.score, `${where}: score of ${parts.join(", ")}`).toBe(best);
    }
    this.#cache.assume(pod, result.nodeName);
    this.#infos.get(result.nodeName)?.addPod(pod);
    this.#placed.push({ pod, nodeName: result.nodeName });
  }

  /** Each plugin's scores for one more Pod like the last one, by both. */
  #checkScores(pod: Stored<Pod>, index: number): void {
    const twin = { ...pod, metadata: { ...pod.metadata, name: "twin", uid: "twin" } };
    const snapshot = this.#snapshot();
    const cycle = this.#framework.begin(twin, snapshot);
    if (cycle.refusal !== undefined) return;
    const { feasible } = this.#framework.filterAll(cycle);
    this.#engine.explain(index);
    const column = (name: string): number => this.#placer.columnOf(name) ?? -1;
    for (const { nodeInfo, plugins, total } of this.#framework.score(cycle, feasible)) {
      const at = (row: number): number =>
        this.#engine.memory.row("explain", row)[column(nodeInfo.name)] ?? NaN;
      const where = `${this.#what}, twin of ${pod.metadata.name} on ${nodeInfo.name}`;
      for (const { plugin, raw, normalized } of plugins) {
        const [row, rawRow] = rowOf[plugin] ?? [0, undefined];
        if (at(row) !== normalized) expect(at(row), `${where}: ${plugin}`).toBe(normalized);
        // Nodes that spreading does not look at are marked, not scored.
        const own = rawRow === undefined ? raw : Math.max(at(rawRow), raw === 0 ? 0 : -Infinity);
        const isSpread = plugin === "PodTopologySpread";
        const found = rawRow === undefined || isSpread ? own : at(rawRow);
        if (found !== raw) expect(found, `${where}: raw ${plugin}`).toBe(raw);
      }
      if (at(EXPLAIN.total) !== total) expect(at(EXPLAIN.total), `${where}: total`).toBe(total);
    }
  }

  #disturb(): void {
    const names = [...this.#infos.keys()];
    for (let i = this.#random.int(4); i > 0; i--) {
      const name = this.#random.pick(names);
      const victim = this.#placed[this.#random.int(this.#placed.length + 1)];
      switch (this.#random.int(6)) {
        case 0:
          this.#setNode(`n${this.#random.int(9)}`);
          break;
        case 1:
          if (victim !== undefined) this.#removePod(victim.pod);
          break;
        case 2:
          if (victim !== undefined) this.#changePod(victim);
          break;
        case 3:
          this.#teams = [this.#random.pick(["one", "two"]), this.#random.pick(["one", "two"])];
          break;
        case 4:
          if (this.#infos.has(name)) this.#removeNode(name);
          break;
        default:
          if (this.#infos.size > 0) this.#putPod();
      }
    }
  }

  #removePod(pod: Stored<Pod>): void {
    const known = this.#placed.find((each) => each.pod === pod);
    this.#cache.removePod(pod.metadata.uid);
    if (known !== undefined) this.#infos.get(known.nodeName)?.removePod(pod);
    this.#placed = this.#placed.filter((each) => each.pod !== pod);
  }

  /** Seen bound, perhaps with other labels, perhaps being deleted. */
  #changePod(victim: { pod: Stored<Pod>; nodeName: string }): void {
    const { pod, nodeName } = victim;
    const changed: Stored<Pod> = {
      ...pod,
      metadata: {
        ...pod.metadata,
        ...(this.#random.chance(0.5) ? { labels: { app: this.#random.pick(["a", "b"]) } } : {}),
        ...(this.#random.chance(0.5) ? { deletionTimestamp: "2026-01-01T00:00:01Z" } : {}),
      },
      spec: { containers: [], ...pod.spec, nodeName },
    };
    this.#cache.setPod(changed);
    this.#infos.get(nodeName)?.addPod(changed);
    victim.pod = changed;
  }

  #removeNode(name: string): void {
    this.#cache.removeNode(name);
    this.#infos.delete(name);
  }
}
