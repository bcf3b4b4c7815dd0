/** Answers of objects as a client asked for them. A stored object's own bytes are used wherever they are the answer. */
import { hasMessage, inEnvelope } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import type { Stored } from "../../api/object.ts";
import type { Scale } from "../../api/generated/types.ts";
import { customScaleColumns } from "../../api/table/custom-printer.ts";
import { partialObjectMetadata, tableFor } from "../../api/table/table.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ApiResponse } from "../message.ts";
import type { ListPage } from "../operations/read.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { encodeList } from "./encode-list.ts";
import { respondMadeList } from "./made-list.ts";
import { respondEncoded, respondMessage, respondValue } from "./respond.ts";
import { contentOf } from "./stored-contents.ts";
import { shownKind, viewOf, type View } from "./view.ts";

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
  const shown = () => viewOf(core, target, { object: entry.object, view }) as JsonObject;
  const kind = shownKind(target.definition, accepted);
  if (accepted.format === "protobuf" && hasMessage(kind)) {
    const body = inEnvelope(kind, contentOf(entry, kind, shown));
    return respondMessage(body, { kind: kind.kind, value: shown }, status);
  }
  return respondValue(shown(), accepted, status);
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

export function respondList(
  core: ServerCore,
  target: Target,
  { page, view }: { page: ListPage; view: View },
): Soon<ApiResponse> {
  const { entries, revision, continueToken, remainingItemCount } = page;
  const metadata = {
    resourceVersion: String(revision),
    ...(continueToken === undefined ? {} : { continue: continueToken }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
  const { as, format } = view.accepted;
  if (as === "object" && format === "json" && !target.definition.storedAs) {
    const list = encodeList(target.definition, { metadata, entries }, core.slices);
    return whenReady(list, (body) => respondEncoded(body));
  }
  return respondMadeList(core, target, { entries, metadata, view });
}
