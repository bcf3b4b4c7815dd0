/**
 * What long texts and large values cost in time: many calls cost 1 whatever the length of their texts (`charAt`, `size`, `format`), or how
 * much is in what they compare, so that cel-go's
 * count alone would let an expression run for minutes. Counted apart from its cost, in the steps that regular expressions share.
 */
import { spendSteps } from "../re2/step-budget.ts";

/** Characters that are looked at in the time of one step. */
const charactersOfStep = 32;

/** To be called before a text of so many UTF-16 units is gone through or made. Throws RegexTooCostly. */
export function spendText(length: number): void {
  if (length > charactersOfStep) spendSteps(Math.trunc(length / charactersOfStep));
}

/** Elements or members that are compared or copied in the time of one step. */
const elementsOfStep = 8;

/** Of a list or a map itself, before its first element. */
const stepsOfContainer = 4;

/** To be called before so many elements of a list or members of a map are gone through. Throws RegexTooCostly. */
export function spendElements(count: number): void {
  spendSteps(stepsOfContainer + count / elementsOfStep);
}

/** Steps for each element that is looked up by what it is. */
const stepsOfLookup = 4;

/** To be called before so many elements are told apart by their keys. Throws RegexTooCostly. */
export function spendLookups(count: number): void {
  spendSteps(count * stepsOfLookup);
}

/** Of an error that is caught: throwing it is what takes the time. */
const stepsOfError = 16;

export function spendError(): void {
  spendSteps(stepsOfError);
}
