/** The JSON of an object that is stored: what many objects share, specs and who owns what in them, is written once (shared-parts.ts). */
import { textOf, type PartText } from "../api/part-texts.ts";
import { isShared, textOnce } from "../api/shared-parts.ts";
import { rememberingTexts } from "../api/text-memo.ts";
import { markedJson } from "../api/wide-integers.ts";

/** As markedJson. `texts`: of parts of the object that need not be written again. */
export function objectText(object: object, texts: readonly PartText[] = noTexts): string {
  const { spec } = object as { readonly spec?: unknown };
  if (texts.length === 0 && !isShared(spec)) return markedJson(object);
  const memberText: TextOf = (value, key) =>
    key === "metadata" ? joined(value, metadataText) : (textOf(value, texts) ?? partText(value));
  // An integer that no number holds is written by markedJson only, which marks the whole text.
  const text = joined(object, memberText);
  if (text === undefined) return markedJson(object);
  // To look at a letter makes engines put a text of others together: as long as it is not, all of those are kept.
  return texts.length > 0 && text.charCodeAt(text.length - 1) !== closingBrace
    ? markedJson(object)
    : text;
}

const closingBrace = 0x7d;

const noTexts: readonly PartText[] = Object.freeze([]);

/** The text of a member, undefined where only markedJson can write it. */
type TextOf = (value: object, key: string) => string | undefined;

const metadataText: TextOf = (value, key) => {
  if (key !== "managedFields" || !Array.isArray(value)) return partText(value);
  let text = "";
  for (const entry of value as readonly object[]) {
    const own = joined(entry, entryText, knownText);
    if (own === undefined) return undefined;
    text += text === "" ? own : `,${own}`;
  }
  return `[${text}]`;
};

const entryText: TextOf = (value, key) =>
  key === "fieldsV1" && !isShared(value) ? joined(value, partText) : partText(value);

function partText(value: object): string | undefined {
  const text = textOnce(value, markedJson);
  return text.endsWith(" ") ? undefined : text;
}

const stringText = (value: string): string => JSON.stringify(value);
/** Of what is of few values: the names of members, those of writers. */
const knownText = rememberingTexts(stringText);

function joined(
  object: object,
  textOf: TextOf,
  ofString: (value: string) => string = stringText,
): string | undefined {
  let text = "{";
  for (const key in object) {
    const value = (object as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) continue;
    if (typeof value === "bigint") return undefined;
    const part =
      typeof value === "string"
        ? ofString(value)
        : typeof value === "object" && value !== null
          ? textOf(value, key)
          : JSON.stringify(value);
    if (part === undefined) return undefined;
    text += `${text === "{" ? "" : ","}${knownText(key)}:${part}`;
  }
  return `${text}}`;
}
