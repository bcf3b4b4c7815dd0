/**
 * How the seats of a server are shared out anew among its priority levels, by what each has needed lately. Source: apiserver,
 * pkg/util/flowcontrol/apf_controller.go (updateBorrowingLocked), conc_alloc.go, dropped in when somebody comes: nothing runs at idle.
 */

/** So often, at most. */
export const adjustmentPeriodMs = 10_000;
/** What was needed before counts half as much after five minutes. */
const smoothing = 0.977;
/** A level that needs nothing still takes part. */
const targetMin = 0.001;
const epsilon = 1e-7;

/** Of one level over the time since the seats were shared out the last time. */
export interface DemandOfPeriod {
  readonly highest: number;
  readonly average: number;
  readonly deviation: number;
}

export interface SeatDemand extends DemandOfPeriod {
  readonly smoothed: number;
}

export const noDemand: SeatDemand = Object.freeze({
  highest: 0,
  average: 0,
  deviation: 0,
  smoothed: 0,
});

/** `periods`: how many have gone by, each with this demand. */
export function smoothedDemand(
  before: SeatDemand,
  period: DemandOfPeriod,
  periods: number,
): SeatDemand {
  const envelope = period.average + period.deviation;
  const kept = smoothing ** periods;
  const smoothed = Math.max(envelope, kept * before.smoothed + (1 - kept) * envelope);
  return { ...period, smoothed };
}

/** What one level asks for: `target >= lower >= 0`, `upper >= lower`. */
export interface SeatClaim {
  readonly lower: number;
  readonly upper: number;
  readonly target: number;
}

export interface Shares {
  /** In the order of the claims; they sum to what was to be shared. */
  readonly seats: readonly number[];
  /** What part of its target each gets that its bounds do not hold. */
  readonly fairFraction: number;
}

/** Undefined where the bounds cannot be held. */
export function shareOut(total: number, claims: readonly SeatClaim[]): Shares | undefined {
  const targets = claims.map(({ target }) => Math.max(target, targetMin));
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
  const lowest = sum(claims.map(({ lower }) => lower));
  const highest = sum(claims.map(({ upper }) => upper));
  if (lowest - total > epsilon || total - highest > epsilon) return undefined;
  if (total === 0) return { seats: claims.map(() => 0), fairFraction: 0 };
  const at = (fraction: number): readonly number[] =>
    claims.map(({ lower, upper }, each) =>
      Math.max(lower, Math.min(upper, fraction * (targets[each] ?? 0))),
    );
  const bounds = claims
    .flatMap(({ lower, upper }, each) =>
      [lower, upper].map((bound) => bound / (targets[each] ?? 1)),
    )
    .sort((a, b) => a - b);
  // Between two bounds the sum grows evenly.
  let [below, sumBelow] = [bounds[0] ?? 0, sum(at(bounds[0] ?? 0))];
  for (const bound of bounds) {
    const sumHere = sum(at(bound));
    if (sumHere >= total) {
      const grows = sumHere - sumBelow;
      const part = grows > 0 ? (total - sumBelow) / grows : 0;
      const fairFraction = below + (bound - below) * part;
      return { seats: at(fairFraction), fairFraction };
    }
    [below, sumBelow] = [bound, sumHere];
  }
  return { seats: at(below), fairFraction: below };
}
