/** The fields that an applied configuration sets, and what may be wrong with it (structured-merge-diff, typed/tofieldset.go, validate.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { goText } from "../patch/directives.ts";
import type { ListSchema, ScalarType } from "../schema/type-schema.ts";
import { FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement, pathText } from "./path-element.ts";
import { declares, granularList, isGranularMap, itemSlot, memberSlot, type Slot } from "./slot.ts";

function isMapOrNull(value: JsonValue): value is JsonObject | null {
  return value === null || isJsonObject(value);
}

function isEmptyMap(value: JsonValue): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}

function isField(slot: Slot, key: string): boolean {
  return slot.schema?.kind === "struct" && slot.schema.fields.has(key);
}

class Walk {
  readonly set = new FieldSetBuilder();
  readonly errors: string[] = [];
  private readonly path: string[] = [];

  visit(value: JsonValue, slot: Slot): void {
    if (!this.fits(value, slot)) return;
    const list = granularList(slot);
    if (list !== undefined) {
      if (value !== null) this.visitItems(value as JsonArray, list);
    } else if (isGranularMap(slot) && isMapOrNull(value)) {
      if (value !== null) this.visitMembers(value, slot);
    } else {
      this.checkInside(value, slot);
      this.set.insert(this.path);
    }
  }

  private fits(value: JsonValue, slot: Slot): boolean {
    const { schema } = slot;
    if (value === null || schema === undefined || schema.kind === "any") return true;
    if (schema.kind === "scalar") return this.fitsScalar(value, schema.type);
    const fits = schema.kind === "list" ? Array.isArray(value) : isJsonObject(value);
    if (!fits) {
      this.fail(`expected ${schema.kind === "list" ? "list" : "map"}, got ${goValueOf(value)}`);
    }
    return fits;
  }

  private fitsScalar(value: JsonValue, type: ScalarType): boolean {
    const wanted = scalarKinds[type];
    const kind = typeof value === "bigint" ? "number" : typeof value;
    if (wanted === undefined || kind === wanted) return true;
    if (wanted === "number") this.fail(`expected numeric (int or float), got ${goTypeOf(value)}`);
    else if (wanted === "boolean") this.fail(`expected boolean, got ${goValueOf(value)}`);
    else this.fail(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    return false;
  }

  private visitMembers(value: JsonObject, slot: Slot): void {
    let unknown: string | undefined;
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      if (!declares(slot, key)) {
        unknown ??= key;
        continue;
      }
      this.path.push(fieldElement(key));
      this.visit(part, memberSlot(slot, key));
      // A map's entry is there or not, whatever is in it; a struct's field is only what is in it.
      if (!isField(slot, key) || isEmptyMap(part)) this.set.insert(this.path);
      this.path.pop();
    }
    this.refuseUndeclared(unknown);
  }

  /** Upstream stops at the first such member, in no certain order: here it comes after all others. */
  private refuseUndeclared(unknown: string | undefined): void {
    if (unknown === undefined) return;
    this.path.push(fieldElement(unknown));
    this.fail("field not declared in schema");
    this.path.pop();
  }

  /** What has one owner as a whole must be valid all the same. */
  private checkInside(value: JsonValue, slot: Slot): void {
    if (!this.fits(value, slot)) return;
    if (Array.isArray(value) && slot.schema?.kind === "list") {
      const inside = itemSlot(slot.schema);
      for (const [index, item] of (value as JsonArray).entries()) {
        this.path.push(`i:${index}`);
        this.checkInside(item, inside);
        this.path.pop();
      }
    } else if (isJsonObject(value)) {
      let unknown: string | undefined;
      for (const [key, part] of Object.entries(value)) {
        if (part === undefined) continue;
        if (!declares(slot, key)) {
          unknown ??= key;
          continue;
        }
        this.path.push(fieldElement(key));
        this.checkInside(part, memberSlot(slot, key));
        this.path.pop();
      }
      this.refuseUndeclared(unknown);
    }
  }

  private visitItems(items: JsonArray, list: ListSchema): void {
    const elements: string[] = [];
    let fault: string | undefined;
    for (const [index, item] of items.entries()) {
      const named = itemElement(list, item);
      if ("error" in named) {
        fault = `element ${index}: ${named.error}`;
        break;
      }
      elements.push(named.element);
    }
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const element of elements) (seen.has(element) ? twice : seen).add(element);
    const told = new Set<string>();
    for (const [index, element] of elements.entries()) {
      if (told.has(element)) this.fail(`duplicate entries for key ${pathText([element])}`);
      told.add(element);
      this.path.push(element);
      // What is there several times has its owners as one.
      if (!twice.has(element)) this.visit(items[index] as JsonValue, itemSlot(list));
      this.set.insert(this.path);
      this.path.pop();
    }
    // What comes after an item without a key is not looked at.
    if (fault !== undefined) this.fail(fault);
  }

  private fail(text: string): void {
    const at = pathText(this.path);
    this.errors.push(at === "" ? text : `${at}: ${text}`);
  }
}

/** What the schema of structured-merge-diff knows of scalars; all others may be any there. */
const scalarKinds: Partial<Record<ScalarType, "string" | "number" | "boolean">> = {
  string: "string",
  bytes: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

/** Go's %T of a value that YAML was read into. */
function goTypeOf(value: JsonValue): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isJsonObject(value)) return "map[string]interface {}";
  if (typeof value === "bigint") return "int64";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
}

/** Go's %#v of such a value. */
function goSyntax(value: JsonValue): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) {
    return `[]interface {}{${(value as JsonArray).map(goSyntax).join(", ")}}`;
  }
  if (!isJsonObject(value))
    return typeof value === "bigint" ? String(value) : JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = members.map(([key, part]) => `${JSON.stringify(key)}:${goSyntax(part ?? null)}`);
  return `map[string]interface {}{${parts.join(", ")}}`;
}

/** Go's %v of such a value where it stands in the library's own wrapper. */
function goValueOf(value: JsonValue): string {
  return `&{${goText(value)}}`;
}

/** The set of the fields in `config`; `errors` tells what the schema does not allow, as Kubernetes words it. */
export function appliedSetOf(
  config: JsonObject,
  slot: Slot,
): { readonly set: FieldSet; readonly errors: readonly string[] } {
  const walk = new Walk();
  walk.visit(config, slot);
  return { set: walk.set.build(), errors: walk.errors };
}
