/** How a client wants to see objects, and an object as it is seen then. */
import { convertObject } from "../../api/conversion.ts";
import type { TypeMeta } from "../../api/encode/protobuf.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { partialObjectMetadata, tableFor } from "../../api/table/table.ts";
import type { ServerCore, Target } from "../core.ts";
import type { Accepted } from "./accept.ts";

/** What the Table rows carry of each object: `?includeObject=`. */
export type IncludeObject = "None" | "Metadata" | "Object";

export interface View {
  readonly accepted: Accepted;
  readonly includeObject: IncludeObject;
}

/** A stored object in the version that it was asked for in. */
export function servedObject(target: Target, object: Stored<KubeObject>): Stored<KubeObject> {
  const { definition } = target;
  if (object.apiVersion === apiVersionOf(definition)) return object;
  return convertObject(object, definition.group, definition.version) as Stored<KubeObject>;
}

/** One object as the client asked for it: itself, a Table of one row, or its metadata. */
export function viewOf(
  core: ServerCore,
  target: Target,
  args: { object: Stored<KubeObject>; view: View; noHeaders?: boolean },
): unknown {
  const { accepted, includeObject } = args.view;
  const object = servedObject(target, args.object);
  switch (accepted.as) {
    case "object":
      return object;
    case "PartialObjectMetadata":
      return partialObjectMetadata(object, accepted.metaVersion);
    case "Table": {
      const table = tableFor(target.definition, [object], {
        customColumns: core.custom.kindOf(target.definition)?.columns,
        nowMs: core.host.clock.nowMs(),
        includeObject,
        noHeaders: args.noHeaders ?? false,
        metaVersion: accepted.metaVersion,
      });
      return { ...table, metadata: { resourceVersion: object.metadata.resourceVersion } };
    }
  }
}

/** What an object is shown as, alone, in a list or in an event. */
export function shownKind(definition: ResourceDefinition, { as, metaVersion }: Accepted): TypeMeta {
  return as === "object"
    ? { apiVersion: apiVersionOf(definition), kind: definition.kind }
    : { apiVersion: `meta.k8s.io/${metaVersion}`, kind: as };
}
