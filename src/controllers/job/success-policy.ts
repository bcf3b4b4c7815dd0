/** Whether enough of an Indexed Job has succeeded to call it done: spec.successPolicy. Source: pkg/controller/job/success_policy.go. */
import type { Job } from "../../api/generated/types.ts";
import { parseIndexes } from "./indexes.ts";

/** What the first rule that is met is told by; undefined when none is. */
export function metSuccessRule({ spec }: Job, completed: ReadonlySet<number>): string | undefined {
  for (const [index, rule] of (spec?.successPolicy?.rules ?? []).entries()) {
    const { succeededIndexes, succeededCount } = rule;
    const asked = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes);
    const reached = asked
      ? [...asked].filter((each) => completed.has(each)).length
      : completed.size;
    const needed = succeededCount ?? asked?.size;
    if (needed !== undefined && reached >= needed) return `Matched rules at index ${index}`;
  }
  return undefined;
}
