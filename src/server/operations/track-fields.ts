/** Keeps managedFields true on ordinary writes: what changed belongs to the writer (KEP-555). */
import { updateManagedFields } from "../../api/apply/update.ts";
import type { KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { rfc3339 } from "../../api/time.ts";
import type { ServerCore } from "../core.ts";

type Change = Parameters<ServerCore["trackFields"]>[0];

export function trackFields(
  change: Change,
  core: Pick<ServerCore, "host" | "registry" | "schemaOf">,
): KubeObject {
  const { previous, next, target, context } = change;
  const storage = core.registry.storageOf(target.definition);
  return updateManagedFields(previous, next, {
    schema: core.schemaOf(storage),
    manager: context.fieldManager,
    apiVersion: next.apiVersion,
    subresource: target.subresource,
    resetFields: resetFields(storage, target.subresource),
    nowRfc3339: rfc3339(core.host.clock.nowMs()),
  });
}

/** What an endpoint sets back to what it was: the status, where it has an endpoint of its own, and all else there. */
export function resetFields(
  definition: ResourceDefinition,
  subresource: string,
): readonly (readonly string[])[] | undefined {
  if (subresource === "status") return [["spec"]];
  return definition.subresources.some(({ name }) => name === "status") ? [["status"]] : undefined;
}
