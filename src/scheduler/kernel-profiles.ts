/** Scheduler profiles as the kernel scores by them: resources as rows, weights of plugins that are not asked as 0. */
import type { SchedulerMemory } from "../kernels/scheduler/memory.ts";
import { profileWords } from "../kernels/scheduler/records.ts";
import type { KernelProfile } from "../kernels/scheduler/records.ts";
import { scoreWeight } from "./profile/profile.ts";
import type { SchedulerProfile } from "./profile/profile.ts";

/** Shapes are configured from 0 to 10. */
const shapeFactor = 10;

export class KernelProfiles {
  readonly #memory: SchedulerMemory;
  readonly #rowOf: (resource: string) => number | undefined;
  readonly #indexes = new Map<SchedulerProfile, number>();

  /** `rowOf`: the kernel's row of a resource, undefined for what scheduling does not count. */
  constructor(memory: SchedulerMemory, rowOf: (resource: string) => number | undefined) {
    this.#memory = memory;
    this.#rowOf = rowOf;
  }

  /** The index of a profile's record; written when the profile is first asked for. */
  indexOf(profile: SchedulerProfile): number {
    let index = this.#indexes.get(profile);
    if (index === undefined) {
      index = this.#indexes.size;
      const record = this.#toKernel(profile);
      this.#memory.grow({ profiles: index + 1, profileWords: profileWords(record) });
      this.#memory.writeProfile(index, record);
      this.#indexes.set(profile, index);
    }
    return index;
  }

  #toKernel(profile: SchedulerProfile): KernelProfile {
    const { scoringStrategy: strategy } = profile.args.NodeResourcesFit;
    const { resources } = profile.args.NodeResourcesBalancedAllocation;
    const shape = strategy.requestedToCapacityRatio?.shape ?? [];
    return {
      weights: {
        fit: scoreWeight(profile, "NodeResourcesFit"),
        balanced: scoreWeight(profile, "NodeResourcesBalancedAllocation"),
        taint: scoreWeight(profile, "TaintToleration"),
        affinity: scoreWeight(profile, "NodeAffinity"),
        image: scoreWeight(profile, "ImageLocality"),
        spread: scoreWeight(profile, "PodTopologySpread"),
        podAffinity: scoreWeight(profile, "InterPodAffinity"),
      },
      strategy: strategy.type,
      fit: strategy.resources.flatMap(({ name, weight }) => {
        const resource = this.#rowOf(name);
        return resource === undefined ? [] : [{ resource, weight }];
      }),
      balanced: resources.flatMap(({ name }) => this.#rowOf(name) ?? []),
      shape: shape.map(({ utilization, score }) => ({ utilization, score: score * shapeFactor })),
    };
  }
}
