/** A request's body as an object of the kind that is meant: decoded, checked against the schema, its oddities reported. */
import { decodeBody, jsonTextOf, type DecodedBody } from "../../api/decode/body.ts";
import { checkFields, strictDecodingError, strictWarnings } from "../../api/decode/check-fields.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import { badRequest } from "../../api/status.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import type { CustomKind } from "../custom-resources/custom-kind.ts";
import { decodeCustom } from "../custom-resources/decode.ts";
import type { ApiRequest } from "../message.ts";
import type { StampedBodies } from "./stamped-bodies.ts";

export type FieldValidation = "Strict" | "Warn" | "Ignore";

/** The kind that a body must be. */
export interface ExpectedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: TypeSchema;
  /** Set for custom resources: their bodies are read by their own schema. */
  readonly custom?: CustomKind;
}

/**
 * Decodes and checks a body. Warnings (unknown or doubled fields under Warn) are added to `warnings`. `stamped`: where such bodies are
 * looked up, and remembered.
 */
export function readObject(
  { body = new Uint8Array(), headers }: ApiRequest,
  expected: ExpectedKind,
  {
    mode,
    warnings,
    stamped,
  }: {
    readonly mode: FieldValidation;
    readonly warnings: string[];
    readonly stamped?: StampedBodies;
  },
): KubeObject {
  const contentType = headers["content-type"];
  const text = stamped && !expected.custom ? jsonTextOf(body, contentType) : undefined;
  const known = text === undefined ? undefined : stamped?.read(text, expected.schema);
  if (known) {
    const duplicateFields: readonly string[] = [];
    const object = withKind(known.object, expected);
    return checkObject(object, { expected, mode, duplicateFields, known: known.known, warnings });
  }
  const formats = expected.custom ? ({ formats: ["json", "yaml"] } as const) : {};
  const decoded = decodeBody(body, contentType, { ...formats, text });
  const { object, duplicateFields, oddNumbers } = decoded;
  const named = withKind(object, expected);
  return checkObject(named, { expected, mode, duplicateFields, oddNumbers, warnings });
}

export function checkObject(
  object: JsonObject,
  args: {
    readonly expected: ExpectedKind;
    readonly mode: FieldValidation;
    readonly duplicateFields: readonly string[];
    readonly oddNumbers?: DecodedBody["oddNumbers"] | undefined;
    readonly warnings: string[];
    /** An object of the kind that is stored: what `object` shares with it is right. */
    readonly known?: JsonObject | undefined;
    /** Leave unknown fields to server-side apply, which refuses them itself. */
    readonly keepUnknown?: boolean;
  },
): KubeObject {
  const { expected, mode, duplicateFields, warnings } = args;
  if (expected.custom) return decodeCustom(object, expected.custom, args);
  const checked = checkFields(object, expected.schema, args);
  const { unknownFields } = checked;
  if (args.keepUnknown && unknownFields.length > 0) {
    return { ...object, metadata: object["metadata"] ?? {} } as unknown as KubeObject;
  }
  if (unknownFields.length + duplicateFields.length > 0) {
    if (mode === "Strict") throw strictDecodingError(expected, unknownFields, duplicateFields);
    if (mode === "Warn") warnings.push(...strictWarnings(unknownFields, duplicateFields));
  }
  const metadata = checked.object["metadata"];
  return {
    ...checked.object,
    apiVersion: apiVersionOf(expected),
    kind: expected.kind,
    metadata: isJsonObject(metadata) ? metadata : {},
  };
}

/** Fills in a missing kind from what the URL says; refuses another one (apimachinery, runtime/serializer). */
function withKind(object: JsonObject, expected: ExpectedKind): JsonObject {
  const apiVersion = object["apiVersion"] ?? "";
  const kind = object["kind"] ?? "";
  const wanted = apiVersionOf(expected);
  if (apiVersion !== "" && apiVersion !== wanted) {
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${wanted})`,
    );
  }
  if (kind !== "" && kind !== expected.kind) {
    throw badRequest(
      `${String(kind)} in version "${expected.version}" cannot be handled as a ${expected.kind}: no kind "${String(kind)}" is registered for version "${wanted}"`,
    );
  }
  return apiVersion === wanted && kind === expected.kind
    ? object
    : { ...object, apiVersion: wanted, kind: expected.kind };
}
