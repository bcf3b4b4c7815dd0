/** The JSON of an object that is stored: what many objects share, specs and who owns what in them, is written once (shared-parts.ts). */
import { isShared, onceOf } from "../api/shared-parts.ts";
import { markedJson } from "../api/wide-integers.ts";

/** As markedJson. */
export function objectText(object: object): string {
  const { spec } = object as { readonly spec?: unknown };
  if (!isShared(spec)) return markedJson(object);
  // An integer that no number holds is written by markedJson only, which marks the whole text.
  return joined(object, memberText) ?? markedJson(object);
}

/** The text of a member, undefined where only markedJson can write it. */
type TextOf = (value: object, key: string) => string | undefined;

const memberText: TextOf = (value, key) =>
  key === "metadata" ? joined(value, metadataText) : partText(value);

const metadataText: TextOf = (value, key) => {
  if (key !== "managedFields" || !Array.isArray(value)) return partText(value);
  let text = "";
  for (const entry of value as readonly object[]) {
    const own = joined(entry, entryText);
    if (own === undefined) return undefined;
    text += text === "" ? own : `,${own}`;
  }
  return `[${text}]`;
};

const entryText: TextOf = (value, key) =>
  key === "fieldsV1" ? joined(value, partText) : partText(value);

function partText(value: object): string | undefined {
  const text = isShared(value) ? onceOf(value, objectText, markedJson) : markedJson(value);
  return text.endsWith(" ") ? undefined : text;
}

function joined(object: object, textOf: TextOf): string | undefined {
  let text = "{";
  for (const key in object) {
    const value = (object as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) continue;
    if (typeof value === "bigint") return undefined;
    const isPart = typeof value === "object" && value !== null;
    const part = isPart ? textOf(value, key) : JSON.stringify(value);
    if (part === undefined) return undefined;
    text += `${text === "{" ? "" : ","}${JSON.stringify(key)}:${part}`;
  }
  return `${text}}`;
}
