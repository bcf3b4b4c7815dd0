/** A request's body as an object of the kind that is meant: decoded, checked against the schema, its oddities reported. */
import { decodeBody, jsonTextOf, type DecodedBody } from "../../api/decode/body.ts";
import { cannotBeHandled, unrecognized } from "../../api/decode/decode-error.ts";
import { checkFields } from "../../api/decode/check-fields.ts";
import { type Doubles, strictDecodingError, strictFaults } from "../../api/decode/strict-faults.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import type { PartText } from "../../api/part-texts.ts";
import { badRequest, invalid } from "../../api/status.ts";
import { invalidValue } from "../../api/validation/field-errors.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import type { CustomKind } from "../custom-resources/custom-kind.ts";
import { decodeCustom } from "../custom-resources/decode.ts";
import type { ApiRequest } from "../message.ts";
import { namedKind, otherKindFault } from "./other-kinds.ts";
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
    texts,
    stamped,
  }: {
    readonly mode: FieldValidation;
    readonly warnings: string[];
    /** What the body has the texts of is added. */
    readonly texts?: PartText[];
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
  const { kind } = expected;
  const form = expected.custom
    ? ({ formats: ["json", "yaml"] } as const)
    : { defaultKind: { apiVersion: apiVersionOf(expected), kind } };
  const decoded = decodeBody(body, contentType, { ...form, text, kind });
  if (decoded.texts) texts?.push(...decoded.texts);
  if (expected.custom) requireKind(decoded.object, { body, expected, mode });
  const { duplicateFields, keys, yamlLines, oddNumbers } = decoded;
  const named = withKind(decoded.object, expected);
  const found = { duplicateFields, keys, yamlLines, oddNumbers };
  return checkObject(named, { ...found, expected, mode, warnings });
}

export function checkObject(
  object: JsonObject,
  args: Doubles & {
    readonly expected: ExpectedKind;
    readonly mode: FieldValidation;
    readonly oddNumbers?: DecodedBody["oddNumbers"] | undefined;
    readonly warnings: string[];
    /** An object of the kind that is stored: what `object` shares with it is right. */
    readonly known?: JsonObject | undefined;
    /** Leave unknown fields to server-side apply, which refuses them itself. */
    readonly keepUnknown?: boolean;
  },
): KubeObject {
  const { expected, mode, warnings } = args;
  if (expected.custom) return decodeCustom(object, expected.custom, args);
  const checked = checkFields(object, expected.schema, args);
  const { unknownFields } = checked;
  if (args.keepUnknown && unknownFields.length > 0) {
    return { ...object, metadata: object["metadata"] ?? {} } as unknown as KubeObject;
  }
  if (unknownFields.length + args.duplicateFields.length > 0) {
    const faults = strictFaults(unknownFields, args);
    if (mode === "Strict") throw strictDecodingError(expected, faults);
    if (mode === "Warn") warnings.push(...faults.warnings);
  }
  const metadata = checked.object["metadata"];
  return {
    ...checked.object,
    apiVersion: apiVersionOf(expected),
    kind: expected.kind,
    metadata: isJsonObject(metadata) ? metadata : {},
  };
}

/** Custom resources must say themselves what they are (runtime/serializer/json/json.go: the decoder of unstructured objects). */
function requireKind(
  object: JsonObject,
  {
    body,
    expected,
    mode,
  }: {
    readonly body: Uint8Array;
    readonly expected: ExpectedKind;
    readonly mode: FieldValidation;
  },
): void {
  const { version, kind } = expected;
  if (!object["kind"]) {
    const why = `Object 'Kind' is missing in '${new TextDecoder().decode(body)}'`;
    if (mode === "Ignore") throw cannotBeHandled({ version, kind }, kind, why);
    throw unrecognized(kind, why, body);
  }
  if (!object["apiVersion"]) {
    throw badRequest(
      `the API version in the data () does not match the expected API version (${apiVersionOf(expected)})`,
    );
  }
}

/** Fills in a missing kind from what the URL says; refuses another one (apimachinery, runtime/serializer; endpoints/handlers/create.go). */
function withKind(object: JsonObject, expected: ExpectedKind): JsonObject {
  const wanted = apiVersionOf(expected);
  if (object["apiVersion"] === wanted && object["kind"] === expected.kind) return object;
  const { apiVersion, kind } = namedKind(object, expected);
  if (expected.custom === undefined) {
    const why = otherKindFault({ apiVersion, kind }, expected);
    const version = apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
    if (why !== undefined) throw cannotBeHandled({ version, kind }, expected.kind, why);
  }
  if (apiVersion !== wanted) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    );
  }
  // A custom resource is decoded whatever it calls itself, and then not valid.
  if (kind !== expected.kind) {
    const { name = "" } = isJsonObject(object["metadata"]) ? object["metadata"] : {};
    throw invalid({ group: expected.group, kind }, typeof name === "string" ? name : "", [
      invalidValue("kind", kind, `must be ${expected.kind}`),
    ]);
  }
  return { ...object, apiVersion: wanted, kind: expected.kind };
}
