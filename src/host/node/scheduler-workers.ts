/** How many worker threads may place Pods together on this machine. Light enough for the command line to import at once. */
import { availableParallelism } from "node:os";
import { PARTS_MAX } from "../../kernels/scheduler/layout.ts";

/** One a core, as they wait for each other awake; the kernel knows PARTS_MAX. */
export function schedulerWorkersMax(): number {
  return Math.min(PARTS_MAX, availableParallelism());
}
