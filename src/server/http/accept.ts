/** What a client wants back: plain objects, a Table, or metadata only, as JSON, YAML or protobuf (apiserver, pkg/endpoints/handlers/negotiation). */
import { notAcceptable } from "../../api/status.ts";
import { type AcceptedForm, firstAcceptable, type Transform } from "./accept-clauses.ts";

export interface Accepted {
  readonly as: "object" | "Table" | "PartialObjectMetadata";
  /** The version of meta.k8s.io that the Table or metadata is written in. */
  readonly metaVersion: "v1" | "v1beta1";
  /** Protobuf means JSON where what is answered has no message. */
  readonly format: AcceptedForm;
  /** Metadata of a list, and not of one object, was asked for. */
  readonly ofList?: true;
}

/** What an endpoint can give: `own` objects in their own form alone, `custom` all but protobuf of the objects themselves. */
export type Offer = "all" | "own" | "custom";

const plain: Accepted = { as: "object", metaVersion: "v1", format: "json" };

/**
 * Chooses the first acceptable form, by the clauses' weights and order.
 * Throws 406, which names the streams where the endpoint has some. What is never stored has no other form than its own.
 */
export function negotiate(
  header: string | undefined,
  offer: Offer = "all",
  streams = false,
): Accepted {
  if (header === undefined || header === "") return plain;
  const known = remembered[offer];
  let found = known.get(header);
  if (found === undefined) {
    if (offer !== "custom") checkRouted(header, streams ? [...produced, ...streamed] : produced);
    found = firstAcceptable(header, (form, transform) => acceptedOf(form, transform, offer));
    if (found === undefined) throw nothingAcceptable();
    if (known.size >= rememberedMax) known.clear();
    known.set(header, found);
  }
  return found;
}

const produced = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
const streamed = [
  "application/json;stream=watch",
  "application/vnd.kubernetes.protobuf;stream=watch",
];

/** Whether a route's media types are asked for by name, or any: it knows no `application/*`, and no weights. Throws 406 in its words. */
export function checkRouted(
  header: string | undefined,
  available: readonly string[] = produced,
): void {
  if (header === undefined || header === "") return;
  const asked = header.split(",").map((range) => range.split(";", 1)[0]?.replace(/^ +| +$/g, ""));
  if (asked.some((type) => type === "*/*" || available.includes(type ?? ""))) return;
  throw notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${available.join(", ")}`);
}

/** The form of what has no other: Status and discovery documents. Undefined where none is acceptable. */
export function plainFormat(header: string | undefined): AcceptedForm | undefined {
  return firstAcceptable(header, (form, transform) => (transform ? undefined : form));
}

const onlyThese = "only the following media types are accepted";

/** 406. */
export function nothingAcceptable(): Error {
  return notAcceptable(`${onlyThese}: ${produced.join(", ")}`);
}

/** What the last headers asked for: clients send theirs again and again. */
const remembered: Readonly<Record<Offer, Map<string, Accepted>>> = {
  all: new Map(),
  own: new Map(),
  custom: new Map(),
};
const rememberedMax = 1000;

function acceptedOf(
  form: AcceptedForm,
  transform: Transform | undefined,
  offer: Offer,
): Accepted | undefined {
  const format = form;
  if (transform === undefined) {
    return offer === "custom" && form === "protobuf" ? undefined : { ...plain, format };
  }
  const { group, version, kind } = transform;
  if (group !== "meta.k8s.io" || (version !== "v1" && version !== "v1beta1")) return undefined;
  if (kind === "Table") {
    if (offer === "own" || form === "protobuf") return undefined;
    return { as: kind, metaVersion: version, format };
  }
  if (kind !== "PartialObjectMetadata" && kind !== "PartialObjectMetadataList") return undefined;
  if (offer === "own") return undefined;
  const ofList = kind === "PartialObjectMetadataList" ? ({ ofList: true } as const) : {};
  return { as: "PartialObjectMetadata", metaVersion: version, format, ...ofList };
}

/** No stream is written in YAML. Throws 406. */
export function requireStream({ format }: Accepted): void {
  if (format === "yaml") throw notAcceptable(`${onlyThese}: ${streamed.join(", ")}`);
}

/** Metadata is of a list, or of one object, as it was asked for. `type` is the Go type of what is there. Throws 406. */
export function requireShape({ as, ofList }: Accepted, isList: boolean, type: string): void {
  if (as !== "PartialObjectMetadata" || (ofList === true) === isList) return;
  throw notAcceptable(
    isList
      ? `you requested PartialObjectMetadata, but the requested object is a list (${type})`
      : `you requested PartialObjectMetadataList, but the requested object is not a list (${type})`,
  );
}
