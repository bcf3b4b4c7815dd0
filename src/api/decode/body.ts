/**
 * A request body as an object: JSON, YAML or protobuf by its content type. Knows nothing of schemas beyond protobuf's own;
 * check-fields.ts looks at what came out. Follows apimachinery, pkg/runtime/serializer.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { type StatusError, unsupportedMediaType } from "../status.ts";
import type { PartText } from "../part-texts.ts";
import { hasWideDigits, parseExact } from "../wide-integers.ts";
import {
  cannotBeHandled,
  DecodeFault,
  unreadable,
  unreadableKind,
  unrecognized,
} from "./decode-error.ts";
import { countKeys } from "./json-limits.ts";
import { scanJson } from "./json-scan.ts";
import { type JsonTokens, tokensOf } from "./json-tokens.ts";
import { type OddNumber, oddNumbersOf } from "./odd-numbers.ts";
import { decodeProtobuf } from "./protobuf.ts";
import { decodeYaml } from "./yaml.ts";

export interface DecodedBody {
  /** Plain JSON, not frozen; empty for an empty YAML document or JSON null. */
  readonly object: JsonObject;
  /** Fields that the text gives twice (the last one counts), as Kubernetes prints their paths. Never any for protobuf. */
  readonly duplicateFields: readonly string[];
  /** Where there are such fields: see strict-faults.ts. */
  readonly keys?: readonly string[];
  readonly yamlLines?: readonly string[];
  /** Numbers whose text matters to integers; see checkFields. */
  readonly oddNumbers?: readonly OddNumber[];
  /** Of the longer members, where the body has them as they would be written here. */
  readonly texts?: readonly PartText[];
}

export type BodyFormat = "json" | "yaml" | "protobuf";

export interface DecodeOptions {
  /** The kind that the handler expects, for the words of a refusal. */
  readonly kind?: string;
  /** Default: all three. Custom resources have no protobuf. */
  readonly formats?: readonly BodyFormat[];
  /** As decodeYaml takes it. */
  readonly yamlPrefix?: string;
  /** Kind and version of a protobuf body whose envelope names none. */
  readonly defaultKind?: { readonly apiVersion: string; readonly kind: string };
  /** What jsonTextOf has given for the same body. */
  readonly text?: string | undefined;
}

const mediaTypes: Readonly<Record<BodyFormat, string>> = {
  json: "application/json",
  yaml: "application/yaml",
  protobuf: "application/vnd.kubernetes.protobuf",
};
const allFormats: readonly BodyFormat[] = ["json", "yaml", "protobuf"];

/**
 * Decodes a body. No content type means JSON. Integers that no number holds are bigints (wide-integers.ts). Throws StatusError only:
 * 400 when the bytes are no such thing, 415 when the content type is none of `formats`.
 */
export function decodeBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  options: DecodeOptions = {},
): DecodedBody {
  const format = negotiate(contentType, options.formats ?? allFormats);
  try {
    if (format === "json") return decodeJsonText(options.text ?? textOf(bytes));
    if (format === "yaml") {
      const { value, ...found } = decodeYaml(new TextDecoder().decode(bytes), options.yamlPrefix);
      return { ...found, object: asObject(value) };
    }
    return { object: decodeProtobuf(bytes, options.defaultKind), duplicateFields: [] };
  } catch (error) {
    throw refusal(error, bytes, options.kind);
  }
}

function refusal(error: unknown, bytes: Uint8Array, kind: string | undefined): StatusError | Error {
  if (!(error instanceof DecodeFault)) return error as Error;
  if (error.typed === undefined) return unrecognized(kind, error.message, bytes);
  return cannotBeHandled(error.typed, kind ?? error.typed.kind, error.message);
}

function negotiate(contentType: string | undefined, formats: readonly BodyFormat[]): BodyFormat {
  if (contentType === mediaTypes.json && formats.includes("json")) return "json";
  const mediaType = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType === "") return formats[0] ?? "json";
  const format = formats.find((name) => mediaTypes[name] === mediaType);
  if (format !== undefined) return format;
  const accepted = formats.map((name) => mediaTypes[name]).join(", ");
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );
}

const jsonDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a JSON body; undefined for a body of another kind. */
export function jsonTextOf(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  return !contentType || contentType === mediaTypes.json ? textOf(bytes) : undefined;
}

function textOf(bytes: Uint8Array): string {
  return jsonDecoder.decode(bytes);
}

/** A body of JSON text. Throws DecodeFault. */
export function decodeJsonText(text: string): DecodedBody {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    const why = scanJson(text).error ?? (error as Error).message;
    throw new DecodeFault(`couldn't get version/kind; json parse error: ${why}`, undefined);
  }
  const object = asObject(value);
  const tokens = tokensOf(text);
  const duplicateFields = duplicateFieldsOf(text, object, tokens);
  const oddNumbers = oddNumbersOf(text, tokens);
  if (oddNumbers === undefined && duplicateFields.length === 0) {
    const texts = textsOf(text, object, tokens);
    return texts.length === 0 ? { object, duplicateFields } : { object, duplicateFields, texts };
  }
  const keys = duplicateFields.length > 0 ? { keys: scanJson(text).keys } : {};
  if (oddNumbers === undefined) return { object, duplicateFields, ...keys };
  const isWide = oddNumbers.some((number) => hasWideDigits(number.text));
  const exact = isWide ? asObject(parseExact(text)) : object;
  return { object: exact, duplicateFields, ...keys, oddNumbers };
}

function textsOf(text: string, object: JsonObject, { members }: JsonTokens): readonly PartText[] {
  const texts: PartText[] = [];
  for (const { key, start, end } of members) {
    const part = object[key];
    if (typeof part === "object" && part !== null)
      texts.push({ part, text: text.slice(start, end) });
  }
  return texts;
}

/**
 * The fields that a text has twice, given its value; cheap where there are none. Throws DecodeFault as countKeys does.
 */
export function duplicateFieldsOf(
  text: string,
  value: JsonValue,
  tokens: JsonTokens = tokensOf(text),
): readonly string[] {
  return countKeys(value) === tokens.keys ? [] : scanJson(text).duplicates;
}

function asObject(value: JsonValue): JsonObject {
  if (value === null) return {};
  if (!isJsonObject(value)) {
    throw new DecodeFault(unreadable(value));
  }
  const fault = unreadableKind(value);
  if (fault !== undefined) throw new DecodeFault(fault);
  return value;
}
