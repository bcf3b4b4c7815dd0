/**
 * Judges nodes for a Pod of which nothing but room can be won by sending others away: the other filters are asked once a
 * node, and who has to go is sums. Answers as node-judge.ts does, which runs all filters again after each Pod that it moves.
 */
import type { Pod } from "../../api/generated/types.ts";
import type { NodeEntry, PlacedPod } from "../cluster-cache.ts";
import { Framework } from "../plugins/framework.ts";
import type { PluginRefusal, SchedulingCycle } from "../plugins/framework.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import { isIgnored } from "../plugins/node-resources.ts";
import type { Amounts } from "../../api/pod-requests.ts";
import type { NodeResourcesFitArgs } from "../profile/profile.ts";
import type { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";
import { splitByViolation } from "./budgets.ts";
import type { Budget } from "./budgets.ts";
import { byImportance } from "./importance.ts";
import { noVictims } from "./node-judge.ts";
import type { DryRun } from "./node-judge.ts";
import type { NodeInfos } from "./node-infos.ts";

const fitName = "NodeResourcesFit";

/** A profile's filters without NodeResourcesFit: those before it and those after it. */
export interface AroundFit {
  readonly before: Framework;
  readonly after: Framework;
}

/** Undefined when the profile does not filter by room. */
export function aroundFit({ plugins }: Framework): AroundFit | undefined {
  const at = plugins.findIndex(({ plugin, filters = true }) => plugin.name === fitName && filters);
  if (at < 0) return undefined;
  return {
    before: new Framework(plugins.slice(0, at)),
    after: new Framework(plugins.slice(at + 1)),
  };
}

export interface RoomJudgeParts {
  readonly around: AroundFit;
  readonly cycle: SchedulingCycle;
  readonly infos: NodeInfos;
  readonly nominated: NominatedPods;
  readonly args: NodeResourcesFitArgs;
}

/** What Pods on a node take of the resources that the judged Pod needs. */
interface Room {
  readonly taken: number[];
  pods: number;
}

/** For one Pod, which must have no host ports, and no rule but those that look at one node. */
export class RoomJudge {
  readonly #parts: RoomJudgeParts;
  readonly #pod: Pod;
  readonly #needs: readonly (readonly [name: string, amount: number])[];

  constructor(parts: RoomJudgeParts) {
    const { cycle, args } = parts;
    this.#parts = parts;
    this.#pod = cycle.pod;
    this.#needs = [...podInfoOf(cycle.pod).requests].filter(
      ([name, amount]) => amount !== 0 && name !== "pods" && !isIgnored(name, args),
    );
  }

  /** As NodeJudge.refusal. Undefined as well for a node that is not there. */
  refusal(entry: NodeEntry): PluginRefusal | undefined {
    const { around, cycle, infos } = this.#parts;
    const bare = infos.bare(entry);
    if (bare === undefined) return undefined;
    return (
      around.before.filter(cycle, bare) ??
      this.#short(this.#roomOf(entry, -Infinity), bare.allocatable) ??
      around.after.filter(cycle, bare)
    );
  }

  /** As NodeJudge.dryRun. */
  dryRun(entry: NodeEntry, budgets: readonly Budget[]): DryRun | undefined {
    const { around, cycle, infos } = this.#parts;
    const bare = infos.bare(entry);
    if (bare === undefined) return undefined;
    const mine = priority(this.#pod);
    const below = [...entry.pods.values()].filter(
      ({ pod, state }) => state !== "nominated" && priority(pod) < mine,
    );
    if (below.length === 0) {
      const refusal = { plugin: "", reasons: [noVictims], resolvable: false };
      return { covered: false, refusal };
    }
    below.sort((a, b) => byImportance(a.pod, b.pod));
    const { violating, others, covered } = splitByViolation(below, budgets);
    const room = this.#roomOf(entry, mine);
    const refusal =
      around.before.filter(cycle, bare) ??
      this.#short(room, bare.allocatable) ??
      around.after.filter(cycle, bare);
    if (refusal !== undefined) return { covered, refusal };
    const pods: Pod[] = [];
    const mustGo = (placed: PlacedPod): boolean => {
      this.#count(room, placed.requests.amounts, 1);
      if (this.#fits(room, bare.allocatable)) return false;
      this.#count(room, placed.requests.amounts, -1);
      pods.push(placed.pod);
      return true;
    };
    const violations = violating.filter(mustGo).length;
    for (const other of others) mustGo(other);
    if (violating.length > 0 && others.length > 0) pods.sort(byImportance);
    return { covered, victims: { pods, violations } };
  }

  /** What is taken by the Pods that are there, those below a priority left out, and by those that are promised the node. */
  #roomOf(entry: NodeEntry, below: number): Room {
    const room: Room = { taken: this.#needs.map(() => 0), pods: 0 };
    for (const { pod, state, requests } of entry.pods.values()) {
      if (state === "nominated" || priority(pod) < below) continue;
      this.#count(room, requests.amounts, 1);
    }
    for (const other of this.#parts.nominated.on(entry.name)) {
      const { uid } = other.metadata;
      if (uid === this.#pod.metadata.uid || priority(other) < priority(this.#pod)) continue;
      const here = entry.pods.get(uid);
      if (here === undefined || here.state === "nominated") {
        this.#count(room, podInfoOf(other).requests, 1);
      }
    }
    return room;
  }

  #count(room: Room, amounts: Amounts, sign: 1 | -1): void {
    room.pods += sign;
    for (let i = 0; i < this.#needs.length; i++) {
      const amount = amounts.get(this.#needs[i]?.[0] ?? "") ?? 0;
      room.taken[i] = (room.taken[i] ?? 0) + sign * amount;
    }
  }

  #fits(room: Room, allocatable: Amounts): boolean {
    if (room.pods + 1 > (allocatable.get("pods") ?? 0)) return false;
    return this.#needs.every(
      ([name, amount], i) => amount <= (allocatable.get(name) ?? 0) - (room.taken[i] ?? 0),
    );
  }

  /** What NodeResourcesFit says to it. */
  #short(room: Room, allocatable: Amounts): PluginRefusal | undefined {
    if (this.#fits(room, allocatable)) return undefined;
    const reasons: string[] = [];
    let resolvable = true;
    if (room.pods + 1 > (allocatable.get("pods") ?? 0)) reasons.push("Too many pods");
    this.#needs.forEach(([name, amount], i) => {
      const capacity = allocatable.get(name) ?? 0;
      if (amount <= capacity - (room.taken[i] ?? 0)) return;
      reasons.push(`Insufficient ${name}`);
      if (amount > capacity) resolvable = false;
    });
    return { plugin: fitName, reasons, resolvable };
  }
}
