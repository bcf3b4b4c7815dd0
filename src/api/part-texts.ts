/** The JSON that parts of an object came in: where a part is stored as it came, its text need not be written again. */

export interface PartText {
  readonly part: object;
  /** What JSON.stringify makes of the part, but for the order of members whose names are numbers. */
  readonly text: string;
}

/** The text of the very part; undefined where it is not among them. */
export function textOf(part: object, texts: readonly PartText[]): string | undefined {
  for (const each of texts) if (each.part === part) return each.text;
  return undefined;
}
