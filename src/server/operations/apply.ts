/** Server-side apply as the API server's handler does it: what a configuration must be, and the object that it makes (apiserver, endpoints/handlers/patch.go: applyPatcher). */
import { yamlPrefix } from "../../api/decode/yaml.ts";
import { apply, checkConfiguration, objectTypeText } from "../../api/apply/apply.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../../api/object.ts";
import { badRequest, conflict } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { checkObject, type ExpectedKind } from "../http/input.ts";
import type { PatchBody } from "../resource-service.ts";
import { withVersions } from "./awaited-conversions.ts";
import { checkIdentity } from "./metadata.ts";
import { resetFields } from "./reset-fields.ts";

/** A Scale's owners are told as a Scale has them, whatever object they are of. */
const asScale = { apiVersion: "autoscaling/v1", field: ".spec.replicas" } as const;

/**
 * The configuration in a body. What does not fit is told by server-side apply, where it would find it; the decoder's words are
 * for the rest. Throws StatusError 400 or 500.
 */
export function configurationOf(
  { patch }: PatchBody,
  expected: ExpectedKind,
  check: (object: JsonObject, keepUnknown: boolean) => KubeObject,
): KubeObject {
  if (!isJsonObject(patch)) throw badRequest("the body of an apply patch must be an object");
  const { apiVersion, kind } = patch;
  if (apiVersion !== apiVersionOf(expected) || kind !== expected.kind) {
    throw badRequest(`invalid object type: ${objectTypeText(apiVersion, kind)}`);
  }
  try {
    const checked = check(patch, true);
    if (expected.custom) return checked;
    // Merged as it was written: nulls have owners, too, and another spelling of a quantity is another value.
    return { ...patch, apiVersion, kind, metadata: checked.metadata };
  } catch (error) {
    if (!expected.custom) checkConfiguration(patch, expected.schema);
    throw error;
  }
}

/** The merged object as its kind's type writes it. */
function inForm(
  merged: KubeObject,
  expected: ExpectedKind,
  live: Stored<KubeObject> | undefined,
): KubeObject {
  return checkObject(merged as unknown as JsonObject, {
    known: live as unknown as JsonObject | undefined,
    expected,
    mode: "Ignore",
    duplicateFields: [],
    warnings: [],
  });
}

export interface ApplyRequest {
  readonly target: Target;
  readonly context: WriteContext;
  readonly body: PatchBody;
  readonly expected: ExpectedKind;
  /** Of the object itself, also where a Scale was applied. */
  readonly config: KubeObject;
}

/**
 * `live` in the version that is applied, with the configuration applied to it. Rejects with StatusError 400, 409 for conflicts, or 500.
 */
export async function appliedObject(
  core: ServerCore,
  live: Stored<KubeObject> | undefined,
  { target, context, body, expected, config }: ApplyRequest,
): Promise<KubeObject> {
  const { definition, subresource, name } = target;
  const isScale = subresource === "scale";
  const applied = withVersions(core, definition, (versions) =>
    apply(live, config, {
      schema: core.schemaOf(definition),
      versions,
      manager: context.fieldManager,
      force: body.force,
      apiVersion: apiVersionOf(definition),
      subresource,
      resetFields: resetFields(definition, subresource, expected.custom !== undefined),
      ...(isScale ? { shownAs: asScale } : { nowRfc3339: rfc3339(core.host.clock.nowMs()) }),
    }),
  );
  const merged = applied instanceof Promise ? await applied : applied;
  const object = expected.custom || isScale ? merged : inForm(merged, expected, live);
  if (body.yamlLines !== undefined && body.mode === "Strict") {
    const lines = ["yaml: unmarshal errors:", ...body.yamlLines].join("\n  ");
    throw badRequest(`error strict decoding YAML: ${yamlPrefix}${lines}`);
  }
  const { uid } = config.metadata;
  if (live === undefined && uid) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(definition, name, why);
  }
  checkIdentity(target, { ...object.metadata, namespace: "" });
  return object;
}
