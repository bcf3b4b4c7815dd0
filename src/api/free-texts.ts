/**
 * Texts of objects from which nothing else in them follows: one may stand for another and the object is as valid, gets the same defaults
 * and warnings, and its fields have the same names. What is asked of shared parts (shared-parts.ts) relies on this table.
 */
import type { Filling } from "./blanks.ts";
import { imageTag } from "./defaults/image-tag.ts";
import type { JsonObject } from "./json.ts";
import { dnsLabel } from "./validation/names.ts";

/** Of what kind a text, or a list of texts, is: those of one kind may stand for each other. Undefined for one that may not be changed. */
export type TextKind = (filling: Filling) => string | undefined;

const core = "io.k8s.api.core.v1.";

/** By definition and field, for a struct that has it. Empty texts are as good as none: they are not free. */
const freeTexts: Readonly<Record<string, (struct: JsonObject) => TextKind>> = {
  [`${core}Container.image`]: ({ imagePullPolicy }) =>
    text((image) => image.trim() === image, imagePullPolicy ? () => "image" : pulledAs),
  [`${core}Container.args`]: () => list,
  [`${core}Container.command`]: () => list,
  // A variable that refers to another may hide it.
  [`${core}EnvVar.value`]: () => text((value) => !value.includes("$(")),
  [`${core}PodSpec.hostname`]: () => text((name) => dnsLabel(name).length === 0),
  [`${core}PersistentVolumeClaimVolumeSource.claimName`]: () => text(() => true),
};

/** What may stand in a field of a struct; undefined where the field's text matters. */
export function freeTextOf(
  definition: string,
  field: string,
  struct: JsonObject,
): TextKind | undefined {
  return freeTexts[`${definition}.${field}`]?.(struct);
}

function text(isFree: (text: string) => boolean, kindOf = (_text: string) => "text"): TextKind {
  return (filling) =>
    typeof filling === "string" && filling !== "" && isFree(filling) ? kindOf(filling) : undefined;
}

function list(filling: Filling): string | undefined {
  return typeof filling !== "string" && filling.length > 0 ? "list" : undefined;
}

/** Where a container does not say when its image is to be pulled, that follows from the tag. */
function pulledAs(image: string): string {
  return imageTag(image) === "latest" ? "always" : "if not present";
}
