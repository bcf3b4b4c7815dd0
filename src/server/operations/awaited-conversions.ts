/**
 * The versions of a kind for a computation that does not wait. Where a webhook converts, the computation is begun anew with each
 * answer: only writes to objects that are owned in several versions ask it, and Kubernetes asks it as often.
 */
import type { KindVersions } from "../../api/apply/field-write.ts";
import type { JsonObject } from "../../api/json.ts";
import type { KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { Soon } from "../custom-resources/versions.ts";
import { versionsOf, type VersionParts } from "./kind-versions.ts";

/** Thrown through the computation, to be caught by whoever has begun it. */
class Unconverted extends Error {
  readonly key: string;
  readonly object: JsonObject;
  readonly apiVersion: string;

  constructor(key: string, object: JsonObject, apiVersion: string) {
    super(`not yet converted to ${apiVersion}`);
    this.key = key;
    this.object = object;
    this.apiVersion = apiVersion;
  }
}

/**
 * What `compute` returns or throws; a promise only where a webhook is asked. `compute` may be called several times, must do the
 * same each time, and let through what converting throws. Rejects with StatusError where the webhook fails.
 */
export function withVersions<T>(
  core: VersionParts,
  definition: ResourceDefinition,
  compute: (versions: KindVersions) => T,
): Soon<T> {
  const kind = core.custom.kindOf(definition);
  if (kind?.crd.spec.conversion?.strategy !== "Webhook") {
    return compute(versionsOf(core, definition));
  }
  const known = new Map<string, JsonObject>();
  const versions = versionsOf(core, definition, (object, apiVersion) => {
    const key = `${apiVersion} ${exactJson(object)}`;
    const converted = known.get(key);
    if (converted === undefined) throw new Unconverted(key, object, apiVersion);
    return converted;
  });
  const attempt = (): Soon<T> => {
    try {
      return compute(versions);
    } catch (error) {
      if (error instanceof Unconverted) return convert(error);
      throw error;
    }
  };
  const convert = async ({ key, object, apiVersion }: Unconverted): Promise<T> => {
    const whole = object as unknown as KubeObject;
    const converted = await core.custom.versions.convert(definition, whole, apiVersion);
    known.set(key, converted as unknown as JsonObject);
    return attempt();
  };
  return attempt();
}
