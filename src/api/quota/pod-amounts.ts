/** What a Pod as a whole requests and is limited to (component-helpers, resource/helpers.go). */
import type { Container, Pod, PodSpec } from "../generated/types.ts";
import { amountsOf, larger, sum, type Amounts } from "./amounts.ts";

export type Side = "requests" | "limits";
const podLevel = ["cpu", "memory"];

/** What the containers come to; what the Pod itself states takes the place of that, and the runtime's overhead comes on top. */
export function podAmounts(pod: Pod, side: Side): Amounts {
  const { spec } = pod;
  if (!spec) return new Map();
  let total = aggregateAmounts(spec, side);
  const stated = amountsOf(spec.resources?.[side]);
  if (stated.size > 0) {
    const own = [...stated].filter(([name]) => podLevel.includes(name) || isHugePages(name));
    total = new Map([...total, ...own]);
  }
  const overhead = amountsOf(spec.overhead);
  if (side === "requests") return sum(total, overhead);
  return sum(total, new Map([...overhead].filter(([name]) => total.has(name))));
}

/**
 * The sum over the containers, or what the init containers need at most where that is more: those that keep running count with all
 * that start after them.
 */
export function aggregateAmounts(spec: PodSpec, side: Side): Amounts {
  let running: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = containerAmounts(container, side);
    if (container.restartPolicy === "Always") {
      running = sum(running, own);
      peak = larger(peak, running);
    } else {
      peak = larger(peak, sum(running, own));
    }
  }
  const containers = (spec.containers ?? []).map((container) => containerAmounts(container, side));
  return larger(containers.reduce(sum, running), peak);
}

export function containerAmounts(container: Container, side: Side): Amounts {
  return amountsOf(container.resources?.[side]);
}

export function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}
