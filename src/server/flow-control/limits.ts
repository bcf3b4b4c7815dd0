/** What the spec of a priority level means in seats and queues. Source: apiserver, pkg/util/flowcontrol/apf_controller.go. */
import type { PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { LevelLimits } from "./priority-level.ts";

const noQueues = { queues: 0, handSize: 0, queueLengthMax: 0, requestSeatsMax: 0 } as const;
/** Of a level's own seats one request may have so many. */
const requestPart = 0.15;

/** The seats of the server, shared out among these levels: by name. Exempt ones have what shares they ask for, and are not held to them. */
export function limitsOf(
  configurations: readonly PriorityLevelConfiguration[],
  seats: number,
): ReadonlyMap<string, LevelLimits> {
  const sum = configurations.reduce((total, each) => total + sharesOf(each), 0);
  return new Map(
    configurations.map((each) => {
      const nominal = Math.ceil((seats * sharesOf(each)) / Math.max(1, sum));
      return [each.metadata.name ?? "", limitsOfOne(each, nominal, seats)];
    }),
  );
}

function sharesOf({ spec }: PriorityLevelConfiguration): number {
  if (spec?.type === "Exempt") return spec.exempt?.nominalConcurrencyShares ?? 0;
  return spec?.limited?.nominalConcurrencyShares ?? 30;
}

function limitsOfOne(
  { spec }: PriorityLevelConfiguration,
  nominal: number,
  seats: number,
): LevelLimits {
  const percentOf = (percent: number): number => Math.round((nominal * percent) / 100);
  if (spec?.type === "Exempt") {
    const lendable = percentOf(spec.exempt?.lendablePercent ?? 0);
    return { isExempt: true, nominal, lendable, borrowable: seats, ...noQueues };
  }
  const { lendablePercent = 0, borrowingLimitPercent, limitResponse } = spec?.limited ?? {};
  const borrowable = borrowingLimitPercent === undefined ? seats : percentOf(borrowingLimitPercent);
  const own = { isExempt: false, nominal, lendable: percentOf(lendablePercent), borrowable };
  if (limitResponse?.type !== "Queue") return { ...own, ...noQueues };
  const { queues = 64, handSize = 8, queueLengthLimit = 50 } = limitResponse.queuing ?? {};
  const part = Math.min(Math.ceil(nominal * requestPart), Math.floor(nominal / handSize));
  const requestSeatsMax = Math.max(1, part);
  return { ...own, requestSeatsMax, queues, handSize, queueLengthMax: queueLengthLimit };
}
