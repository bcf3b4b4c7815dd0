/**
 * Parts that many objects have in common, as Pods have the spec of the template that they are stamped from. What follows from such a
 * part alone is worked out for the first of those objects, and holds for all the others. For parts that nobody has shared, everything
 * is worked out each time, at the cost of one look-up. Parts that differ from each other in free texts only (free-texts.ts) are
 * variants of one that has blanks there: they share what follows from it.
 */
import {
  cutText,
  type CutText,
  type Filled,
  filledIn,
  type Filling,
  joinedText,
  type Markers,
  type Places,
  placesIn,
} from "./blanks.ts";
import { deepFreeze } from "./json.ts";

/** What was found for a part, by question. */
interface Findings {
  readonly answers: Map<unknown, unknown>;
  readonly blanks?: Blanks;
}

/** Of a part that has blanks. */
interface Blanks {
  readonly markers: Markers;
  readonly places: Places;
  text: CutText | undefined;
}

/** A part that is another one filled in; what was found is that one's. */
interface Variant extends Findings {
  readonly base: object;
  readonly fillings: readonly Filling[];
}

const known = new WeakMap<object, Findings>();

/** A class over this one adds to an object that is there what nobody else can see. */
const Onto = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/** That a part is a variant, kept in the part itself: each object that is posted has some, too many for a map of weak keys. */
class VariantMark extends Onto {
  readonly #variant: Variant;

  constructor(part: object, variant: Variant) {
    super(part);
    this.#variant = variant;
  }

  static of(part: object): Variant | undefined {
    return #variant in part ? part.#variant : undefined;
  }
}

function findingsOf(part: object): Findings | Variant | undefined {
  return VariantMark.of(part) ?? known.get(part);
}

/** Marks a part as one that more objects are going to have, and freezes it. `markers`: of the blanks that it has. */
export function share<T extends object>(part: T, markers?: Markers): T {
  if (isShared(part)) return part;
  const places = markers && placesIn(part, markers);
  const blanks = markers && places ? { blanks: { markers, places, text: undefined } } : {};
  known.set(deepFreeze(part), { answers: new Map(), ...blanks });
  return part;
}

/** A shared part with its blanks filled in, `fillings` by their numbers; the very part if it has none. */
export function variantOf<T extends object>(
  base: T,
  fillings: readonly Filling[],
  before?: Filled,
): T {
  const { answers, blanks } = known.get(base) ?? {};
  if (!answers || !blanks) return base;
  const copy = filledIn(base, blanks.places, before ? { fillings, before } : { fillings });
  return Object.freeze(new VariantMark(copy, { answers, base, fillings })) as unknown as T;
}

/** Whether a value is a part that was shared. */
export function isShared(part: unknown): part is object {
  return typeof part === "object" && part !== null && findingsOf(part) !== undefined;
}

/** The same for a shared part and all its variants; undefined for what nobody shares. */
export function likenessOf(part: unknown): object | undefined {
  return typeof part === "object" && part !== null ? findingsOf(part)?.answers : undefined;
}

/**
 * The answer to `question` for `part`: `work` must follow from the part alone, not from its free texts either, and is called once for a
 * shared part and its variants, each time for any other. The question is compared by identity: a string, a function, a schema. What
 * `work` throws is not kept.
 */
export function onceOf<P extends object, T>(part: P, question: unknown, work: (part: P) => T): T {
  const found = findingsOf(part);
  return found === undefined ? work(part) : answerOf(found, question, () => work(part));
}

function answerOf<T>({ answers }: Findings, question: unknown, work: () => T): T {
  const answer = answers.get(question);
  if (answer !== undefined || answers.has(question)) return answer as T;
  const made = work();
  answers.set(question, made);
  return made;
}

/** As onceOf, for what is made of a part: made of a shared part, it is shared as well. Free texts may be taken over as they are. */
export function derived<P extends object, T extends object>(
  part: P,
  question: unknown,
  work: (part: P) => T,
): T {
  const found = findingsOf(part);
  if (found === undefined) return work(part);
  const made = answerOf(found, question, () => madeShared(part, found, work));
  return filledAs(part, found, made);
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
  const found = findingsOf(part);
  if (found === undefined) return work(part);
  const before = found.answers.get(question) as
    | { readonly given: string; readonly made: T }
    | undefined;
  if (before?.given === given) return filledAs(part, found, before.made);
  const made = madeShared(part, found, work);
  found.answers.set(question, { given, made });
  return filledAs(part, found, made);
}

function madeShared<P extends object, T extends object>(
  part: P,
  found: Findings | Variant,
  work: (part: P) => T,
): T {
  const base = "base" in found ? (found.base as P) : part;
  return share(work(base), known.get(base)?.blanks?.markers);
}

/** What was made of the part that `part` is a variant of, as it is made of this one. */
function filledAs<P extends object, T extends object>(
  part: P,
  found: Findings | Variant,
  made: T,
): T {
  if (!("base" in found)) return made;
  if ((made as object) === found.base) return part as unknown as T;
  return variantOf(made, found.fillings, { blank: found.base, filled: part });
}

/** The JSON of a part as `write` gives it, written once for a shared part and its variants. */
export function textOnce(part: object, write: (part: object) => string): string {
  const found = findingsOf(part);
  if (found === undefined) return write(part);
  if (!("base" in found)) return answerOf(found, write, () => write(part));
  const blanks = known.get(found.base)?.blanks;
  if (!blanks) return write(part);
  blanks.text ??= cutText(write(found.base), blanks.markers);
  return joinedText(blanks.text, found.fillings);
}
