/** The body of a patch: JSON for most types, YAML or JSON for an apply configuration. */
import { decodeBody, duplicateFieldsOf } from "../../api/decode/body.ts";
import { scanJson } from "../../api/decode/json-scan.ts";
import { DecodeFault } from "../../api/decode/decode-error.ts";
import { type OddNumber, oddNumbersOf, refuseInfinite } from "../../api/decode/odd-numbers.ts";
import { strictFaults } from "../../api/decode/strict-faults.ts";
import { decodeYaml, yamlPrefix } from "../../api/decode/yaml.ts";
import { isJsonObject, type JsonArray, type JsonValue } from "../../api/json.ts";
import { goKind } from "../../api/patch/rejection.ts";
import { badRequest } from "../../api/status.ts";
import { parseExact } from "../../api/wide-integers.ts";
import type { PatchType } from "../../loop/client.ts";
import type { ApiRequest } from "../message.ts";
import type { PatchBody } from "../resource-service.ts";
import { isTrue } from "../request-info.ts";
import type { FieldValidation } from "./input.ts";

export interface AskedPatch {
  readonly type: PatchType;
  readonly mode: FieldValidation;
}

/** Throws StatusError 400 for bytes that are no patch of that type. */
export function patchBodyOf(
  { query, body = new Uint8Array() }: ApiRequest,
  asked: AskedPatch,
): PatchBody {
  const { type, mode } = asked;
  const force = isTrue(query.get("force"));
  if (type !== "apply") {
    const { patch, strictErrors, oddNumbers } = parseJson(body, { ...asked, type });
    const odd = oddNumbers === undefined ? {} : { oddNumbers };
    return { type, patch, force, mode, duplicateFields: [], strictErrors, ...odd };
  }
  const { object, duplicateFields, oddNumbers = [] } = decodeApply(body);
  refuseInfiniteIn(oddNumbers, type, "");
  // Go reads JSON as YAML here, too.
  const { yamlLines } =
    duplicateFields.length > 0 ? decodeYaml(new TextDecoder().decode(body)) : {};
  const lines = yamlLines === undefined ? {} : { yamlLines };
  return { type, patch: object, force, mode, duplicateFields, ...lines };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function parseJson(
  body: Uint8Array,
  { type, mode }: AskedPatch & { readonly type: Exclude<PatchType, "apply"> },
): Pick<PatchBody, "patch" | "oddNumbers"> & { readonly strictErrors: readonly string[] } {
  const text = decoder.decode(body);
  const lenient = mode === "Ignore";
  // Where fields are not checked, the decoders of the patch libraries are the first to read it.
  const prefix =
    type === "strategic" || (lenient && type === "json") ? "" : "error decoding patch: ";
  let patch: JsonValue;
  let duplicateFields: readonly string[];
  try {
    patch = parseExact(text);
    duplicateFields = duplicateFieldsOf(text, patch);
  } catch (error) {
    const why = scanJson(text).error ?? (error instanceof Error ? error.message : String(error));
    throw badRequest(lenient && type === "merge" ? "Invalid JSON Patch" : `${prefix}${why}`);
  }
  const numbers = oddNumbersOf(text);
  if (!lenient || type === "strategic") refuseInfiniteIn(numbers ?? [], type, prefix);
  const oddNumbers = numbers && placesOf(numbers, type, patch);
  const odd = oddNumbers === undefined ? {} : { oddNumbers };
  if (lenient) return { patch, strictErrors: [], ...odd };
  if (type === "json") {
    const { keys } = scanJson(text);
    const { errors } = strictFaults(unknownMembers(patch), { duplicateFields, keys });
    return { patch, strictErrors: errors.map((fault) => `json patch ${fault}`), ...odd };
  }
  if (type === "merge" && patch !== null && !isJsonObject(patch)) {
    throw badRequest(`${prefix}${wrongType(patch, "Go value of type map[string]interface {}")}`);
  }
  return { patch, strictErrors: strictFaults([], { duplicateFields }).errors, ...odd };
}

/** Throws StatusError 400 for a number beyond every double. */
function refuseInfiniteIn(numbers: readonly OddNumber[], type: PatchType, prefix: string): void {
  const into = type === "json" ? "Go struct field jsonPatchOp.value" : "Go value";
  try {
    for (const { text } of numbers) refuseInfinite(text, into);
  } catch (error) {
    throw error instanceof DecodeFault ? badRequest(`${prefix}${error.message}`) : error;
  }
}

/** By their places in the patched object. A strategic patch is read into doubles, and none of its numbers is odd to Go. */
function placesOf(
  numbers: readonly OddNumber[],
  type: Exclude<PatchType, "apply">,
  patch: JsonValue,
): PatchBody["oddNumbers"] {
  if (type !== "json") return type === "merge" ? numbers : undefined;
  return numbers.flatMap(({ path: [at, member, ...rest], text: digits }) => {
    const operation = Array.isArray(patch) ? (patch as JsonArray)[Number(at)] : undefined;
    if (member !== "value" || !isJsonObject(operation)) return [];
    const { op, path } = operation;
    if ((op !== "add" && op !== "replace") || typeof path !== "string") return [];
    const [, ...tokens] = path.split("/");
    const keys = tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    return [{ path: [...keys, ...rest], text: digits }];
  });
}

function wrongType(value: JsonValue, where: string): string {
  return `json: cannot unmarshal ${goKind(value)} into ${where}`;
}

const operationMembers = ["op", "path", "from", "value"];

/** The paths of members that operations do not have. Throws StatusError 400 for what is no list of operations. */
function unknownMembers(patch: JsonValue): readonly string[] {
  if (patch === null) return [];
  const refuse = (value: JsonValue, where: string) =>
    badRequest(`error decoding patch: ${wrongType(value, where)}`);
  if (!Array.isArray(patch)) throw refuse(patch, "Go value of type []handlers.jsonPatchOp");
  const unknown: string[] = [];
  for (const [at, operation] of (patch as JsonArray).entries()) {
    if (operation === null) continue;
    if (!isJsonObject(operation)) throw refuse(operation, "Go value of type handlers.jsonPatchOp");
    for (const [key, value] of Object.entries(operation)) {
      if (!operationMembers.includes(key)) unknown.push(`[${at}].${key}`);
      else if (key !== "value" && value !== null && typeof value !== "string") {
        throw refuse(value ?? null, `Go struct field jsonPatchOp.${key} of type string`);
      }
    }
  }
  return unknown;
}

/** An apply configuration is YAML by name, and mostly JSON in fact. */
function decodeApply(body: Uint8Array): ReturnType<typeof decodeBody> {
  const first = body.find(
    (byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09,
  );
  if (first !== 0x7b) return decodeBody(body, "application/yaml", { yamlPrefix });
  try {
    return decodeBody(body, "application/json");
  } catch {
    // What is no JSON may be YAML still, which allows a comma before the end; if not, the words are those of YAML.
    return decodeBody(body, "application/yaml", { yamlPrefix });
  }
}
