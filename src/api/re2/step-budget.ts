/**
 * How much work regular expressions may do together. One search is linear in its text, but a short expression may unfold to
 * thousands of states, and one request may bring thousands of texts: whoever runs expressions of users bounds all of them at once.
 */

/** Steps of the machine, of some 20 to 50 ns each: a quarter of a second at most. */
export const stepsMax = 5_000_000;

/** The searches would take too long. */
export class RegexTooCostly extends Error {
  constructor() {
    super("the regular expression takes too many steps");
    this.name = "RegexTooCostly";
  }
}

/** What is left of the budget in force; undefined outside of `withinStepBudget`. Everything here is synchronous, so one will do. */
let left: number | undefined;

/** Runs searches on one common budget; within another budget, on that one. */
export function withinStepBudget<T>(run: () => T): T {
  if (left !== undefined) return run();
  left = stepsMax;
  try {
    return run();
  } finally {
    left = undefined;
  }
}

/** A budget for what is done in several goes: the answer runs each of them, with what those before have left. */
export function sharedStepBudget(): <T>(run: () => T) => T {
  let rest = stepsMax;
  return (run) => {
    if (left !== undefined) return run();
    left = rest;
    try {
      return run();
    } finally {
      rest = left;
      left = undefined;
    }
  };
}

/** Of the budget in force; 0 where there is none. */
export function stepsLeft(): number {
  return left ?? 0;
}

/** Counts steps against the budget in force. Throws RegexTooCostly. */
export function spendSteps(steps: number): void {
  if (left === undefined) return;
  left -= steps;
  if (left < 0) throw new RegexTooCostly();
}
