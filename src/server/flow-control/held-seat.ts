/** A request with its seats, or waiting for them: what its level, its flow and whoever serves it see of it. */
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import type { FlowCounts } from "./flow-metrics.ts";
import { distinguisherOf, type Flow, type Seat, type WaitingRequest } from "./flows.ts";
import type { LevelRequest } from "./priority-level.ts";
import type { WorkEstimate } from "./work-estimate.ts";

interface SeatKeeper {
  /** Its answer takes time. */
  lasts(seat: HeldSeat): void;
  /** Its answer is there. */
  ended(seat: HeldSeat): void;
}

export class HeldSeat implements Seat, WaitingRequest {
  readonly flow: Flow;
  readonly user: UserInfo;
  readonly info: RequestInfo;
  readonly arrivedMs: number;
  startedMs: number;
  /** Undefined while its answer is not there. */
  endedMs: number | undefined = undefined;
  estimate: WorkEstimate;
  arrivalR = 0;
  queue: LevelRequest["queue"] = undefined;
  /** Whether others may see it at work. */
  isShown = false;
  /** Called when it may run after it had to wait. */
  onRun: (() => void) | undefined = undefined;
  readonly #keeper: SeatKeeper;
  #isHeld = true;

  constructor(
    keeper: SeatKeeper,
    flow: Flow,
    request: Pick<HeldSeat, "user" | "info" | "arrivedMs" | "estimate">,
  ) {
    this.#keeper = keeper;
    this.flow = flow;
    this.user = request.user;
    this.info = request.info;
    this.arrivedMs = request.arrivedMs;
    this.startedMs = request.arrivedMs;
    this.estimate = request.estimate;
  }

  get headers(): Seat["headers"] {
    return this.flow.headers;
  }

  get counts(): FlowCounts {
    return this.flow.counts;
  }

  get waitedMs(): number {
    return this.startedMs - this.arrivedMs;
  }

  get schema(): string {
    return this.flow.schema.metadata.name;
  }

  get distinguisher(): string {
    return distinguisherOf(this.flow.schema, this.user, this.info);
  }

  run(nowMs: number): void {
    this.startedMs = nowMs;
    this.onRun?.();
  }

  lasts(): void {
    this.#keeper.lasts(this);
  }

  /** Released twice counts once. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#keeper.ended(this);
  }
}
