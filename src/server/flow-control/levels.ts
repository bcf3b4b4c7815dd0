/** The priority levels of a server: which there are, and how its seats are shared out among them by what they need. */
import type { PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { adjustmentPeriodMs, shareOut, smoothedDemand, type SeatClaim } from "./borrowing.ts";
import type { Level, SeatedRequest } from "./flows.ts";
import { limitsOf } from "./limits.ts";
import { PriorityLevel } from "./priority-level.ts";

export class Levels {
  readonly #seats: number;
  /** Those that come to their end too. */
  readonly #byName = new Map<string, Level>();
  /** Requests at work that others may see. */
  readonly #shown = new Map<Level, Set<SeatedRequest>>();
  #adjustedMs = 0;
  /** When seats are to be shared out anew, should somebody come. */
  adjustAtMs = Infinity;
  /** What part of its target each level has that its bounds do not hold. */
  fairFraction = 0;

  constructor(seats: number) {
    this.#seats = seats;
  }

  get byName(): ReadonlyMap<string, Level> {
    return this.#byName;
  }

  shownAt(level: Level): Set<SeatedRequest> {
    let shown = this.#shown.get(level);
    if (!shown) this.#shown.set(level, (shown = new Set()));
    return shown;
  }

  /** These are what there is from now on. */
  set(configurations: readonly Stored<PriorityLevelConfiguration>[], nowMs: number): void {
    const limits = limitsOf(configurations, this.#seats);
    for (const [name, own] of limits) {
      const known = this.#byName.get(name);
      if (!known) this.#byName.set(name, new PriorityLevel(name, own, nowMs));
      else {
        known.advance(nowMs);
        known.limits = own;
        known.isQuiescing = false;
      }
    }
    for (const level of this.#byName.values()) {
      if (limits.has(level.name)) continue;
      level.isQuiescing = true;
      this.endQuiescing(level);
    }
    this.adjust(nowMs);
  }

  /** Gives whether the level is gone: it was wanted no more, and its last request has ended. */
  endQuiescing(level: Level): boolean {
    if (!level.isQuiescing || !level.isIdle) return false;
    this.#byName.delete(level.name);
    this.#shown.delete(level);
    return true;
  }

  advance(nowMs: number): void {
    for (const level of this.#byName.values()) level.advance(nowMs);
    if (nowMs >= this.adjustAtMs) this.adjust(nowMs);
  }

  adjust(nowMs: number): void {
    const periods = Math.floor((nowMs - this.#adjustedMs) / adjustmentPeriodMs);
    const levels = [...this.#byName.values()];
    const claims = levels.map((level) => claimOf(level, nowMs, Math.max(1, periods)));
    const total = levels.reduce((sum, { limits }) => sum + limits.nominal, 0);
    const shares = shareOut(total, claims);
    for (const [at, level] of levels.entries()) {
      level.seats = Math.round(shares?.seats[at] ?? level.seats);
      level.seatsTarget = claims[at]?.target ?? 0;
      const { queues, queueLengthMax } = level.limits;
      level.usage.setLimits(
        level.seats > 0 ? level.seats : Math.max(1, Math.round(this.#seats / 10)),
        Math.max(1, queueLengthMax) * Math.max(1, queues),
        nowMs,
      );
    }
    this.fairFraction = shares?.fairFraction ?? this.fairFraction;
    this.#adjustedMs = nowMs;
    this.adjustAtMs = nowMs + adjustmentPeriodMs;
  }
}

/** At least what it has needed of its own lately, and what it does not lend. */
function claimOf(level: Level, nowMs: number, periods: number): SeatClaim {
  const { nominal, lendable, borrowable } = level.limits;
  const period = level.usage.takeDemand(nowMs);
  if (period) level.demand = smoothedDemand(level.demand, period, periods);
  const lower = Math.max(nominal - lendable, Math.min(nominal, level.demand.highest));
  const target = Math.max(lower, level.demand.smoothed);
  return { lower, upper: nominal + borrowable, target };
}
