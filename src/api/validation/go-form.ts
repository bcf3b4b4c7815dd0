/**
 * How errors print a whole struct: Kubernetes validates its internal Go types, which have no JSON tags, so that a value
 * shows their field names, all of them, zero values included. Follows apimachinery's field.Error.ErrorBody, which prints a struct as JSON.
 */
import { escapeHtml } from "./field-errors.ts";
import { goFormFacts } from "./go-form-facts.ts";
import { GoText } from "./go-text.ts";
import { exactJson } from "../wide-integers.ts";

interface GoField {
  /** As Go writes it: the field's own name, or the tag's. */
  readonly name: string;
  /** The API's name, where it differs in more than case. */
  readonly json: string | undefined;
  readonly omitsEmpty: boolean;
  readonly zero: "text" | "number" | "flag" | "null" | "quantity" | "struct";
  readonly struct: string | undefined;
  readonly isMap: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** `value`, of the API's form, as the internal struct `type` (`batch.SuccessPolicy`) prints; lists print item by item. */
export function goValue(type: string, value: unknown): GoText {
  return new GoText(escapeHtml(exactJson(shaped(value, type, false))));
}

/** The same as json.MarshalIndent writes it, one space a level. */
export function goIndented(type: string, value: unknown): string {
  return escapeHtml(exactJson(shaped(value, type, false), 1));
}

let parsed: ReadonlyMap<string, readonly GoField[]> | undefined;

function fieldsOf(type: string): readonly GoField[] | undefined {
  parsed ??= parse();
  return parsed.get(type);
}

function shaped(value: unknown, type: string | undefined, isMap: boolean): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((item) => shaped(item, type, isMap));
  if (typeof value !== "object") return value;
  const members = value as Members;
  const fields = type === undefined || isMap ? undefined : fieldsOf(type);
  if (fields !== undefined) return structOf(members, type ?? "", fields);
  const keys = Object.keys(members).sort();
  return Object.fromEntries(keys.map((key) => [key, shaped(members[key], type, false)]));
}

function structOf(members: Members, type: string, fields: readonly GoField[]): unknown {
  const given = new Map(
    Object.entries(preparations[type]?.(members) ?? members).map(([key, value]) => [
      key.toLowerCase(),
      value,
    ]),
  );
  const result: Record<string, unknown> = {};
  for (const { name, json, omitsEmpty, zero, struct, isMap } of fields) {
    const value = given.get((json ?? name).toLowerCase());
    if (omitsEmpty && isEmpty(value)) continue;
    result[name] = isMissing(value) ? zeroOf(zero, struct) : shaped(value, struct, isMap);
  }
  return result;
}

/** Fields that the internal type keeps elsewhere than the API does. */
const preparations: Readonly<Record<string, (members: Members) => Members>> = {
  "core.PodTemplateSpec": (template) => ({
    ...(template["metadata"] as Members | undefined),
    spec: template["spec"],
  }),
  "core.PersistentVolumeClaimTemplate": (template) => ({
    ...(template["metadata"] as Members | undefined),
    spec: template["spec"],
  }),
  "core.PersistentVolumeClaim": ({ metadata, spec, status }) => ({
    ...(metadata as Members | undefined),
    spec,
    status,
  }),
  "resource.ResourceClaimTemplateSpec": (template) => ({
    ...(template["metadata"] as Members | undefined),
    spec: template["spec"],
  }),
  "core.PodSpec": (spec) => ({
    ...spec,
    securityContext: {
      ...(spec["securityContext"] as Members | undefined),
      hostNetwork: spec["hostNetwork"],
      hostPID: spec["hostPID"],
      hostIPC: spec["hostIPC"],
      shareProcessNamespace: spec["shareProcessNamespace"],
      hostUsers: spec["hostUsers"],
    },
  }),
};

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  if (isMissing(value) || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.keys(value as object).length === 0;
}

function zeroOf(zero: GoField["zero"], struct: string | undefined): unknown {
  switch (zero) {
    case "text":
      return "";
    case "number":
      return 0;
    case "flag":
      return false;
    case "quantity":
      return "0";
    case "struct":
      return shaped({}, struct, false);
    case "null":
      return null;
    default:
      throw new TypeError(`unknown zero ${String(zero satisfies never)}`);
  }
}

const zeros: Readonly<Record<string, GoField["zero"]>> = {
  "#": "number",
  "!": "flag",
  "*": "null",
  Q: "quantity",
  "{": "struct",
};

function parse(): ReadonlyMap<string, readonly GoField[]> {
  const rows = new Map<string, readonly string[]>();
  for (const line of goFormFacts.trim().split("\n")) {
    const [name = "", ...fields] = line.split(" ");
    rows.set(name, fields);
  }
  const structs = new Map<string, readonly GoField[]>();
  const fieldsOfRow = (fields: readonly string[]): GoField[] =>
    fields.flatMap((field) =>
      field.startsWith("&") ? fieldsOfRow(rows.get(field.slice(1)) ?? []) : [fieldOf(field)],
    );
  for (const [name, fields] of rows) structs.set(name, fieldsOfRow(fields));
  return structs;
}

function fieldOf(text: string): GoField {
  const colon = text.indexOf(":");
  const [before, type] = [text.slice(0, colon), text.slice(colon + 1)];
  const omitsEmpty = before.endsWith("?");
  const [own = "", json] = before.replace("?", "").split("=");
  const struct = type.replace(/^[#!*Q{%]+/, "");
  return {
    name: own === "" ? (json ?? "") : own,
    json,
    omitsEmpty,
    zero: zeros[type.charAt(0)] ?? "text",
    struct: struct === "" ? undefined : struct,
    isMap: type.includes("%"),
  };
}
