/**
 * Pods as records for the kernel. What is worked out for one Pod of a batch holds for all that are made from the same
 * template; where the search among equal nodes begins differs from Pod to Pod.
 */
import type { Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import type { PodEntries, PodRecord } from "../kernels/scheduler/records.ts";
import { KernelProfiles } from "./kernel-profiles.ts";
import { enforcedNodes, namedNodes, preferredNodes, requiredNodes } from "./node-affinity.ts";
import type { NodeQuestion } from "./node-affinity.ts";
import { hashText } from "./node-columns.ts";
import type { NodeColumns } from "./node-columns.ts";
import { Framework } from "./plugins/framework.ts";
import type { PluginRefusal } from "./plugins/framework.ts";
import { podInfoOf } from "./plugins/node-info.ts";
import { isIgnored } from "./plugins/node-resources.ts";
import { profileFramework } from "./plugins/profile-framework.ts";
import type { ClusterSnapshot } from "./plugins/snapshot.ts";
import { isEnabled, scoreWeight } from "./profile/profile.ts";
import type { SchedulerProfile } from "./profile/profile.ts";
import { exactJson } from "../api/wide-integers.ts";

export interface RecordAsk {
  readonly pod: Stored<Pod>;
  readonly profile: SchedulerProfile;
  /** Decides between nodes of equal score. */
  readonly tieOffset: number;
  /** Nodes admitted by filters that were run outside of the kernel. */
  readonly posts: PodEntries["posts"];
}

/** A record but for what only the whole batch tells. */
export type UnfinishedRecord = Omit<PodRecord, "tieOffset" | "entries"> & {
  readonly entries: Omit<PodEntries, "posts" | "gains">;
};

/** What was worked out for a template. */
export interface Draft {
  readonly unfinished: UnfinishedRecord;
  entries: PodEntries | undefined;
}

/** Why a Pod is refused before any node is looked at. */
export interface DraftRefusal {
  readonly refusal: PluginRefusal;
}

/** Plugins of which the kernel asks no more than that the Pod makes sense, and which nodes it names. */
const askedFirst = new Set(["NodeAffinity", "PodTopologySpread", "InterPodAffinity"]);

export class PodRecords {
  readonly #columns: NodeColumns;
  readonly #profiles: KernelProfiles;
  readonly #seed: number;
  readonly #drafts = new Map<string, Draft | DraftRefusal>();
  readonly #frameworks = new WeakMap<SchedulerProfile, Framework>();
  readonly #empty: ClusterSnapshot;

  constructor(columns: NodeColumns, empty: ClusterSnapshot, seed: number) {
    this.#columns = columns;
    this.#empty = empty;
    this.#seed = seed;
    this.#profiles = new KernelProfiles(columns.memory, (name) => columns.resourceRow(name));
  }

  startBatch(): void {
    this.#drafts.clear();
  }

  /** Asks all that the Pod's record needs. */
  draft(pod: Stored<Pod>, profile: SchedulerProfile): Draft | DraftRefusal {
    const key = `${profile.schedulerName} ${templateOf(pod)}`;
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      const { refusal, only } = this.#frameworkOf(profile).begin(pod, this.#empty);
      draft =
        refusal === undefined
          ? {
              unfinished: this.#unfinished(pod, profile, {
                tie: hashText(key, this.#seed),
                names: only?.nodeNames,
              }),
              entries: undefined,
            }
          : { refusal };
      this.#drafts.set(key, draft);
    }
    return draft;
  }

  #frameworkOf(profile: SchedulerProfile): Framework {
    let framework = this.#frameworks.get(profile);
    if (framework === undefined) {
      const all = profileFramework(profile).plugins;
      framework = new Framework(all.filter(({ plugin }) => askedFirst.has(plugin.name)));
      this.#frameworks.set(profile, framework);
    }
    return framework;
  }

  /** The record, once every Pod of the batch has its draft. */
  finish(draft: Draft, { pod, tieOffset, posts }: RecordAsk): PodRecord {
    if (draft.entries === undefined || posts.length > 0) {
      const gains = this.#columns.topology.gains(pod);
      draft.entries = { ...draft.unfinished.entries, posts, gains };
    }
    return { ...draft.unfinished, tieOffset, entries: draft.entries };
  }

  #unfinished(
    pod: Stored<Pod>,
    profile: SchedulerProfile,
    { tie, names }: { readonly tie: number; readonly names: ReadonlySet<string> | undefined },
  ): UnfinishedRecord {
    const { masks, scores, images, topology } = this.#columns;
    const { requests: amounts, nonZero } = podInfoOf(pod);
    const filters = (name: string): boolean => isEnabled(profile, "filter", name);
    const mask = (question: NodeQuestion | undefined): number =>
      question === undefined || !filters("NodeAffinity") ? -1 : masks.ask(question);
    const column = (plugin: string, question: NodeQuestion | undefined): number =>
      question === undefined || scoreWeight(profile, plugin) === 0 ? -1 : scores.ask(question);
    const added = profile.args.NodeAffinity.addedAffinity;
    const ports = this.#columns.portBits(pod);
    const requests = this.#columns.requestRow(amounts);
    const { resources } = profile.args.NodeResourcesBalancedAllocation;
    return {
      ...topology.parts(pod, profile),
      requiredNode: -1,
      selectorMask: mask(requiredNodes(pod)),
      namesMask: mask(names === undefined ? undefined : namedNodes(names)),
      enforcedMask: mask(enforcedNodes(added)),
      preferredColumn: column("NodeAffinity", preferredNodes(pod, added)),
      imageColumn: column("ImageLocality", images.question(pod)),
      bestEffort: resources.every(({ name }) => (amounts.get(name) ?? 0) === 0),
      tie,
      profile: this.#profiles.indexOf(profile),
      nonZero,
      requests,
      needs: this.#needs(amounts, profile),
      toleratedTaints: this.#toleratedTaints(pod, profile),
      portConflicts: filters("NodePorts") ? ports.conflicts : [],
      portsTaken: ports.taken,
    };
  }

  #needs(amounts: ReadonlyMap<string, number>, profile: SchedulerProfile): readonly number[] {
    if (!isEnabled(profile, "filter", "NodeResourcesFit")) return [];
    const args = profile.args.NodeResourcesFit;
    const wanted = [...amounts].filter(([name]) => !isIgnored(name, args));
    return this.#columns.requestRow(new Map(wanted));
  }

  /** A profile without the filter tolerates everything, as far as filtering goes. */
  #toleratedTaints(pod: Stored<Pod>, profile: SchedulerProfile): readonly number[] {
    return [
      ...this.#columns.toleratedBits(pod),
      ...(isEnabled(profile, "filter", "NodeUnschedulable") ? [] : [0]),
      ...(isEnabled(profile, "filter", "TaintToleration") ? [] : this.#columns.hardTaintBits()),
    ];
  }
}

/** Everything that a record is made from: Pods of which it is the same get the same record. */
function templateOf({ metadata, spec }: Stored<Pod>): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return exactJson([
    metadata.namespace,
    metadata.labels,
    metadata.deletionTimestamp === undefined ? 0 : 1,
    owner?.uid,
    spec?.nodeSelector,
    spec?.affinity,
    spec?.tolerations,
    spec?.topologySpreadConstraints,
    spec?.overhead,
    spec?.resources,
    (spec?.containers ?? []).map(containerFacts),
    (spec?.initContainers ?? []).map(containerFacts),
    (spec?.volumes ?? []).flatMap((volume) => volume.image?.reference ?? []),
  ]);
}

function containerFacts({
  image,
  ports,
  resources,
  restartPolicy,
}: {
  readonly image?: string;
  readonly ports?: readonly unknown[];
  readonly resources?: { readonly requests?: unknown };
  readonly restartPolicy?: string;
}): readonly unknown[] {
  return [image, ports, resources?.requests, restartPolicy];
}
