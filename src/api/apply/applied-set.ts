/** The fields that an applied configuration sets, and what may be wrong with it (structured-merge-diff, typed/tofieldset.go, validate.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement, pathText } from "./path-element.ts";
import {
  declares,
  granularList,
  isGranularMap,
  isStruct,
  itemSlot,
  memberSlot,
  type Slot,
} from "./slot.ts";

class Walk {
  readonly set = new FieldSetBuilder();
  readonly errors: string[] = [];
  private readonly path: string[] = [];

  visit(value: JsonValue, slot: Slot): void {
    if (!this.fits(value, slot)) return;
    const list = Array.isArray(value) ? granularList(slot) : undefined;
    if (list !== undefined && (value as JsonArray).length > 0) {
      this.visitItems(value as JsonArray, list);
    } else if (isJsonObject(value) && Object.keys(value).length > 0) {
      this.visitMembers(value, slot);
      if (!isGranularMap(slot)) this.set.insert(this.path);
    } else {
      this.set.insert(this.path);
    }
  }

  private fits(value: JsonValue, slot: Slot): boolean {
    const kind = slot.schema?.kind;
    if (value === null || kind === undefined || kind === "any" || kind === "scalar") return true;
    const fits = kind === "list" ? Array.isArray(value) : isJsonObject(value);
    if (!fits) this.fail(`expected ${kind === "list" ? "list" : "map"}, got ${nameOf(value)}`);
    return fits;
  }

  private visitMembers(value: JsonObject, slot: Slot): void {
    const granular = isGranularMap(slot);
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      this.path.push(fieldElement(key));
      if (!declares(slot, key)) this.fail("field not declared in schema");
      else if (granular) {
        this.visit(part, memberSlot(slot, key));
        // A map's entry is there or not, whatever is in it; a struct's field is only what is in it.
        if (!isStruct(slot)) this.set.insert(this.path);
      }
      this.path.pop();
    }
  }

  private visitItems(items: JsonArray, list: ListSchema): void {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const named = itemElement(list, item);
      if ("error" in named) {
        this.fail(`element ${index}: ${named.error}`);
        continue;
      }
      if (seen.has(named.element)) {
        this.fail(`duplicate entries for key ${pathText([named.element])}`);
      }
      seen.add(named.element);
      this.path.push(named.element);
      this.visit(item, itemSlot(list));
      this.set.insert(this.path);
      this.path.pop();
    }
  }

  private fail(text: string): void {
    this.errors.push(`${pathText(this.path)}: ${text}`);
  }
}

function nameOf(value: JsonValue): string {
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "map" : typeof value;
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
