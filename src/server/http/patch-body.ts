/** The body of a patch: JSON for most types, YAML or JSON for an apply configuration. */
import { decodeBody } from "../../api/decode/body.ts";
import { countKeys } from "../../api/decode/json-limits.ts";
import { decodeYaml } from "../../api/decode/yaml.ts";
import type { JsonValue } from "../../api/json.ts";
import { badRequest } from "../../api/status.ts";
import type { PatchType } from "../../loop/client.ts";
import type { ApiRequest } from "../message.ts";
import type { PatchBody } from "../resource-service.ts";
import { isTrue } from "../request-info.ts";
import type { FieldValidation } from "./input.ts";

/** Throws StatusError 400 for bytes that are no patch of that type. */
export function patchBodyOf(
  { query, body = new Uint8Array() }: ApiRequest,
  type: PatchType,
  mode: FieldValidation,
): PatchBody {
  const force = isTrue(query.get("force"));
  if (type !== "apply") {
    return { type, patch: parseJsonPatchBody(body), force, mode, duplicateFields: [] };
  }
  const { object, duplicateFields } = decodeApply(body);
  // Go reads JSON as YAML here, too.
  const { strictFault } =
    duplicateFields.length > 0 ? decodeYaml(new TextDecoder().decode(body)) : {};
  const fault = strictFault === undefined ? {} : { strictFault };
  return { type, patch: object, force, mode, duplicateFields, ...fault };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseJsonPatchBody(body: Uint8Array): JsonValue {
  let text: string;
  try {
    text = decoder.decode(body);
    const patch = JSON.parse(text) as JsonValue;
    countKeys(patch);
    return patch;
  } catch (error) {
    throw badRequest(
      `error decoding patch: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** An apply configuration is YAML by name, and mostly JSON in fact. */
function decodeApply(body: Uint8Array): ReturnType<typeof decodeBody> {
  const first = body.find(
    (byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09,
  );
  return decodeBody(body, first === 0x7b ? "application/json" : "application/yaml");
}
