/**
 * The OpenAPI v2 documents of aggregated API servers as parts of this server's own: their paths, and what those refer to, under another
 * name where this server means something else by it. Source: kube-openapi, pkg/aggregator.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import { jsonEqual } from "../../api/patch/members.ts";

const definitionPrefix = "#/definitions/";
const parameterPrefix = "#/parameters/";
const kindsKey = "x-kubernetes-group-version-kind";

/** Deeper than any schema; others' documents are not followed further. */
const depthMax = 200;

/**
 * What a document says of the paths below a prefix: these, and the definitions that they use. Undefined where it is no document. Throws
 * Error for one that is nested too deep.
 */
export function specBelow(document: JsonValue, prefix: string): JsonObject | undefined {
  if (!isJsonObject(document) || document["swagger"] !== "2.0") return undefined;
  checkDepth(document, 0);
  const paths = objectOf(document["paths"]);
  const kept = Object.entries(paths).filter(([path]) => path.startsWith(prefix));
  return withPaths(document, Object.fromEntries<JsonValue | undefined>(kept));
}

function checkDepth(value: JsonValue | undefined, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > depthMax) throw new Error("an OpenAPI document is nested too deep");
  for (const member of Object.values(value)) checkDepth(member, depth + 1);
}

/** `own` with what it has not of the paths of `others`, the first of which comes first. */
export function mergeSpecs(own: JsonObject, others: readonly JsonObject[]): JsonObject {
  return others.reduce(merged, own);
}

function merged(into: JsonObject, from: JsonObject): JsonObject {
  const ownPaths = objectOf(into["paths"]);
  const fresh = Object.entries(objectOf(from["paths"])).filter(
    ([path]) => !Object.hasOwn(ownPaths, path),
  );
  if (fresh.length === 0) return into;
  const source = withPaths(from, Object.fromEntries<JsonValue | undefined>(fresh));
  const renamed = withoutConflicts(
    withoutConflicts(source, into, {
      key: "definitions",
      prefix: definitionPrefix,
      same: sameButKinds,
    }),
    into,
    { key: "parameters", prefix: parameterPrefix, same: jsonEqual },
  );
  return {
    ...into,
    paths: sorted({ ...objectOf(renamed["paths"]), ...ownPaths }),
    definitions: sorted(joinDefinitions(into, renamed)),
    parameters: sorted({ ...objectOf(renamed["parameters"]), ...objectOf(into["parameters"]) }),
  };
}

/** Definitions that nothing has ever used stay. */
function withPaths(document: JsonObject, paths: JsonObject): JsonObject {
  const definitions = objectOf(document["definitions"]);
  const before = used(document["paths"], document);
  const after = used(paths, document);
  const kept = Object.entries(definitions).filter(([name]) => after.has(name) || !before.has(name));
  return { ...document, paths, definitions: Object.fromEntries<JsonValue | undefined>(kept) };
}

function used(from: JsonValue | undefined, document: JsonObject): ReadonlySet<string> {
  const definitions = objectOf(document["definitions"]);
  const found = new Set<string>();
  const pending: (JsonValue | undefined)[] = [from, document["parameters"], document["responses"]];
  for (
    let value = pending.pop();
    pending.length > 0 || value !== undefined;
    value = pending.pop()
  ) {
    if (Array.isArray(value)) pending.push(...(value as JsonValue[]));
    else if (isJsonObject(value)) {
      const reference = value["$ref"];
      if (typeof reference === "string" && reference.startsWith(definitionPrefix)) {
        const name = reference.slice(definitionPrefix.length);
        if (!found.has(name)) pending.push(definitions[name]);
        found.add(name);
      }
      pending.push(...Object.values(value));
    }
  }
  return found;
}

/** `source` with other names for what `into` has too, and differently. */
function withoutConflicts(
  source: JsonObject,
  into: JsonObject,
  args: {
    readonly key: "definitions" | "parameters";
    readonly prefix: string;
    readonly same: (a: JsonValue, b: JsonValue) => boolean;
  },
): JsonObject {
  const { key, prefix, same } = args;
  const own = objectOf(into[key]);
  const theirs = objectOf(source[key]);
  const renames = new Map<string, string>();
  const taken = new Set([...Object.keys(own), ...Object.keys(theirs)]);
  for (const [name, value] of Object.entries(theirs)) {
    const existing = own[name];
    if (existing === undefined || same(existing, value!)) continue;
    let at = 2;
    const next = (): string => `${name}_v${at}`;
    while (taken.has(next()) && !(own[next()] !== undefined && same(own[next()]!, value!))) at += 1;
    renames.set(name, next());
    taken.add(next());
  }
  if (renames.size === 0) return source;
  const named = Object.entries(theirs).map(([name, value]) => [renames.get(name) ?? name, value]);
  const document = { ...source, [key]: Object.fromEntries(named) as JsonObject };
  return renameReferences(document, prefix, renames) as JsonObject;
}

function renameReferences(
  value: JsonValue,
  prefix: string,
  renames: ReadonlyMap<string, string>,
): JsonValue {
  if (Array.isArray(value)) {
    return (value as JsonValue[]).map((item) => renameReferences(item, prefix, renames));
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]): [string, JsonValue] => {
    if (key !== "$ref" || typeof member !== "string" || !member.startsWith(prefix)) {
      return [key, renameReferences(member!, prefix, renames)];
    }
    const name = member.slice(prefix.length);
    return [key, prefix + (renames.get(name) ?? name)];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function sameButKinds(a: JsonValue, b: JsonValue): boolean {
  const bare = (value: JsonValue): JsonValue => {
    if (!isJsonObject(value)) return value;
    const { [kindsKey]: _kinds, ...rest } = value;
    return rest;
  };
  return jsonEqual(bare(a), bare(b));
}

/** Definitions that both have alike are of the kinds of both. */
function joinDefinitions(into: JsonObject, from: JsonObject): JsonObject {
  const joined: Record<string, JsonValue> = { ...(objectOf(into["definitions"]) as object) };
  for (const [name, value] of Object.entries(objectOf(from["definitions"]))) {
    const existing = joined[name];
    if (existing === undefined) joined[name] = value!;
    else if (isJsonObject(existing) && isJsonObject(value)) {
      const [own, theirs] = [existing, value].map((each) => (each[kindsKey] ?? []) as JsonValue[]);
      const added = theirs!.filter((kind) => !own!.some((known) => jsonEqual(known, kind)));
      if (added.length > 0) joined[name] = { ...existing, [kindsKey]: [...own!, ...added] };
    }
  }
  return joined;
}

function sorted(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
