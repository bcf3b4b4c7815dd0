/** What a client wants back: plain objects, a Table, or metadata only, as JSON or YAML (apiserver, pkg/endpoints/handlers/negotiation). */
import { notAcceptable } from "../../api/status.ts";

export interface Accepted {
  readonly as: "object" | "Table" | "PartialObjectMetadata";
  /** The version of meta.k8s.io that the Table or metadata is written in. */
  readonly metaVersion: "v1" | "v1beta1";
  readonly format: "json" | "yaml";
}

const plain: Accepted = { as: "object", metaVersion: "v1", format: "json" };

/**
 * Chooses the first acceptable form. Protobuf is answered with JSON, which every client accepts. Throws 406. What is never stored has
 * no other form than its own.
 */
export function negotiate(header: string | undefined, hasOtherForms = true): Accepted {
  if (header === undefined || header.trim() === "") return plain;
  if (!hasOtherForms) return chosen(header, false);
  let found = remembered.get(header);
  if (found === undefined) {
    found = chosen(header, true);
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(header, found);
  }
  return found;
}

/** What the last headers asked for: clients send theirs again and again. */
const remembered = new Map<string, Accepted>();
const rememberedMax = 1000;

function chosen(header: string, hasOtherForms: boolean): Accepted {
  for (const range of header.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const accepted = acceptedOf(type.toLowerCase(), new Map(parameters.map(splitParameter)));
    if (accepted && (hasOtherForms || accepted.as === "object")) return accepted;
  }
  throw notAcceptable(
    "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  );
}

function splitParameter(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function acceptedOf(type: string, parameters: ReadonlyMap<string, string>): Accepted | undefined {
  const yaml = type === "application/yaml";
  const json =
    type === "application/json" ||
    type === "application/vnd.kubernetes.protobuf" ||
    type === "*/*" ||
    type === "application/*";
  if (!yaml && !json) return undefined;
  const format = yaml ? "yaml" : "json";
  const as = parameters.get("as");
  if (as === undefined) return { ...plain, format };
  if (parameters.get("g") !== "meta.k8s.io") return undefined;
  const version = parameters.get("v");
  if (version !== "v1" && version !== "v1beta1") return undefined;
  if (as === "Table") return { as, metaVersion: version, format };
  if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") {
    return { as: "PartialObjectMetadata", metaVersion: version, format };
  }
  return undefined;
}
