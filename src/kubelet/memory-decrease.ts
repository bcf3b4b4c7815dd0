/**
 * Whether less memory would do: what a Pod or a container uses already is not taken from it. Follows kuberuntime_manager.go
 * (validateMemoryResizeAction) and test/e2e/common/node/pod_level_resources_resize.go.
 */
import type { ResourceRequirements } from "../api/generated/types.ts";
import { quantityValue } from "../api/quantity.ts";
import type { ContainerRuntime, ResourceConfig, RuntimeContainer } from "./container-runtime.ts";

export interface MemoryDecrease {
  readonly runtime: Pick<ContainerRuntime, "stats">;
  readonly uid: string;
  /** Of the Pod as a whole. */
  readonly whole: {
    readonly before: ResourceRequirements | undefined;
    readonly after: ResourceRequirements | undefined;
  };
  /** Containers that are to have something else without a restart. */
  readonly updates: readonly {
    readonly container: RuntimeContainer;
    readonly wanted: { readonly config: ResourceConfig };
    readonly actual: { readonly config: ResourceConfig };
  }[];
  readonly signal: AbortSignal;
}

/** Why a limit cannot be lowered so far; undefined when none is, or there is room. Asks the runtime only where one is. */
export async function memoryRefusal(of: MemoryDecrease): Promise<string | undefined> {
  const { whole, updates } = of;
  const limit = memoryLimit(whole.after);
  const lowersWhole = isLower(memoryLimit(whole.before), limit);
  const lowered = updates.filter(({ actual, wanted }) =>
    isLower(actual.config.memoryLimitBytes, wanted.config.memoryLimitBytes),
  );
  if (!lowersWhole && lowered.length === 0) return undefined;
  const stats = (await of.runtime.stats(of.signal)).filter(({ podUid }) => podUid === of.uid);
  const refusals: string[] = [];
  const check = (what: string, to: number, usage: number): void => {
    if (usage < to) return;
    refusals.push(`attempting to set ${what} memory limit (${to}) below current usage (${usage})`);
  };
  if (lowersWhole) {
    const usage = stats.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    check("pod", limit, usage);
  }
  for (const { container, wanted } of lowered) {
    const usage = stats.find((each) => each.container === container.name)?.memoryBytes ?? 0;
    const what = `container ${JSON.stringify(container.name)}`;
    check(what, wanted.config.memoryLimitBytes, usage);
  }
  if (refusals.length === 0) return undefined;
  const all = refusals.length === 1 ? refusals[0] : `[${refusals.join(", ")}]`;
  return `cannot decrease memory limits: ${all}`;
}

/** 0: none. */
function memoryLimit(resources: ResourceRequirements | undefined): number {
  const limit = resources?.limits?.["memory"];
  return limit === undefined ? 0 : (quantityValue(limit) ?? 0);
}

function isLower(before: number, after: number): boolean {
  return after > 0 && (before === 0 || after < before);
}
