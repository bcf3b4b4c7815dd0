/** Objects as a client asked for them. A stored object's own bytes are used wherever they are the answer. */
import { apiVersionOf, type KubeObject, type Stored } from "../../api/object.ts";
import { convertObject } from "../../api/conversion.ts";
import type { Scale } from "../../api/generated/types.ts";
import { customScaleColumns } from "../../api/table/custom-printer.ts";
import { partialObjectMetadata, tableFor } from "../../api/table/table.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ApiResponse } from "../message.ts";
import type { ListPage } from "../operations/read.ts";
import type { Accepted } from "./accept.ts";
import { encodeList } from "./encode-list.ts";
import { respondEncoded, respondValue } from "./respond.ts";

/** What the Table rows carry of each object: `?includeObject=`. */
export type IncludeObject = "None" | "Metadata" | "Object";

export interface View {
  readonly accepted: Accepted;
  readonly includeObject: IncludeObject;
}

export function servedObject(target: Target, object: Stored<KubeObject>): Stored<KubeObject> {
  const { definition } = target;
  if (object.apiVersion === apiVersionOf(definition)) return object;
  return convertObject(object, definition.group, definition.version) as Stored<KubeObject>;
}

/** What a write has stored: its text as it stands, since bytes are made for those who read it more often. */
export function respondWritten(
  core: ServerCore,
  target: Target,
  args: { entry: StoredEntry; view: View; status: number },
): ApiResponse {
  const { entry, view, status } = args;
  const { as, format } = view.accepted;
  const isOwnText = as === "object" && format === "json" && !target.definition.storedAs;
  return isOwnText && entry.text !== undefined
    ? respondEncoded(`${entry.text}\n`, status)
    : respondEntry(core, target, args);
}

export function respondEntry(
  core: ServerCore,
  target: Target,
  args: { entry: StoredEntry; view: View; status?: number },
): ApiResponse {
  const { entry, view, status = 200 } = args;
  const { accepted } = view;
  if (accepted.as === "object" && accepted.format === "json") {
    if (!target.definition.storedAs) return respondEncoded(entry.json, status);
  }
  return respondValue(viewOf(core, target, { object: entry.object, view }), accepted, status);
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

/** The scale of an object as the client asked for it. */
export function respondScale(
  core: ServerCore,
  target: Target,
  args: { scale: Stored<Scale>; view: View; status?: number },
): ApiResponse {
  const { scale, view, status = 200 } = args;
  const { accepted, includeObject } = view;
  const { metaVersion } = accepted;
  switch (accepted.as) {
    case "object":
      return respondValue(scale, accepted, status);
    case "PartialObjectMetadata":
      return respondValue(partialObjectMetadata(scale, metaVersion), accepted, status);
    case "Table": {
      const table = tableFor({ group: "autoscaling", kind: "Scale" }, [scale], {
        customColumns: target.definition.custom ? customScaleColumns : undefined,
        nowMs: core.host.clock.nowMs(),
        includeObject,
        noHeaders: false,
        metaVersion,
      });
      const { resourceVersion } = scale.metadata;
      const whole = { ...table, metadata: { resourceVersion } };
      return respondValue(whole, accepted, status);
    }
  }
}

/** Items of built-in kinds have their kind from the list. */
function withoutKind(object: KubeObject): object {
  const { kind: _kind, apiVersion: _version, ...rest } = object;
  return rest;
}

export function respondList(
  core: ServerCore,
  target: Target,
  args: { page: ListPage; view: View },
): ApiResponse {
  const { page, view } = args;
  const { accepted } = view;
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.continueToken === undefined ? {} : { continue: page.continueToken }),
    ...(page.remainingItemCount === undefined
      ? {}
      : { remainingItemCount: page.remainingItemCount }),
  };
  const { definition } = target;
  if (accepted.as === "object" && accepted.format === "json" && !definition.storedAs) {
    return respondEncoded(encodeList(target.definition, metadata, page.entries));
  }
  const objects = page.entries.map((entry) => servedObject(target, entry.object));
  const meta = `meta.k8s.io/${accepted.metaVersion}`;
  switch (accepted.as) {
    case "Table": {
      const table = tableFor(definition, objects, {
        customColumns: core.custom.kindOf(definition)?.columns,
        nowMs: core.host.clock.nowMs(),
        includeObject: view.includeObject,
        noHeaders: false,
        metaVersion: accepted.metaVersion,
      });
      return respondValue({ ...table, metadata }, accepted);
    }
    case "PartialObjectMetadata": {
      const items = objects.map((object) => partialObjectMetadata(object, accepted.metaVersion));
      const list = { kind: "PartialObjectMetadataList", apiVersion: meta, metadata, items };
      return respondValue(list, accepted);
    }
    case "object":
      return respondValue(
        {
          kind: `${definition.kind}List`,
          apiVersion: apiVersionOf(definition),
          metadata,
          items: definition.custom ? objects : objects.map(withoutKind),
        },
        accepted,
      );
  }
}
