/**
 * Parts that many objects have in common, as Pods have the spec of the template that they are stamped from. What follows from such a
 * part alone is worked out for the first of those objects, and holds for all the others. For parts that nobody has shared, everything
 * is worked out each time, at the cost of one look-up.
 */
import { deepFreeze } from "./json.ts";

/** What was found for each part, by question. */
const findings = new WeakMap<object, Map<unknown, unknown>>();

/** Marks a part as one that more objects are going to have, and freezes it. */
export function share<T extends object>(part: T): T {
  if (!findings.has(part)) findings.set(deepFreeze(part), new Map());
  return part;
}

/** Whether a value is a part that was shared. */
export function isShared(part: unknown): part is object {
  return typeof part === "object" && part !== null && findings.has(part);
}

/**
 * The answer to `question` for `part`: `work` must follow from the part alone, and is called once for a shared part, each time for any
 * other. The question is compared by identity: a string, a function, a schema. What `work` throws is not kept.
 */
export function onceOf<P extends object, T>(part: P, question: unknown, work: (part: P) => T): T {
  const found = findings.get(part);
  if (found === undefined) return work(part);
  const known = found.get(question);
  if (known !== undefined || found.has(question)) return known as T;
  const answer = work(part);
  found.set(question, answer);
  return answer;
}

/** As onceOf, for what is made of a part: made of a shared part, it is shared as well. */
export function derived<P extends object, T extends object>(
  part: P,
  question: unknown,
  work: (part: P) => T,
): T {
  return isShared(part) ? onceOf(part, question, (shared) => share(work(shared))) : work(part);
}

/**
 * As derived, for what also follows from something outside of the part, told by `given`: only the answer for what was given last is
 * kept.
 */
export function derivedFrom<P extends object, T extends object>(
  part: P,
  { question, given }: { readonly question: unknown; readonly given: string },
  work: (part: P) => T,
): T {
  const found = findings.get(part);
  if (found === undefined) return work(part);
  const known = found.get(question) as { readonly given: string; readonly answer: T } | undefined;
  if (known?.given === given) return known.answer;
  const answer = share(work(part));
  found.set(question, { given, answer });
  return answer;
}
