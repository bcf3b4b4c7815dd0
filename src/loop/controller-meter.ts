/** What a controller counts of its work beyond its queue: told by the runner of every key that has been worked on. */
import type { MetricFamily } from "../api/prometheus.ts";
import type { Listers } from "./controller.ts";
import type { Plan } from "./plan.ts";

export interface Sync {
  readonly view: unknown;
  readonly plan: Plan;
  /** How long it took, the writes included. */
  readonly seconds: number;
  readonly nowMs: number;
  /** Some action of the plan could not be carried out: it will be tried again. */
  readonly failed: boolean;
}

export interface ControllerMeter {
  synced(sync: Sync): void;
  /** `listers`: of what the controllers watch, for what is counted when somebody asks. */
  families(listers: Pick<Listers, "of">): readonly MetricFamily[];
}

/** A new meter for each set of running controllers, by the controller's name. */
export type ControllerMeters = Readonly<Record<string, () => ControllerMeter>>;
