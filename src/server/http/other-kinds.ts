/**
 * What is said of a body that names another kind than its URL's: a kind that is known is decoded, and found to be of another type; one
 * that is not known is no kind at all (apimachinery, runtime: serializer/versioning, conversion, NewNotRegisteredErrForKind).
 */
import { internalError, invalid } from "../../api/status.ts";
import { unreadableKind } from "../../api/decode/decode-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import { definitionOfKind } from "../../api/schema/definitions.ts";
import { quote } from "../../api/validation/field-errors.ts";

/** The kind of a URL. */
export interface KindOfUrl {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The API version and the kind that a body names, the URL's where it names none. */
export interface NamedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export function namedKind(
  body: Readonly<Record<string, JsonValue | undefined>>,
  url: KindOfUrl,
): NamedKind {
  return {
    apiVersion: named(body["apiVersion"]) || apiVersionOf(url),
    kind: named(body["kind"]) || url.kind,
  };
}

/**
 * The decoder's words for what a patch has made, whose text they may repeat: of a kind that cannot be read, or is none of the URL's,
 * or, for a custom object, is not said. Undefined where it is decoded.
 */
export function patchedKindFault(
  object: JsonObject,
  url: KindOfUrl & { readonly custom?: unknown },
): string | ((text: string) => string) | undefined {
  const fault = unreadableKind(object);
  if (fault !== undefined) return fault;
  if (!url.custom) return otherKindFault(namedKind(object, url), url);
  if (!object["kind"]) return (text) => `Object 'Kind' is missing in '${text}'`;
  if (object["apiVersion"] !== null) return undefined;
  return ".apiVersion accessor error: <nil> is of the type <nil>, expected string";
}

/**
 * A custom object is read whatever it says of its kind; that it may not change is for validation to say, which keeps the kind of
 * subresources. Without a version nobody knows what to call it. Source: ValidateTypeMeta; objectMetaAndKind.
 */
export function checkCustomKind(
  object: Readonly<Record<string, JsonValue | undefined>>,
  url: KindOfUrl,
  subresource: string,
): void {
  const kind = named(object["kind"]);
  const apiVersion = named(object["apiVersion"]);
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  if (version === "")
    throw internalError("Object 'apiVersion' is missing in 'object has no apiVersion field'");
  if (subresource !== "") return;
  const faults = [
    { field: "kind", value: kind, wanted: url.kind },
    { field: "apiVersion", value: apiVersion, wanted: apiVersionOf(url) },
  ].filter(({ value, wanted }) => value !== wanted);
  if (faults.length === 0) return;
  const { metadata } = object;
  const name = isJsonObject(metadata) ? named(metadata["name"]) : "";
  throw invalid(
    { group, kind },
    name,
    faults.map(({ field, value, wanted }) => ({
      type: "FieldValueInvalid",
      field,
      message: `Invalid value: ${quote(value)}: must be ${wanted}`,
    })),
  );
}

function named(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The decoder's words for a kind that is none of the URL's; undefined for the URL's own, in whatever version. */
export function otherKindFault(body: NamedKind, url: KindOfUrl): string | undefined {
  const { apiVersion, kind } = body;
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const isOfType = kind === url.kind && packageOf(group) === packageOf(url.group);
  if (kind === url.kind && apiVersion === apiVersionOf(url)) return undefined;
  if (!isRegistered(body)) {
    // Versions that came before are known for as long as they are in the scheme.
    if (isOfType && /^v\d+(alpha|beta)\d+$/.test(version)) return undefined;
    const where = ownSchemes.has(url.group) ? "" : ` in scheme ${quote(scheme)}`;
    return `no kind ${quote(kind)} is registered for version ${quote(apiVersion)}${where}`;
  }
  if (isOfType) return undefined;
  return `converting (${version}.${kind}) to (${packageOf(url.group)}.${url.kind}): unknown conversion`;
}

/** Where pkg/api/legacyscheme makes the scheme of nearly every kind. */
const scheme = "pkg/api/legacyscheme/scheme.go:30";
/** Groups whose servers have schemes of their own, which Kubernetes names by lines of other files. */
const ownSchemes = new Set(["apiextensions.k8s.io", "apiregistration.k8s.io"]);

function isRegistered({ apiVersion, kind }: NamedKind): boolean {
  return (
    definitionOfKind(apiVersion, kind) !== undefined || (apiVersion === "v1" && kind === "List")
  );
}

/** What Go calls the type of the objects at a URL, as they are inside of the server. */
export function goTypeAt(url: KindOfUrl & { readonly custom?: unknown }, isList: boolean): string {
  const list = isList ? "List" : "";
  if (url.custom) return `*unstructured.Unstructured${list}`;
  return `*${packageOf(url.group)}.${url.kind}${list}`;
}

/** The package of a group's internal types: its first word, but for three. */
function packageOf(group: string): string {
  if (group === "" || group === "events.k8s.io") return "core";
  return group.split(".", 1)[0] ?? group;
}
