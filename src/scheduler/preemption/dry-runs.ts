/**
 * Dry runs of preemption over the cluster, from an offset on and until there are candidates enough, as kube-scheduler
 * samples them. For a Pod whose rules look at one node at a time the answers are kept: the next Pod that asks for the same
 * pays only for the nodes that have changed since.
 */
import type { Pod } from "../../api/generated/types.ts";
import type { ClusterCache, NodeEntry } from "../cluster-cache.ts";
import type { PluginRefusal } from "../plugins/framework.ts";
import { priority } from "../queue/waiting-pod.ts";
import type { Budget } from "./budgets.ts";
import { harmOf } from "./importance.ts";
import type { Harm, Victims } from "./importance.ts";
import type { DryRun } from "./node-judge.ts";
import { exactJson } from "../../api/wide-integers.ts";

export interface Candidate {
  readonly nodeName: string;
  readonly victims: Victims;
  readonly harm: Harm;
}

/** What is known of one node and one kind of Pod. */
interface NodeAnswer {
  readonly nodeName: string;
  generation: number;
  budgetsVersion: number;
  /** An eviction might help: it is refused for what can be resolved. */
  potential: boolean;
  /** Not worked out before it is asked for. */
  run: DryRun | undefined;
  candidate: Candidate | undefined;
}

interface Answers {
  nodes: Map<string, NodeAnswer>;
  /** Those of `nodes` that are potential, in order; undefined when it has to be gathered again. */
  potential: readonly NodeAnswer[] | undefined;
  /** Generation of the cache up to which changes have been looked at. */
  seen: number;
}

/** Says of nodes that exist what stands in one Pod's way there, and whom it would have to send away. */
export interface Judge {
  refusal(entry: NodeEntry): PluginRefusal | undefined;
  dryRun(entry: NodeEntry, budgets: readonly Budget[]): DryRun | undefined;
}

export interface Scope {
  readonly judge: Judge;
  readonly budgets: readonly Budget[];
  /** Differs whenever the budgets do. */
  readonly budgetsVersion: number;
  /** Pods of equal keys get equal answers from equal nodes; undefined for one whose rules look farther than one node. */
  readonly key: string | undefined;
}

export interface Sample {
  readonly candidates: readonly Candidate[];
  /** Why the nodes that were tried give no candidate, by node name. */
  readonly refused: ReadonlyMap<string, PluginRefusal>;
  readonly nodeCount: number;
}

/** Kinds of Pods that answers are kept of. */
const rememberedMax = 16;

export class DryRuns {
  readonly #cache: ClusterCache;
  readonly #remembered = new Map<string, Answers>();

  constructor(cache: ClusterCache) {
    this.#cache = cache;
  }

  /**
   * `limits` gives, for a number of potential nodes, where to begin and how many candidates are enough. Enough is counted
   * once there is one that violates no budget.
   */
  sample(
    scope: Scope,
    limits: (potential: number) => { readonly offset: number; readonly enough: number },
  ): Sample {
    const answers = this.#answersFor(scope);
    this.#refresh(answers, scope);
    answers.potential ??= [...answers.nodes.values()].filter(({ potential }) => potential);
    const { potential } = answers;
    const refused = new Map<string, PluginRefusal>();
    const harmless: Candidate[] = [];
    const violating: Candidate[] = [];
    const { offset, enough } = limits(potential.length);
    for (let i = 0; i < potential.length; i++) {
      const answer = potential[(offset + i) % potential.length];
      if (answer === undefined) continue;
      const run = this.#runOf(answer, scope);
      if (run === undefined) continue;
      if ("refusal" in run) {
        refused.set(answer.nodeName, run.refusal);
        continue;
      }
      const list = run.victims.violations === 0 ? harmless : violating;
      if (answer.candidate !== undefined && list.length < enough) list.push(answer.candidate);
      if (harmless.length > 0 && harmless.length + violating.length >= enough) break;
    }
    return {
      candidates: [...harmless, ...violating],
      refused,
      nodeCount: answers.nodes.size,
    };
  }

  #answersFor({ key }: Scope): Answers {
    const known = key === undefined ? undefined : this.#remembered.get(key);
    const answers = known ?? { nodes: new Map(), potential: undefined, seen: -1 };
    if (key === undefined) return answers;
    // Most recently used last.
    this.#remembered.delete(key);
    this.#remembered.set(key, answers);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= rememberedMax) break;
      this.#remembered.delete(oldest);
    }
    return answers;
  }

  /** Looks again at the nodes that have changed since the last time: at all of them the first time. */
  #refresh(answers: Answers, scope: Scope): void {
    const changed = this.#cache.changedSince(answers.seen);
    if (changed === undefined) {
      answers.nodes = new Map();
      for (const entry of this.#cache.nodes()) this.#look(answers, scope, entry.name);
      answers.potential = undefined;
    } else {
      for (const name of changed) this.#look(answers, scope, name);
    }
    answers.seen = this.#cache.generation;
  }

  #look(answers: Answers, scope: Scope, name: string): void {
    const entry = this.#cache.entry(name);
    const before = answers.nodes.get(name);
    if (entry?.node === undefined) {
      if (answers.nodes.delete(name)) answers.potential = undefined;
      return;
    }
    if (before?.generation === entry.generation) return;
    // A Pod that would fit by now needs no victims: the next try will show it.
    const potential = scope.judge.refusal(entry)?.resolvable === true;
    if (before?.potential !== potential) answers.potential = undefined;
    const { generation } = entry;
    if (before !== undefined) {
      Object.assign(before, { generation, potential, run: undefined, candidate: undefined });
      return;
    }
    answers.nodes.set(name, {
      nodeName: name,
      generation,
      budgetsVersion: 0,
      potential,
      run: undefined,
      candidate: undefined,
    });
  }

  #runOf(answer: NodeAnswer, scope: Scope): DryRun | undefined {
    const { run } = answer;
    if (run !== undefined && (!run.covered || answer.budgetsVersion === scope.budgetsVersion)) {
      return run;
    }
    const entry = this.#cache.entry(answer.nodeName);
    if (entry === undefined) return undefined;
    answer.run = scope.judge.dryRun(entry, scope.budgets);
    if (answer.run === undefined) return undefined;
    answer.budgetsVersion = scope.budgetsVersion;
    answer.candidate =
      "victims" in answer.run && answer.run.victims.pods.length > 0
        ? {
            nodeName: answer.nodeName,
            victims: answer.run.victims,
            harm: harmOf(answer.run.victims),
          }
        : undefined;
    return answer.run;
  }
}

/** What a Pod's answers depend on when its rules look at one node at a time. */
export function answerKey(pod: Pod, profileName: string): string {
  const { spec } = pod;
  return exactJson([
    profileName,
    priority(pod),
    spec?.nodeName,
    spec?.nodeSelector,
    spec?.affinity?.nodeAffinity,
    spec?.tolerations,
    spec?.overhead,
    spec?.resources,
    [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((container) => [
      container.resources,
      container.restartPolicy,
      container.ports?.map(({ hostPort, hostIP, protocol }) => [hostPort, hostIP, protocol]),
    ]),
    spec?.initContainers?.length ?? 0,
  ]);
}
