/**
 * A request's body as a custom object: metadata read, unknown fields pruned and reported, nulls that are not allowed dropped. Types are
 * checked later, by validation (apiextensions-apiserver, customresource_handler.go: schemaCoercingDecoder).
 */
import { type Doubles, strictFaults } from "../../api/decode/strict-faults.ts";
import { cannotBeHandled, DecodeFault } from "../../api/decode/decode-error.ts";
import { type OddNumber, refuseInfinite } from "../../api/decode/odd-numbers.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import { dropRefusedNulls } from "../../api/structural-schema/defaults.ts";
import {
  coerceEmbedded,
  MalformedMetadata,
  readMetadata,
  salvageMetadata,
} from "../../api/structural-schema/object-meta.ts";
import { pruneObject } from "../../api/structural-schema/prune.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import type { CustomKind } from "./custom-kind.ts";

export interface CustomDecodeOptions extends Doubles {
  readonly mode: "Strict" | "Warn" | "Ignore";
  readonly warnings: string[];
  readonly oddNumbers?: readonly OddNumber[] | undefined;
  /** Apply configurations say themselves what they do not know. */
  readonly keepUnknown?: boolean;
}

/** Throws StatusError 400 for metadata that is none, and for what Strict refuses. */
export function decodeCustom(
  object: JsonObject,
  kind: CustomKind,
  options: CustomDecodeOptions,
): KubeObject {
  const { mode, duplicateFields, yamlLines, oddNumbers = [], warnings } = options;
  const { keepUnknown = false } = options;
  const { definition } = kind;
  const refuse = (why: string) => cannotBeHandled(definition, definition.kind, why);
  for (const { text } of oddNumbers) {
    try {
      refuseInfinite(text);
    } catch (error) {
      throw error instanceof DecodeFault ? refuse(error.message) : error;
    }
  }
  const given = object["metadata"];
  let metadata: JsonObject = {};
  const unknownFields: string[] = [];
  if (given !== undefined) {
    try {
      const read = readMetadata(given);
      const keepsUnknown = keepUnknown && isJsonObject(given) && read.unknownFields.length > 0;
      metadata = keepsUnknown ? given : read.metadata;
      if (!keepUnknown) {
        unknownFields.push(...read.unknownFields.map((field) => `metadata.${field}`));
      }
    } catch (error) {
      if (error instanceof MalformedMetadata) throw refuse(error.message);
      throw error;
    }
  }
  const coerced = keepUnknown ? { value: object, unknownFields: [] } : coerce(object, kind, refuse);
  unknownFields.push(...coerced.unknownFields);
  const doubled = strictFaults([], { duplicateFields, yamlLines });
  const unknown = strictFaults(unknownFields, { duplicateFields: [] });
  const texts = [...doubled.errors, ...unknown.errors];
  if (texts.length > 0 && mode === "Strict") {
    throw refuse(`strict decoding error: ${texts.join(", ")}`);
  }
  if (mode === "Warn") warnings.push(...doubled.warnings, ...unknown.warnings);
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...body } = coerced.value;
  return { apiVersion: apiVersionOf(definition), kind: definition.kind, metadata, ...body };
}

function coerce(
  object: JsonObject,
  { schema }: CustomKind,
  refuse: (why: string) => Error,
): { readonly value: JsonObject; readonly unknownFields: readonly string[] } {
  const pruned = pruneObject(object, schema);
  const errors: FieldErrors = [];
  const { value, unknownFields } = coerceEmbedded(errors, dropRefusedNulls(pruned.value, schema), {
    schema,
    path: "",
    drop: false,
  });
  const [first] = errors;
  if (first) throw refuse(`${first.field}: ${first.message}`);
  return {
    value: value as JsonObject,
    unknownFields: [...pruned.unknownFields, ...unknownFields],
  };
}

/**
 * What is stored, or came from a webhook, as an object of the kind's version: pruned, nulls dropped, malformed metadata dropped. The very
 * input when it is in order.
 */
export function coerceStored(object: KubeObject, { schema }: CustomKind): KubeObject {
  const json = object as unknown as JsonObject;
  const pruned = dropRefusedNulls(pruneObject(json, schema).value, schema);
  const { value } = coerceEmbedded([], pruned, { schema, path: "", drop: true });
  const coerced = value as JsonObject;
  const metadata = coerced["metadata"];
  if (isJsonObject(metadata)) return coerced as unknown as KubeObject;
  return { ...coerced, metadata: salvageMetadata(metadata ?? null) } as unknown as KubeObject;
}
