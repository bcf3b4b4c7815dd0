/** What the closures of one evaluation share. */
import type { CostMeter } from "./cost.ts";
import { CelError } from "./errors.ts";
import { spendError } from "./text-work.ts";
import type { CelValue } from "./values.ts";

/** What one evaluation works with. */
export interface Frame {
  /** The variables of folds, by slot. */
  readonly locals: (CelValue | undefined)[];
  /** Undefined for a variable that has no value. */
  variable(name: string): CelValue | undefined;
  readonly cost: CostMeter;
}

/** Throws CelError, CostLimitExceeded or RegexTooCostly. */
export type Step = (frame: Frame) => CelValue;

/** A value, or the error that took its place; the end of the budget is thrown. */
export function attempt(step: Step, frame: Frame): CelValue | CelError {
  try {
    return step(frame);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    spendError();
    return error;
  }
}
