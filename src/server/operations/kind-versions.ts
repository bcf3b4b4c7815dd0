/** The versions of a kind as field ownership needs them: which there are, and an object in another of them. */
import type { KindVersions } from "../../api/apply/field-write.ts";
import { convertObject } from "../../api/conversion.ts";
import type { JsonObject } from "../../api/json.ts";
import type { KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import type { ServerCore } from "../core.ts";

export type VersionParts = Pick<ServerCore, "registry" | "schemaOf" | "custom">;

function split(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  return { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1) };
}

type Rows = readonly ResourceDefinition[];
/** By all rows that are served: those of the few kinds that have several, by the row that is stored. */
const known = new WeakMap<Rows, ReadonlyMap<ResourceDefinition, Rows>>();

function rowsOf({ registry }: Pick<VersionParts, "registry">, storage: ResourceDefinition): Rows {
  const { definitions } = registry;
  let several = known.get(definitions);
  if (several === undefined) {
    const found = new Map<ResourceDefinition, Rows>();
    for (const row of definitions) {
      if (!row.storedAs) continue;
      const stored = registry.storageOf(row);
      found.set(stored, [...(found.get(stored) ?? [stored]), row]);
    }
    known.set(definitions, (several = found));
  }
  return several.get(storage) ?? [storage];
}

/** `convert`: for custom kinds of which a webhook must be asked (awaited-conversions.ts); by itself, nothing but the version changes. */
export function versionsOf(
  core: VersionParts,
  definition: ResourceDefinition,
  convert: KindVersions["convert"] = (object, apiVersion) => ({ ...object, apiVersion }),
): KindVersions {
  const kind = core.custom.kindOf(definition);
  if (kind) {
    return {
      schemaOf(apiVersion) {
        const { group, version } = split(apiVersion);
        if (group !== definition.group) return undefined;
        return core.custom.catalog.versionOf(kind, version)?.typeSchema;
      },
      convert,
    };
  }
  const rows = rowsOf(core, core.registry.storageOf(definition));
  return {
    schemaOf(apiVersion) {
      const { group, version } = split(apiVersion);
      const row = rows.find((each) => each.group === group && each.version === version);
      return row && core.schemaOf(row);
    },
    convert(object, apiVersion) {
      const { group, version } = split(apiVersion);
      const whole = object as unknown as KubeObject;
      return convertObject(whole, group, version) as unknown as JsonObject;
    },
  };
}
