/** Keeps managedFields true on ordinary writes: what changed belongs to the writer (KEP-555). */
import { withManagedFields } from "../../api/apply/managed-fields.ts";
import { updateManagedFields } from "../../api/apply/update.ts";
import { convertObject } from "../../api/conversion.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { rfc3339 } from "../../api/time.ts";
import type { ServerCore } from "../core.ts";
import { versionsOf } from "./kind-versions.ts";

type Change = Parameters<ServerCore["trackFields"]>[0];

/** `next` is in the version that is stored; what changed is noted in the version that the client speaks. */
export function trackFields(
  change: Change,
  core: Pick<ServerCore, "host" | "registry" | "schemaOf" | "custom">,
): KubeObject {
  const { next, target, context } = change;
  const { definition } = target;
  const apiVersion = apiVersionOf(definition);
  const versions = versionsOf(core, definition);
  const seen = (object: KubeObject): KubeObject =>
    object.apiVersion === apiVersion
      ? object
      : convertObject(object, definition.group, definition.version);
  const before = change.previous && seen(change.previous);
  const after = seen(next);
  const tracked = updateManagedFields(before, after, {
    schema: core.schemaOf(definition),
    manager: context.fieldManager,
    apiVersion,
    subresource: target.subresource,
    resetFields: resetFields(core.registry.storageOf(definition), target.subresource),
    nowRfc3339: rfc3339(core.host.clock.nowMs()),
    versions,
  });
  return after === next ? tracked : withManagedFields(next, tracked.metadata.managedFields);
}

/** What an endpoint sets back to what it was: the status, where it has an endpoint of its own, and all else there. */
export function resetFields(
  definition: ResourceDefinition,
  subresource: string,
): readonly (readonly string[])[] | undefined {
  if (subresource === "status") return specFields;
  return definition.subresources.some(({ name }) => name === "status") ? statusFields : undefined;
}

const specFields = [["spec"]] as const;
const statusFields = [["status"]] as const;
