/**
 * Parts of objects with blanks: values that are alike but for a few texts, an image here and a variable's value there. Such a part is
 * kept once, with a marker in place of each of those texts, and others are made of it by filling in.
 */
import { isJsonObject } from "./json.ts";

/** What stands in a blank: a text, or a whole list of texts. */
export type Filling = string | readonly string[];

/** Which blank a marker stands for. Where a list is blank, it has the marker as its only item. */
export type Markers = ReadonlyMap<string, number>;

/** Where a part has blanks: the members or items that lead to one, or are one. */
export interface Places {
  readonly entries: readonly (readonly [key: string | number, below: Places | number])[];
}

/** Undefined for a value without blanks. */
export function placesIn(value: unknown, markers: Markers): Places | undefined {
  const found: [string | number, Places | number][] = [];
  const look = (key: string | number, each: unknown): void => {
    const sole = Array.isArray(each) && each.length === 1 ? (each[0] as unknown) : each;
    const below =
      (typeof sole === "string" ? markers.get(sole) : undefined) ?? placesIn(each, markers);
    if (below !== undefined) found.push([key, below]);
  };
  if (Array.isArray(value)) for (const [at, item] of value.entries()) look(at, item);
  else if (isJsonObject(value)) for (const key of Object.keys(value)) look(key, value[key]);
  return found.length > 0 ? { entries: found } : undefined;
}

/** A part with blanks, and what it is with them filled in; undefined where there is none. */
export interface Filled {
  readonly blank: unknown;
  readonly filled: unknown;
}

/**
 * A copy of `value` with its blanks filled in, frozen but for itself; `fillings`, by number, are frozen. What it has in common with
 * `before`, which has the same fillings, is taken from there.
 */
export function filledIn<T extends object>(
  value: T,
  { entries }: Places,
  { fillings, before }: { readonly fillings: readonly Filling[]; readonly before?: Filled },
): T {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Members;
  const blanks = before?.blank as Members | undefined;
  const filled = before?.filled as Members | undefined;
  for (const [key, below] of entries) {
    const inner = copy[key];
    if (typeof below === "number") copy[key] = fillings[below];
    else if (inner === blanks?.[key]) copy[key] = filled?.[key];
    else {
      const known = { blank: blanks?.[key], filled: filled?.[key] };
      copy[key] = Object.freeze(filledIn(inner as object, below, { fillings, before: known }));
    }
  }
  return copy as T;
}

type Members = Record<string | number, unknown>;

/** The JSON of a part, cut where its blanks are: `pieces[0]`, blank `order[0]`, `pieces[1]`, ... */
export interface CutText {
  readonly pieces: readonly string[];
  readonly order: readonly number[];
}

/** Cuts the JSON of a part that has markers. */
export function cutText(text: string, markers: Markers): CutText {
  const pieces: string[] = [];
  const order: number[] = [];
  let from = 0;
  const found = [...markers].flatMap(([marker, blank]) => {
    const quoted = JSON.stringify(marker);
    const hits: { readonly at: number; readonly length: number; readonly blank: number }[] = [];
    for (let at = text.indexOf(quoted); at >= 0; at = text.indexOf(quoted, at + 1)) {
      hits.push({ at, length: quoted.length, blank });
    }
    return hits;
  });
  for (const { at, length, blank } of found.sort((a, b) => a.at - b.at)) {
    pieces.push(text.slice(from, at));
    order.push(blank);
    from = at + length;
  }
  pieces.push(text.slice(from));
  return { pieces, order };
}

/** The JSON of the part with its blanks filled in. */
export function joinedText({ pieces, order }: CutText, fillings: readonly Filling[]): string {
  let text = pieces[0] ?? "";
  for (const [at, blank] of order.entries())
    text += jsonOf(fillings[blank]) + (pieces[at + 1] ?? "");
  return text;
}

/** Of a list, what stands between its brackets: the marker is an item. */
function jsonOf(filling: Filling | undefined): string {
  if (typeof filling === "string") return JSON.stringify(filling);
  return JSON.stringify(filling).slice(1, -1);
}
