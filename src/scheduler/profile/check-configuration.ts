/** Checks of a KubeSchedulerConfiguration outside its plugins' arguments, in kube-scheduler's words (apis/config/validation). */
import { isJsonObject } from "../../api/json.ts";
import type { JsonObject, JsonValue } from "../../api/json.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import { GoText } from "../../api/validation/go-text.ts";
import { forbiddenField, invalidAll, invalidValue } from "../../api/validation/field-errors.ts";
import { qualifiedName } from "../../api/validation/names.ts";
import { isExtended } from "../plugins/node-resources.ts";

/** How the scheduler would reach its server and share its work: checked, and without effect in one process. */
export function checkSurroundings(errors: FieldErrors, document: JsonObject): void {
  const burst = objectOf(document["clientConnection"])["burst"];
  if (typeof burst === "number" && burst < 0) {
    errors.push(invalidValue("clientConnection.burst", burst, "must be non-negative"));
  }
  const { leaderElect, resourceLock } = objectOf(document["leaderElection"]);
  if (leaderElect !== false && resourceLock && resourceLock !== "leases") {
    const detail = 'resourceLock value must be "leases"';
    errors.push(invalidValue("leaderElection.resourceLock", resourceLock, detail));
  }
  const parallelism = document["parallelism"] ?? 16;
  if (typeof parallelism === "number" && parallelism <= 0) {
    const detail = "should be an integer value greater than zero";
    errors.push(invalidValue("parallelism", parallelism, detail));
  }
}

/** One queue serves all profiles: they must not ask for it to be sorted differently. `queueSort` is a set as the file has it. */
export function checkQueueSorts(
  errors: FieldErrors,
  profiles: readonly { readonly queueSort: JsonValue | undefined }[],
): void {
  const sets = profiles.map(({ queueSort }) => goPluginSet(objectOf(queueSort)));
  const [first, ...others] = sets;
  if (first === undefined) return;
  const count = first.Enabled?.length ?? 0;
  if (count > 1) {
    const detail = "only one queue sort plugin can be enabled";
    errors.push(invalidValue("profiles[0].plugins.queueSort.Enabled", count, detail));
  }
  for (const [i, set] of others.entries()) {
    if (JSON.stringify(set) === JSON.stringify(first)) continue;
    const path = `profiles[${i + 1}].plugins.queueSort`;
    const text = new GoText(JSON.stringify(set));
    errors.push(invalidValue(path, text, "must be the same for all profiles"));
  }
}

interface GoPlugin {
  readonly Name: string;
  readonly Weight: number;
}

/** The set as Go prints it. */
function goPluginSet(set: JsonObject): {
  readonly Enabled: readonly GoPlugin[] | null;
  readonly Disabled: readonly GoPlugin[] | null;
} {
  const plugins = (value: JsonValue | undefined): readonly GoPlugin[] | null => {
    if (!Array.isArray(value) || value.length === 0) return null;
    return (value as readonly JsonValue[]).map((item) => {
      const { name, weight } = objectOf(item);
      return {
        Name: typeof name === "string" ? name : "",
        Weight: typeof weight === "number" ? weight : 0,
      };
    });
  };
  return { Enabled: plugins(set["enabled"]), Disabled: plugins(set["disabled"]) };
}

/** What is wrong with them, and that they are not called: nothing may be left to them that then nobody decides. */
export function checkExtenders(errors: FieldErrors, extenders: readonly JsonValue[]): void {
  const managed = new Set<string>();
  let binders = 0;
  for (const [i, item] of extenders.entries()) {
    const { prioritizeVerb, weight = 0, bindVerb, managedResources } = objectOf(item);
    const at = `extenders[${i}]`;
    if (prioritizeVerb && typeof weight === "number" && weight <= 0) {
      const detail = "must have a positive weight applied to it";
      errors.push(invalidValue(`${at}.weight`, weight, detail));
    }
    if (bindVerb) binders += 1;
    const list = Array.isArray(managedResources) ? (managedResources as readonly JsonValue[]) : [];
    for (const [j, resource] of list.entries()) {
      const given = objectOf(resource)["name"];
      const name = typeof given === "string" ? given : "";
      const path = `${at}.managedResources[${j}].name`;
      checkExtendedName(errors, path, name);
      if (managed.has(name)) {
        errors.push(invalidValue(path, name, "duplicate extender managed resource name"));
      }
      managed.add(name);
    }
  }
  if (binders > 1) {
    const found = `found ${binders} extenders implementing bind`;
    errors.push(invalidValue("extenders", found, "only one extender can implement bind"));
  }
  if (extenders.length === 0) return;
  errors.push(forbiddenField("extenders", "this scheduler does not call extenders; remove them"));
}

function checkExtendedName(errors: FieldErrors, path: string, name: string): void {
  const faults = qualifiedName(name);
  errors.push(...invalidAll(path, name, faults));
  if (faults.length > 0 || isExtended(name)) return;
  errors.push(invalidValue(path, name, "is an invalid extended resource name"));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
