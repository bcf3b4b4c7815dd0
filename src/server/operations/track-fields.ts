/** Keeps managedFields true on ordinary writes: what changed belongs to the writer (KEP-555). */
import type { KindVersions } from "../../api/apply/field-write.ts";
import { managedFieldsError, withManagedFields } from "../../api/apply/managed-fields.ts";
import { updateManagedFields } from "../../api/apply/update.ts";
import { convertObject } from "../../api/conversion.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import { rfc3339 } from "../../api/time.ts";
import type { ServerCore } from "../core.ts";
import type { Soon } from "../custom-resources/versions.ts";
import { withVersions } from "./awaited-conversions.ts";
import { resetFields } from "./reset-fields.ts";

type Change = Parameters<ServerCore["trackFields"]>[0];

/**
 * `next` is in the version that is stored; what changed is noted in the version that the client speaks. Where a webhook cannot
 * convert it for the other owners, it has none any more (apimachinery, managedfields/internal/fieldmanager.go: UpdateNoErrors).
 */
export function trackFields(
  change: Change,
  core: Pick<ServerCore, "host" | "registry" | "schemaOf" | "custom">,
): Soon<KubeObject> {
  const tracked = withVersions(core, change.target.definition, (versions) =>
    trackIn(versions, change, core),
  );
  return tracked instanceof Promise
    ? tracked.catch(() => withManagedFields(change.next, undefined))
    : tracked;
}

function trackIn(
  versions: KindVersions,
  change: Change,
  core: Pick<ServerCore, "host" | "registry" | "schemaOf" | "custom">,
): KubeObject {
  const { next, target, context, asked } = change;
  const { definition } = target;
  const apiVersion = apiVersionOf(definition);
  const seen = (object: KubeObject): KubeObject =>
    object.apiVersion === apiVersion
      ? object
      : convertObject(object, definition.group, definition.version);
  const before = change.previous && seen(change.previous);
  const after = seen(next);
  const tracked = updateManagedFields(before, isReset(asked) ? withReset(after) : after, {
    schema: core.schemaOf(definition),
    manager: context.fieldManager,
    apiVersion,
    subresource: target.subresource,
    resetFields: resetFields(
      core.registry.storageOf(definition),
      target.subresource,
      core.custom.kindOf(definition) !== undefined,
    ),
    nowRfc3339: target.subresource === "scale" ? undefined : rfc3339(core.host.clock.nowMs()),
    versions,
  });
  return after === next ? tracked : withManagedFields(next, tracked.metadata.managedFields);
}

type Entries = KubeObject["metadata"]["managedFields"];

/** An empty list resets the owners; Go's types, whose form an object has by now, do not write it. */
function isReset(asked: Entries): boolean {
  return Array.isArray(asked) && asked.length === 0;
}

function withReset(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields: [] } };
}

/**
 * `admitted` with managedFields that can be read: where admission has made others of those of `object`, they are set back,
 * and a warning says so (apiserver, fieldmanager/admission.go).
 */
export function withValidOwners(
  admitted: KubeObject,
  object: KubeObject,
  warnings: string[],
): KubeObject {
  const { managedFields } = admitted.metadata;
  if (managedFields === object.metadata.managedFields) return admitted;
  const error = managedFieldsError(managedFields);
  if (error === undefined) return admitted;
  warnings.push(
    `.metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests: ${error}`,
  );
  return withManagedFields(admitted, object.metadata.managedFields);
}
